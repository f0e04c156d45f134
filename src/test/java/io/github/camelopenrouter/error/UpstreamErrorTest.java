/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an error object says, and what it says where it is none. */
class UpstreamErrorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"code\":429}|429",
                "{\"code\":\"503\"}|503",
                "{\"code\":200}|502",
                "{\"code\":\"invalid_prompt\"}|400",
                "{\"code\":\"image_content_policy_violation\"}|400",
                "{\"code\":\"rate_limit_exceeded\"}|429",
                "{\"code\":\"server_error\"}|502",
                "{\"type\":\"overloaded_error\"}|529",
                "{\"code\":401,\"type\":\"overloaded_error\"}|401",
                "\"a text\"|502",
                "{\"code\":4|502"
            })
    void namesItsStatus(String error, int status) {
        assertThat(UpstreamError.parse(error).status()).isEqualTo(status);
    }

    @Test
    void errorThatIsOnlySaidToBeThereIsABadGateway() {
        assertThat(UpstreamError.parse(null).status()).isEqualTo(502);
    }

    @Test
    void isFoundInAnAnswer() {
        UpstreamError error = in("{\"error\":{\"code\":404,\"type\":\"t\",\"message\":\"m\"}}");
        assertThat(error.status()).isEqualTo(404);
        assertThat(error.typeOr("unknown")).isEqualTo("t");
        assertThat(error.messageOr("unknown")).isEqualTo("m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "[]", "{\"error\":", "{\"error\":null}", "{\"error\":{\"type\":null}}"})
    void answerWithoutOneHasAnEmptyOne(String answer) {
        UpstreamError error = in(answer);
        assertThat(error.status()).isEqualTo(502);
        assertThat(error.typeOr("unknown")).isEqualTo("unknown");
        assertThat(error.messageOr("unknown")).isEqualTo("unknown");
        assertThat(error.isVendors()).isFalse();
    }

    @Test
    void errorOfAVendorNamesIt() {
        assertThat(in("{\"error\":{\"metadata\":{\"provider_name\":\"Acme\"}}}").isVendors())
                .isTrue();
        assertThat(in("{\"error\":{\"metadata\":{\"provider_name\":\" \"}}}").isVendors())
                .isFalse();
        assertThat(in("{\"error\":{\"metadata\":{\"provider_name\":1}}}").isVendors())
                .isFalse();
    }

    private static UpstreamError in(String answer) {
        return UpstreamError.in(answer.getBytes(UTF_8));
    }
}
