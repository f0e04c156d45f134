/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import static io.github.camelopenrouter.api.Operation.CHAT_COMPLETIONS;
import static io.github.camelopenrouter.api.Operation.COMPLETIONS;
import static io.github.camelopenrouter.api.Operation.EMBEDDINGS;
import static io.github.camelopenrouter.api.Operation.MESSAGES;
import static io.github.camelopenrouter.api.Operation.RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.Requests;
import io.github.camelopenrouter.error.OpenRouterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestValidationTest {

    private static final String CHAT = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHAT_COMPLETIONS|\"messages\":[{}]",
                "MESSAGES|\"messages\":[{}],\"stream\":true",
                "COMPLETIONS|\"prompt\":\"Hello\"",
                "COMPLETIONS|\"prompt\":\"\"",
                "COMPLETIONS|\"prompt\":[1,2,3]",
                "RESPONSES|\"input\":\"Hello\",\"stream\":true",
                "RESPONSES|\"input\":[{\"role\":\"user\"}]",
                "EMBEDDINGS|\"input\":\"Hello\"",
                "EMBEDDINGS|\"input\":[\"a\",\"b\"]",
                "EMBEDDINGS|\"input\":[1,2,3],\"stream\":false",
                "EMBEDDINGS|\"input\":[[1],[2]],\"stream\":null",
                "MODELS|\"anything\":1"
            })
    void letsWhatIsCompletePass(Operation operation, String rest) {
        String body = "{\"model\":\"a/b\"," + rest + "}";

        assertThat(Requests.sent(body, new RequestValidation(operation))).isEqualTo(body);
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"CHAT_COMPLETIONS", "COMPLETIONS", "RESPONSES", "EMBEDDINGS", "MESSAGES"})
    void refusesAMissingModel(Operation operation) {
        OpenRouterException refusal = refusal(operation, "{" + CHAT + ",\"prompt\":\"a\",\"input\":\"a\"}");

        assertRefused(refusal, "model", "'model' must be given and be a non-empty string.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\" \"", "1", "true", "[\"a/b\"]", "{\"id\":\"a/b\"}", "{\"a\":1,\"a\":2}"})
    void refusesAModelThatIsNoName(String model) {
        assertThat(refusal(CHAT_COMPLETIONS, "{\"model\":" + model + "," + CHAT + "}")
                        .param())
                .isEqualTo("model");
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"CHAT_COMPLETIONS", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void takesAListOfModelsInPlaceOfOne(Operation operation) {
        for (String models : new String[] {"\"models\":[\"a/b\"]", "\"model\":null,\"models\":[\"a/b\",\"c/d\"]"}) {
            String body = "{" + models + "," + CHAT + ",\"prompt\":\"a\",\"input\":\"a\"}";

            assertThat(Requests.sent(body, new RequestValidation(operation))).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[ ]",
                "\"a/b\"",
                "{}",
                "[1]",
                "[\"\"]",
                "[\" \",\"a/b\"]",
                "[null]",
                "[[\"a/b\"]]",
                "[{\"a\":1,\"a\":2}]"
            })
    void refusesAListWhoseFirstIsNoModelInPlaceOfOne(String models) {
        assertRefused(
                refusal(CHAT_COMPLETIONS, "{\"models\":" + models + "," + CHAT + "}"),
                "models",
                "'models' must be a non-empty array of non-empty strings where 'model' is not given.");
    }

    @Test
    void refusesAListOfModelsWithAnythingElseInIt() {
        assertRefused(
                refusal(RESPONSES, "{\"models\":[\"a/b\",1],\"input\":\"a\"}"),
                "models",
                "'models' must be an array of non-empty strings.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"fallbacks\":[\"a/b\"]", "\"fallbacks\":[{\"model\":\"a/b\"}]", "\"models\":null"})
    void refusesFallbacksOfNoModel(String fallbacks) {
        for (Operation operation : new Operation[] {CHAT_COMPLETIONS, MESSAGES}) {
            assertThat(refusal(operation, "{" + fallbacks + "," + CHAT + "}").param())
                    .isEqualTo("model");
        }
    }

    @Test
    void refusesEmbeddingsOfAListOfModels() {
        assertThat(refusal(EMBEDDINGS, "{\"models\":[\"a/b\"],\"input\":\"a\"}").param())
                .isEqualTo("model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "[ ]", "\"Hello\"", "{}", "1", "[1]"})
    void refusesMessagesThatAreNone(String messages) {
        String body = "{\"model\":\"a/b\",\"messages\":" + messages + "}";
        String message = "'messages' must be given and be a non-empty array.";

        assertRefused(refusal(CHAT_COMPLETIONS, body), "messages", message);
        assertRefused(refusal(MESSAGES, body), "messages", message);
    }

    @Test
    void refusesAbsentMessages() {
        assertThat(refusal(CHAT_COMPLETIONS, "{\"model\":\"a/b\"}").param()).isEqualTo("messages");
        assertThat(refusal(MESSAGES, "{\"model\":\"a/b\"}").param()).isEqualTo("messages");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"\""})
    void refusesEmptyInput(String input) {
        String body = "{\"model\":\"a/b\",\"input\":" + input + "}";
        String message = "'input' must be given and not be empty.";

        assertRefused(refusal(RESPONSES, body), "input", message);
        assertRefused(refusal(EMBEDDINGS, body), "input", message);
    }

    @Test
    void refusesAbsentInput() {
        assertThat(refusal(RESPONSES, "{\"model\":\"a/b\"}").param()).isEqualTo("input");
        assertThat(refusal(EMBEDDINGS, "{\"model\":\"a/b\"}").param()).isEqualTo("input");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"model\":\"a/b\"}", "{\"model\":\"a/b\",\"prompt\":null}"})
    void refusesAMissingPrompt(String body) {
        assertRefused(refusal(COMPLETIONS, body), "prompt", "'prompt' must be given.");
    }

    @Test
    void refusesToStreamEmbeddings() {
        assertRefused(
                refusal(EMBEDDINGS, "{\"model\":\"a/b\",\"input\":\"a\",\"stream\":true}"),
                "stream",
                "'stream' must not be true: embeddings do not stream.");
    }

    @Test
    void refusesBothFallbacksAndModels() {
        for (Operation operation : new Operation[] {CHAT_COMPLETIONS, MESSAGES}) {
            assertRefused(
                    refusal(operation, body("\"fallbacks\":[\"c/d\"],\"models\":[\"e/f\"]")),
                    "fallbacks",
                    "'fallbacks' and 'models' must not both be given.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"c/d\"", "{}", "1", "[1]", "[\"c/d\",null]", "[\"\"]", "[\"c/d\",{\"model\":1}]", "[[]]"})
    void refusesListsOfModelsThatAreNone(String list) {
        for (String name : new String[] {"models", "fallbacks"}) {
            assertRefused(
                    refusal(CHAT_COMPLETIONS, body("\"" + name + "\":" + list)),
                    name,
                    "'" + name + "' must be an array of non-empty strings.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"models\":[\"c/d\"]",
                "\"models\":[]",
                "\"fallbacks\":[\"c/d\",\"e/f\"]",
                "\"models\":null,\"fallbacks\":null",
                "\"models\":null,\"fallbacks\":[\"c/d\"]"
            })
    void letsListsOfModelsPass(String list) {
        assertThat(Requests.sent(body(list), new RequestValidation(CHAT_COMPLETIONS)))
                .isEqualTo(body(list));
    }

    @Test
    void letsTheFallbacksOfTheAnthropicApiPass() {
        String body = body("\"fallbacks\":[{\"model\":\"c/d\"},{\"model\":\"e/f\"}]");

        assertThat(Requests.sent(body, new RequestValidation(MESSAGES))).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"model\":\"\"}]", "[{}]", "[{\"model\":\"c/d\"},\"e/f\"]"})
    void refusesHalfAFallbackOnTheAnthropicApi(String list) {
        assertThat(refusal(MESSAGES, body("\"fallbacks\":" + list)).param()).isEqualTo("fallbacks");
    }

    @Test
    void refusesTheFallbacksOfTheAnthropicApiElsewhere() {
        assertThat(refusal(CHAT_COMPLETIONS, body("\"fallbacks\":[{\"model\":\"c/d\"}]"))
                        .param())
                .isEqualTo("fallbacks");
    }

    private static String body(String rest) {
        return "{\"model\":\"a/b\"," + CHAT + "," + rest + "}";
    }

    private static OpenRouterException refusal(Operation operation, String body) {
        return Requests.refusal(body, new RequestValidation(operation));
    }

    private static void assertRefused(OpenRouterException refusal, String param, String message) {
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.param()).isEqualTo(param);
        assertThat(refusal.getMessage()).isEqualTo(message);
    }
}
