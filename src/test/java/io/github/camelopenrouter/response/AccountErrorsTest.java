/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events on their way to a client who shall learn nothing of the account: only those that tell of it change. */
class AccountErrorsTest {

    private final AccountErrors errors = new AccountErrors();

    @ParameterizedTest
    @ValueSource(
            strings = {
                ": comment\n\ndata: {\"choices\":[]}\n\n",
                "data: [DONE]\r\n\r\n",
                "data: {\"choices\":[{\"delta\":{\"content\":\"error user_id\"}}],\"user_id\":\"kept\"}\n\n",
                "data: {\"error\":{\"code\":500,\"message\":\"busy\"}}\n\n",
                "data: {\"error\":\n\n",
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n"
            })
    void whatIsNotOfTheAccountKeepsItsBytes(String events) {
        assertThat(shown(Operation.CHAT_COMPLETIONS, events)).isEqualTo(events);
    }

    @Test
    void anEventInTheMiddleChangesAlone() {
        String before = "id: 1\ndata: {\"choices\":[]}\n\n";
        String after = ": bye\n\n";
        String error = "event: error\r\ndata: {\"error\":\r\ndata: {\"code\":402,\"message\":\"money\"}}\r\n\r\n";
        assertThat(shown(Operation.CHAT_COMPLETIONS, before + error + after))
                .startsWith(before + "event: error\r\ndata: {\"error\":{\"code\":503,")
                .contains("\"error_type\":\"upstream_account\"")
                .doesNotContain("money")
                .endsWith(after);
    }

    @Test
    void eachApiHasItsShape() {
        assertThat(
                        shown(
                                Operation.MESSAGES,
                                "data: {\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"key\"}}\n\n"))
                .startsWith(
                        "data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"OpenRouter");
        assertThat(
                        shown(
                                Operation.RESPONSES,
                                "data: {\"type\":\"response.failed\",\"response\":{\"id\":\"r\",\"error\":{\"code\":\"402\",\"message\":\"money\"}}}\n\n"))
                .startsWith(
                        "data: {\"type\":\"response.failed\",\"response\":{\"id\":\"r\",\"error\":{\"code\":\"upstream_account\"");
    }

    @Test
    void anOwnerLeavesAnErrorWhereverItStands() {
        assertThat(
                        shown(
                                Operation.CHAT_COMPLETIONS,
                                "data: {\"error\":{\"code\":500,\"metadata\":{\"user_id\":\"u\",\"n\":1.50}},\"user_id\":\"u\"}\n\n"))
                .isEqualTo("data: {\"error\":{\"code\":500,\"metadata\":{\"n\":1.50}}}\n\n");
    }

    private String shown(Operation operation, String events) {
        byte[] bytes = ("xx" + events + "yy").getBytes(UTF_8);
        return new String(errors.inEvents(operation, bytes, 2, bytes.length - 2), UTF_8);
    }
}
