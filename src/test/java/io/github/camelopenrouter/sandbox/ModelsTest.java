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

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsTest extends SandboxFixture {

    private static JsonNode list(String query) throws Exception {
        return json(get("/v1/models" + query));
    }

    @Test
    void listsTextModelsToAnybody() throws Exception {
        URI uri = URI.create(sandbox.baseUrl() + "/v1/models");
        HttpResponse<String> response =
                CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.body()).contains("\"openai/gpt-4o\"").doesNotContain("text-embedding-3-small");
        assertThat(response.headers().firstValue("cache-control").orElse("")).contains("max-age=300");
        assertThat(json(response).at("/links/next").isNull()).isTrue();
    }

    @Test
    void listsEmbeddingModelsWhenAsked() throws Exception {
        int text = list("").path("total_count").asInt();
        int embeddings = json(get("/v1/embeddings/models")).path("total_count").asInt();
        assertThat(embeddings).isPositive();
        assertThat(list("?output_modalities=all").path("data")).hasSize(text + embeddings);
        assertThat(list("?output_modalities=text,embeddings").path("data")).hasSize(text + embeddings);
    }

    @Test
    void listsByPages() throws Exception {
        JsonNode page = list("?offset=2&limit=3");
        assertThat(page.path("data")).hasSize(3);
        assertThat(page.at("/data/0")).isEqualTo(list("").at("/data/2"));
        assertThat(page.at("/links/next").asText()).isEqualTo("/api/v1/models?offset=5&limit=3");
    }

    @Test
    void listsByParameters() throws Exception {
        for (JsonNode model : list("?supported_parameters=reasoning,top_k").path("data")) {
            assertThat(model.path("supported_parameters").toString()).contains("\"reasoning\"", "\"top_k\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-4o:nitro,openai/gpt-4o",
        "openai/gpt-4o:online,openai/gpt-4o",
        "mistralai/mistral-large:free,mistralai/mistral-large:free",
        "meta-llama/llama-3.2-3b-instruct:free,meta-llama/llama-3.2-3b-instruct:free",
        "openrouter/auto,openai/gpt-4o-mini",
        "~anthropic/claude-opus-latest,anthropic/claude-opus-5.5",
        "anthropic/claude-4.5-haiku-20251001,anthropic/claude-haiku-4.5",
        "@preset/mine,openai/gpt-4o-mini",
        "google/gemini-2.0-flash@preset/mine,google/gemini-2.0-flash"
    })
    void knowsVariantsAliasesAndPresets(String name, String answers) {
        assertThat(new ModelList().resolve(name).id()).isEqualTo(answers);
    }
}
