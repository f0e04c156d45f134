/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What agents call their models, through the gateway and to its sandbox. */
class ModelsOfAgentsTest {

    private static final String ASSUMED = "X-OpenRouter-Sandbox";

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.sandbox();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static OneRequest.Answer ask(Door door, String model) throws Exception {
        String body = door.plain().replaceFirst("\"model\":\"[^\"]*\"", "\"model\":\"" + model + "\"");
        return new OneRequest(gateway.port()).post(door.path(), body);
    }

    @ParameterizedTest
    @CsvSource({
        "MESSAGES,claude-opus-4-8,anthropic/claude-opus-4.8",
        "MESSAGES,claude-haiku-4-5-20251001,anthropic/claude-haiku-4.5",
        "MESSAGES,claude-fable-5,anthropic/claude-fable-5",
        "RESPONSES,openai/gpt-6-sol,openai/gpt-6-sol"
    })
    void listedOnesAnswerUnderOpenRoutersName(Door door, String asked, String name) throws Exception {
        OneRequest.Answer answer = ask(door, asked);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"model\":\"" + name + "\"");
        assertThat(answer.header(ASSUMED)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"MESSAGES,claude-opus-97", "CHAT,google/gemini-97-flash", "RESPONSES,openrouter/z-ai/glm-97"})
    void theClientLearnsThatAModelIsAssumed(Door door, String asked) throws Exception {
        OneRequest.Answer answer = ask(door, asked);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header(ASSUMED)).isEqualTo("assumed-model");
    }

    @ParameterizedTest
    @CsvSource({"MESSAGES,acme/claude-opus-4-8", "CHAT,gpt-4o"})
    void thoseOfUnknownVendorsAreRefused(Door door, String asked) throws Exception {
        OneRequest.Answer answer = ask(door, asked);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains(asked + " is not a valid model ID");
    }
}
