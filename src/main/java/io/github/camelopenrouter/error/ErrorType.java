/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

import java.util.List;

/**
 * The {@code error.type} of the OpenAI envelope and its Anthropic counterpart, and the statuses that they stand for.
 *
 * <p>Source: the error tables of the OpenAI and Anthropic API references; statuses that only OpenRouter uses (402, 524,
 * 529) are sorted in beside their nearest kin.
 */
enum ErrorType {
    INVALID_REQUEST("invalid_request_error", "invalid_request_error", 400),
    AUTHENTICATION("authentication_error", "authentication_error", 401),
    BILLING("insufficient_quota", "billing_error", 402),
    PERMISSION("permission_error", "permission_error", 403),
    NOT_FOUND("not_found_error", "not_found_error", 404, 405),
    TOO_LARGE("invalid_request_error", "request_too_large", 413),
    RATE_LIMIT("rate_limit_error", "rate_limit_error", 429),
    UPSTREAM("upstream_error", "api_error", 502),
    UPSTREAM_TIMEOUT("upstream_timeout", "timeout_error", 504, 524),
    OVERLOADED("overloaded_error", "overloaded_error", 529),
    /** Said by the gateway of itself; a status alone never means it. */
    INTERNAL("server_error", "api_error");

    private static final List<ErrorType> ALL = List.of(values());

    private final String openAi;
    private final String anthropic;
    private final int[] statuses;

    /** @param statuses that mean it, the one that it means first */
    ErrorType(String openAi, String anthropic, int... statuses) {
        this.openAi = openAi;
        this.anthropic = anthropic;
        this.statuses = statuses;
    }

    String openAi() {
        return openAi;
    }

    String anthropic() {
        return anthropic;
    }

    static ErrorType ofStatus(int status) {
        for (ErrorType type : ALL) {
            if (type.isMeantBy(status)) {
                return type;
            }
        }
        return status >= 500 ? UPSTREAM : INVALID_REQUEST;
    }

    /** The status of an error that names nothing but its type, as Anthropic's do; 502 where the type says nothing. */
    static int statusOf(String anthropicType) {
        for (ErrorType type : ALL) {
            if (type.statuses.length > 0 && type.anthropic.equals(anthropicType)) {
                return type.statuses[0];
            }
        }
        return UPSTREAM.statuses[0];
    }

    private boolean isMeantBy(int status) {
        for (int own : statuses) {
            if (own == status) {
                return true;
            }
        }
        return false;
    }
}
