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
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CompletionsTest extends SandboxFixture {

    private static final String LLAMA = "meta-llama/llama-3.1-70b-instruct";

    @Test
    void answersAText() throws Exception {
        JsonNode body = json(post(COMPLETIONS, body(COMPLETIONS, LLAMA, false)));
        assertThat(body.path("object").asText()).isEqualTo("text_completion");
        assertThat(body.at("/choices/0/text").asText()).contains("\"Say hi\"");
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(body.at("/usage/total_tokens").asInt()).isPositive();
    }

    @Test
    void streamsTextsInsteadOfDeltas() throws Exception {
        HttpResponse<String> response = post(COMPLETIONS, body(COMPLETIONS, "sandbox/fast", true));
        List<JsonNode> chunks = events(response.body());
        String text = chunks.stream()
                .map(chunk -> chunk.at("/choices/0/text").asText())
                .collect(Collectors.joining());
        assertThat(text).contains("\"Say hi\"");
        assertThat(last(chunks).has("usage")).isTrue();
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void takesAListOfPrompts() throws Exception {
        String body = quoted("{'model':'sandbox/fast','prompt':['one','two']}");
        assertThat(json(post(COMPLETIONS, body)).at("/choices/0/text").asText()).contains("\"one\"");
    }
}
