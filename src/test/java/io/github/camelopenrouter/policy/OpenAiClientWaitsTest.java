/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own client obeys what a refusal says: it comes back where that is soon, and tells its caller where it is not. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiClientWaitsTest {

    private static final String CHAT =
            "{\"model\":\"openai/gpt-4o\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private ScriptedUpstream upstream;
    private TestGateway gateway;

    /** Each answer has used two seconds' tokens more than there are. */
    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        upstream = ScriptedUpstream.start(call -> call.answer(
                200,
                HttpTest.JSON,
                "{\"id\":\"gen-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"openai/gpt-4o\",\"choices\":[{\"index\":0,"
                        + "\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"}}],"
                        + "\"usage\":{\"total_tokens\":62000}}",
                "X-Generation-Id: gen-1"));
        Path policy = Files.writeString(
                directory.resolve("policy.yaml"), """
                teams:
                  soon: { limits: { tokens: 60000/min } }
                  late: { limits: { requests: 1/hour } }
                keys:
                  soon: { team: soon, sha256: %s }
                  late: { team: late, sha256: %s }
                """.formatted(Sha256.hex("k-soon"), Sha256.hex("k-late")));
        gateway = TestGateway.start(upstream.baseUrl(), "policy.file=" + policy);
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @Test
    void itComesBackWhereThatIsSoon() throws Exception {
        assertThat(raw("soon").status()).isEqualTo(200);
        OneRequest.Answer refused = raw("soon");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("x-should-retry")).isNull();
        try (Closing client = client("soon")) {
            assertThat(chat(client).choices().get(0).message().content()).hasValue("Hello");
        }
    }

    @Test
    void itTellsItsCallerWhereItIsNot() throws Exception {
        try (Closing client = client("late")) {
            chat(client);
            long begun = System.nanoTime();
            assertThatThrownBy(() -> chat(client))
                    .isInstanceOf(RateLimitException.class)
                    .hasMessageContaining("1 request an hour of team 'late'");
            assertThat((System.nanoTime() - begun) / 1e9).isLessThan(20);
        }
    }

    private record Closing(OpenAIClient client) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }

    private Closing client(String key) {
        return new Closing(OpenAIOkHttpClient.builder()
                .baseUrl(gateway.uri("/v1").toString())
                .apiKey("k-" + key)
                .build());
    }

    private static ChatCompletion chat(Closing client) {
        return client.client()
                .chat()
                .completions()
                .create(ChatCompletionCreateParams.builder()
                        .model("openai/gpt-4o")
                        .maxCompletionTokens(5)
                        .addUserMessage("Hi")
                        .build());
    }

    private OneRequest.Answer raw(String key) throws IOException {
        return new OneRequest(gateway.port()).post("/v1/chat/completions", CHAT, "Authorization: Bearer k-" + key);
    }
}
