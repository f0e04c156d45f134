/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A form has one model, whoever reads it. */
class UnambiguousModelTest extends HttpTest {

    private static final String TYPE = "Content-Type: multipart/form-data; boundary=b";

    private OneRequest.Answer send(String... namesAndValues) throws Exception {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append("--b\r\nContent-Disposition: form-data; name=\"")
                    .append(namesAndValues[i])
                    .append("\"\r\n\r\n")
                    .append(namesAndValues[i + 1])
                    .append("\r\n");
        }
        return new OneRequest(gateway.port())
                .send(
                        "POST /v1/audio/transcriptions",
                        form.append("--b--\r\n").toString().getBytes(ISO_8859_1),
                        TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Model",
                " model",
                "model ",
                "\tmodel",
                "MODEL[]",
                "model[]",
                "models",
                "models[]",
                "fallbacks",
                "Fallbacks[]",
                "model []",
                "models[0]"
            })
    void refusesAnotherPartThatSomebodyCouldTakeForTheModel(String name) throws Exception {
        for (OneRequest.Answer answer :
                new OneRequest.Answer[] {send("model", "a/b", name, "c/d"), send(name, "c/d", "model", "a/b")}) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("\"param\":\"model\"");
        }
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {" a/b", "a/b ", "a/b\t", "a/b\r\nc", "a/b\nc/d", "\na/b", "a/b\r", "a/b\0"})
    void refusesAModelThatIsNotOneLineAlone(String model) throws Exception {
        OneRequest.Answer answer = send("model", model);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"param\":\"model\"");
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model_name", "remodel", "timestamp_granularities[]", "modelsize"})
    void letsPassWhatOnlyBeginsLikeIt(String name) throws Exception {
        upstream.script(call -> call.answer(200, JSON, "{\"text\":\"Hi\"}"));

        assertThat(send("model", "a/b", name, "c/d").status()).isEqualTo(200);
    }
}
