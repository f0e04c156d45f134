/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox's answers at OpenRouter's other paths, as a client of the gateway sees them. */
@Timeout(60)
class OtherPathsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static TestGateway gateway;
    private static OneRequest client;

    @BeforeAll
    static void start() {
        gateway = TestGateway.sandbox();
        client = new OneRequest(gateway.port());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static JsonNode json(OneRequest.Answer answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    @Test
    void ranksByTheWordsOfTheQuery() throws Exception {
        JsonNode answer = json(client.post(
                "/v1/rerank",
                "{\"model\":\"cohere/rerank-v3.5\",\"query\":\"grey cat\",\"documents\":[\"a dog\",{\"text\":\"a grey"
                        + " cat\"},\"one cat\"],\"top_n\":2}"));

        assertThat(answer.at("/results/0/index").asInt()).isEqualTo(1);
        assertThat(answer.at("/results/1/index").asInt()).isEqualTo(2);
        assertThat(answer.path("results")).hasSize(2);
        assertThat(answer.at("/usage/cost").decimalValue()).isPositive();
        assertThat(answer.path("id").asText()).startsWith("gen-rerank-");
    }

    @Test
    void drawsAPictureThatIsOne() throws Exception {
        OneRequest.Answer answer =
                client.post("/v1/images", "{\"model\":\"openai/gpt-image-1\",\"prompt\":\"x\",\"n\":2}");

        assertThat(json(answer).path("data")).hasSize(2);
        byte[] picture =
                Base64.getDecoder().decode(json(answer).at("/data/0/b64_json").asText());
        assertThat(ImageIO.read(new ByteArrayInputStream(picture)).getWidth()).isEqualTo(1);
        assertThat(answer.header("X-Generation-Id")).startsWith("gen-img-");
    }

    @Test
    void drawsEventByEvent() throws Exception {
        OneRequest.Answer answer =
                client.post("/v1/images", "{\"model\":\"openai/gpt-image-1\",\"prompt\":\"x\",\"stream\":true}");

        assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(answer.text())
                .containsSubsequence(
                        "event: image_generation.partial_image\n",
                        "event: image_generation.completed\n",
                        "\"cost\":0.04")
                .doesNotContain("event: error");
    }

    @Test
    void speaksAndTellsTheCostAfterwards() throws Exception {
        OneRequest.Answer answer = client.post(
                "/v1/audio/speech",
                "{\"model\":\"openai/gpt-4o-mini-tts\",\"input\":\"Good morning\",\"response_format\":\"mp3\"}");

        assertThat(answer.header("Content-Type")).isEqualTo("audio/mpeg");
        assertThat(answer.body()).hasSize(834).startsWith(0xff, 0xfb);
        client.post("/sandbox/generation-delay?seconds=0", "");
        JsonNode generation = json(client.get("/v1/generation?id=" + answer.header("X-Generation-Id")));
        assertThat(generation.at("/data/total_cost").decimalValue()).isEqualByComparingTo("0.00018");
    }

    @Test
    void hearsFormsAndJson() throws Exception {
        String form = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nopenai/whisper-1\r\n--b\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n\r\nsound\r\n--b--\r\n";
        OneRequest.Answer ofForm = client.send(
                "POST /openai/v1/audio/transcriptions",
                form.getBytes(UTF_8),
                "Content-Type: multipart/form-data; boundary=b");
        OneRequest.Answer ofJson = client.post(
                "/v1/audio/transcriptions",
                "{\"model\":\"openai/whisper-1\",\"input_audio\":{\"data\":\"AAAA\",\"format\":\"mp3\"}}");

        assertThat(json(ofForm).path("text").asText()).startsWith("The sandbox has heard ");
        assertThat(json(ofJson).path("text").asText()).isEqualTo("The sandbox has heard 4 bytes.");
        assertThat(json(ofJson).at("/usage/seconds").asInt()).isEqualTo(1);
    }

    @Test
    void filmsInAJob() throws Exception {
        OneRequest.Answer begun = client.post("/v1/videos", "{\"model\":\"google/veo-3.1\",\"prompt\":\"x\"}");
        String job = "/v1/videos/" + json(begun).path("id").asText();

        assertThat(begun.status()).isEqualTo(202);
        assertThat(json(begun).path("status").asText()).isEqualTo("pending");
        assertThat(json(client.get(job)).path("status").asText()).isEqualTo("completed");
        OneRequest.Answer content = client.get(job + "/content?index=0");
        assertThat(content.header("Content-Type")).isEqualTo("video/mp4");
        OneRequest.Answer part = client.get(job + "/content", "Range: bytes=4-7");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("ftyp");
        assertThat(client.get(job + "/content", "Range: bytes=900-").status()).isEqualTo(416);
        assertThat(client.get("/v1/videos/other").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/images/models",
                "/v1/images/models/openai/gpt-image-1/endpoints",
                "/v1/videos/models",
                "/v1/embeddings/models",
                "/v1/models/user",
                "/v1/models/count",
                "/v1/models/openai/gpt-4o/endpoints",
                "/v1/model/openai/gpt-4o",
                "/v1/providers",
                "/v1/endpoints/zdr",
                "/v1/key",
                "/v1/credits",
                "/v1/activity"
            })
    void tellsOfModelsProvidersAndTheAccount(String path) throws Exception {
        OneRequest.Answer answer = client.get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer).has("data")).isTrue();
    }

    @Test
    void refusesNamesWithoutAVendor() throws Exception {
        OneRequest.Answer answer = client.post("/v1/rerank", "{\"model\":\"none\",\"documents\":[\"a\"]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("none is not a valid model ID");
    }

    @Test
    void knowsNoModelThatIsNotListed() throws Exception {
        assertThat(client.get("/v1/model/openai/none").status()).isEqualTo(404);
        assertThat(client.get("/v1/models/openai/none/endpoints").status()).isEqualTo(404);
    }
}
