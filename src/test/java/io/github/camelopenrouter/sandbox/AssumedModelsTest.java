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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenRouter's list grows weekly; the sandbox's need not. */
class AssumedModelsTest extends SandboxFixture {

    private static final String HEADER = "x-openrouter-sandbox";

    private final ModelList models = new ModelList();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anthropic/claude-opus-4.8",
                "anthropic/claude-opus-5.5",
                "anthropic/claude-haiku-4.5",
                "openai/gpt-6-sol",
                "openai/gpt-5.3-codex",
                "google/gemini-3.8-flash",
                "x-ai/grok-4.6",
                "moonshotai/kimi-k3"
            })
    void theModelsThatAgentsAskForAreListed(String name) {
        assertThat(models.resolve(name).assumed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, RESPONSES, MESSAGES, COMPLETIONS})
    void aModelThatIsNotListedAnswersAndAHeaderSaysSo(String path) throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            HttpResponse<String> response = post(path, body(path, "anthropic/claude-opus-97-20990101", stream));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue(HEADER)).contains("assumed-model");
            assertThat(response.body()).contains("\"model\":\"anthropic/claude-opus-97-20990101\"");
        }
    }

    @Test
    void aListedModelHasNoSuchHeader() throws Exception {
        HttpResponse<String> response = post(CHAT, body(CHAT, "openai/gpt-4o", false));
        assertThat(response.headers().firstValue(HEADER)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic/claude-haiku-4-5-20990101,anthropic/claude-haiku-4.5",
        "openai/gpt-4o-mini-2099,openai/gpt-4o-mini",
        "x-ai/grok-9,x-ai/grok-4",
        "anthropic/claude-fable-9:nitro,anthropic/claude-fable-5.1"
    })
    void itCostsWhatTheMostSimilarModelOfItsVendorCosts(String name, String similar) {
        Model model = models.resolve(name);
        assertThat(model.assumed()).isTrue();
        assertThat(model.prices()).isEqualTo(models.resolve(similar).prices());
    }

    @Test
    void itCostsNothingAsTheFreeVariant() {
        Model model = models.resolve("qwen/qwen9-omni:free");
        assertThat(model.prices()).isEqualTo(Prices.FREE);
        assertThat(model.assumed()).isTrue();
        assertThat(model.id()).isEqualTo("qwen/qwen9-omni:free");
    }

    @Test
    void anUnlistedAliasAnswersAsAModelThatIsListed() {
        assertThat(models.resolve("~google/gemini-flash-latest").id()).startsWith("google/gemini-");
        assertThat(models.resolve("~google/gemini-flash-latest").assumed()).isTrue();
    }

    @Test
    void anUnlistedEmbeddingModelMakesVectors() throws Exception {
        HttpResponse<String> response = post(EMBEDDINGS, body(EMBEDDINGS, "openai/text-embedding-9-large", false));
        assertThat(response.headers().firstValue(HEADER)).contains("assumed-model");
        assertThat(json(response).at("/data/0/embedding").isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme/fake-1.0",
                "~acme/fake-latest",
                "gpt-4o",
                "openai/gpt-99:blue",
                "openai/",
                "openai/gpt 99",
                "openai/gpt/99",
                "openrouter/unheard-of",
                "cohere/embed-9",
                "sandbox/unheard-of"
            })
    void namesOfUnknownVendorsAndThoseThatAreNoneAreRefusedAsBefore(String name) {
        assertThatThrownBy(() -> models.resolve(name))
                .isInstanceOf(Refusal.class)
                .hasMessage(name + " is not a valid model ID");
    }
}
