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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class EmbeddingsTest extends SandboxFixture {

    private static JsonNode embed(String input, String more) throws Exception {
        String body = quoted("{'model':'openai/text-embedding-3-small','input':" + input + more + "}");
        return json(post(EMBEDDINGS, body));
    }

    @Test
    void answersAUnitVectorOfTheModelsLength() throws Exception {
        HttpResponse<String> response = post(EMBEDDINGS, body(EMBEDDINGS, "openai/text-embedding-3-small", false));
        JsonNode vector = json(response).at("/data/0/embedding");
        double length = 0;
        for (JsonNode value : vector) {
            length += value.asDouble() * value.asDouble();
        }
        assertThat(vector).hasSize(1536);
        assertThat(length).isBetween(0.999, 1.001);
        assertThat(json(response).path("model").asText()).isEqualTo("text-embedding-3-small");
        assertThat(response.headers().firstValue("x-generation-id")).isEmpty();
    }

    @Test
    void answersEqualVectorsToEqualInputsOnly() throws Exception {
        JsonNode data = embed("['a','b','a']", ",'dimensions':4").path("data");
        assertThat(data).hasSize(3);
        assertThat(data.at("/0/embedding")).isEqualTo(data.at("/2/embedding")).isNotEqualTo(data.at("/1/embedding"));
        assertThat(data.at("/2/index").asInt()).isEqualTo(2);
    }

    @Test
    void encodesTheSameVectorAsLittleEndianFloats() throws Exception {
        JsonNode floats = embed("'a'", ",'dimensions':4").at("/data/0/embedding");
        String base64 = embed("'a'", ",'dimensions':4,'encoding_format':'base64'")
                .at("/data/0/embedding")
                .asText();
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        for (JsonNode value : floats) {
            assertThat(bytes.getFloat()).isEqualTo((float) value.asDouble());
        }
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void takesTokenNumbers() throws Exception {
        assertThat(embed("[1,2,3]", ",'dimensions':2").path("data")).hasSize(1);
        JsonNode rows = embed("[[1,2],[3,4]]", ",'dimensions':2");
        assertThat(rows.path("data")).hasSize(2);
        assertThat(rows.at("/usage/prompt_tokens").asInt()).isPositive();
    }
}
