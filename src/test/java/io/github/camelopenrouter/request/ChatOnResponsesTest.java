/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.OneRequest.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole chat request sent to the Responses API. */
class ChatOnResponsesTest extends HttpTest {

    private static final String BEGIN = "{\"model\":\"a/b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],";

    @ParameterizedTest
    @ValueSource(strings = {"/v1/responses", "/openai/v1/responses", "/litellm/responses"})
    void goesUpAsAResponsesRequest(String path) throws Exception {
        upstream.script(call -> call.answer(200, JSON, "{\"output\":[]}"));

        Answer answer = new OneRequest(gateway.port())
                .post(
                        path,
                        BEGIN + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],"
                                + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}},"
                                + "\"max_tokens\":100,\"response_format\":{\"type\":\"json_object\"},"
                                + "\"reasoning\":{\"max_tokens\":5},\"reasoning_effort\":\"low\",\"verbosity\":\"low\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(upstream.awaitCall().text())
                .isEqualTo("{\"model\":\"a/b\",\"input\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                        + "\"tools\":[{\"type\":\"function\",\"name\":\"f\"}],"
                        + "\"tool_choice\":{\"type\":\"function\",\"name\":\"f\"},\"max_output_tokens\":100,"
                        + "\"text\":{\"format\":{\"type\":\"json_object\"},\"verbosity\":\"low\"},"
                        + "\"reasoning\":{\"effort\":\"low\"}}");
    }

    @Test
    void isRefusedWhereItSaysTheSameTwice() throws Exception {
        Answer answer = new OneRequest(gateway.port())
                .post("/v1/responses", BEGIN + "\"max_tokens\":5,\"max_output_tokens\":6}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"param\":\"max_tokens\"", "\"type\":\"invalid_request_error\"");
        assertThat(upstream.callCount()).isZero();
    }
}
