/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

/**
 * The {@code error.type} of the OpenAI envelope and its Anthropic counterpart, chosen by HTTP status.
 *
 * <p>Source: the error tables of the OpenAI and Anthropic API references; statuses that only OpenRouter uses (402, 524,
 * 529) are sorted in beside their nearest kin.
 */
enum ErrorType {
    INVALID_REQUEST("invalid_request_error", "invalid_request_error"),
    AUTHENTICATION("authentication_error", "authentication_error"),
    BILLING("billing_error", "billing_error"),
    PERMISSION("permission_error", "permission_error"),
    NOT_FOUND("not_found_error", "not_found_error"),
    TOO_LARGE("invalid_request_error", "request_too_large"),
    RATE_LIMIT("rate_limit_error", "rate_limit_error"),
    UPSTREAM("upstream_error", "api_error"),
    UPSTREAM_TIMEOUT("upstream_timeout", "timeout_error"),
    OVERLOADED("overloaded_error", "overloaded_error"),
    INTERNAL("server_error", "api_error");

    private final String openAi;
    private final String anthropic;

    ErrorType(String openAi, String anthropic) {
        this.openAi = openAi;
        this.anthropic = anthropic;
    }

    String openAi() {
        return openAi;
    }

    String anthropic() {
        return anthropic;
    }

    static ErrorType ofStatus(int status) {
        return switch (status) {
            case 401 -> AUTHENTICATION;
            case 402 -> BILLING;
            case 403 -> PERMISSION;
            case 404, 405 -> NOT_FOUND;
            case 413 -> TOO_LARGE;
            case 429 -> RATE_LIMIT;
            case 504, 524 -> UPSTREAM_TIMEOUT;
            case 529 -> OVERLOADED;
            default -> status >= 500 ? UPSTREAM : INVALID_REQUEST;
        };
    }
}
