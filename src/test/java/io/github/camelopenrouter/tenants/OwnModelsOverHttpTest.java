/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The siblings of the list of models: a client that may call OpenAI's models sees no others there. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnModelsOverHttpTest {

    private static final String OWN =
            "{\"id\":\"openai/gpt-4o\",\"temperature\":0.70,\"architecture\":{\"output_modalities\":[\"text\"]}}";
    private static final String OTHER = "{\"id\":\"x-ai/grok-4\",\"architecture\":{\"output_modalities\":[\"text\"]}}";

    private ScriptedUpstream upstream;
    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        upstream = ScriptedUpstream.start(OwnModelsOverHttpTest::answer);
        String sha256 = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest("bot".getBytes(StandardCharsets.UTF_8)));
        Path policy = Files.writeString(
                directory.resolve("policy.yaml"),
                "teams: { support: { models: [\"openai/*\"] } }\nkeys: { bot: { team: support, sha256: " + sha256
                        + " } }\n");
        gateway = TestGateway.start(upstream.baseUrl(), "policy.file=" + policy);
    }

    private static void answer(ScriptedUpstream.Call call) throws IOException {
        if (call.requestLine().contains("zdr")) {
            call.answer(
                    200,
                    HttpTest.JSON,
                    "{\"data\":[{\"name\":\"xAI | x-ai/grok-4\"},{\"name\":\"OpenAI | openai/gpt-4o\"},{\"name\":\"A\",\"model_id\":\"x-ai/grok-4\"},{\"name\":\"B\"}]}");
        } else if (call.requestLine().contains("/count")) {
            call.answer(200, HttpTest.JSON, "{\"data\":{\"count\":1000}}");
        } else {
            call.answer(200, HttpTest.JSON, "{\"data\":[" + OWN + "," + OTHER + "]}");
        }
    }

    @BeforeEach
    void forget() {
        upstream.script(OwnModelsOverHttpTest::answer);
        upstream.forget();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models/user", "/v1/embeddings/models", "/v1/images/models", "/v1/videos/models"})
    void listsHaveWhatMayBeCalled(String path) throws Exception {
        assertThat(get(path).text()).isEqualTo("{\"data\":[" + OWN + "]}");
    }

    @Test
    void soHaveEndpointsAndTheCount() throws Exception {
        assertThat(get("/v1/endpoints/zdr").text()).isEqualTo("{\"data\":[{\"name\":\"OpenAI | openai/gpt-4o\"}]}");
        assertThat(get("/v1/models/count").text()).isEqualTo("{\"data\":{\"count\":1}}");
        assertThat(get("/v1/models/count?output_modalities=image").text()).isEqualTo("{\"data\":{\"count\":0}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/model/%s", "/v1/models/%s/endpoints", "/v1/images/models/%s/endpoints"})
    void anotherModelIsAnUnknownOne(String path) throws Exception {
        OneRequest.Answer other = get(path.formatted("x-ai/grok-4"));
        assertThat(other.status()).isEqualTo(404);
        assertThat(upstream.callCount()).isZero();
        assertThat(get(path.formatted("openai/gpt-4o")).status()).isEqualTo(200);
        upstream.script(call -> call.answer(404, HttpTest.JSON, "{\"error\":{\"code\":404,\"message\":\"no such\"}}"));
        assertThat(get(path.formatted("openai/unknown")).text()).isEqualTo(other.text());
    }

    @Test
    void whatIsNoListIsNotShown() throws Exception {
        upstream.script(call -> call.answer(200, HttpTest.JSON, "{\"secret\":\"x-ai/grok-4\"}"));
        OneRequest.Answer answer = get("/v1/models/user");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).doesNotContain("grok");
    }

    private OneRequest.Answer get(String path) throws IOException {
        return new OneRequest(gateway.port()).get(path, "Authorization: Bearer bot");
    }
}
