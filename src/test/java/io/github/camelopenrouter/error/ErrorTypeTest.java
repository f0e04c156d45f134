/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of statuses and types, read in both directions. */
class ErrorTypeTest {

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST", "401, AUTHENTICATION", "402, BILLING", "403, PERMISSION", "404, NOT_FOUND",
        "405, NOT_FOUND", "408, INVALID_REQUEST", "413, TOO_LARGE", "415, INVALID_REQUEST", "422, INVALID_REQUEST",
        "429, RATE_LIMIT", "500, UPSTREAM", "502, UPSTREAM", "503, UPSTREAM", "504, UPSTREAM_TIMEOUT",
        "524, UPSTREAM_TIMEOUT", "529, OVERLOADED", "599, UPSTREAM"
    })
    void statusHasItsType(int status, ErrorType type) {
        assertThat(ErrorType.ofStatus(status)).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_request_error, 400",
        "authentication_error, 401",
        "billing_error, 402",
        "permission_error, 403",
        "not_found_error, 404",
        "request_too_large, 413",
        "rate_limit_error, 429",
        "overloaded_error, 529",
        "timeout_error, 504",
        "api_error, 502",
        "upstream_error, 502",
        "upstream_timeout, 502",
        "server_error, 502",
        "anything, 502",
        "'', 502"
    })
    void typeHasItsStatus(String type, int status) {
        assertThat(ErrorType.statusOf(type)).isEqualTo(status);
    }

    @Test
    void whatOneDirectionSaysTheOtherUnderstands() {
        for (ErrorType type : ErrorType.values()) {
            if (type != ErrorType.INTERNAL) {
                assertThat(ErrorType.ofStatus(ErrorType.statusOf(type.anthropic())))
                        .isEqualTo(type);
            }
        }
    }
}
