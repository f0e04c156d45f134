/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.camelopenrouter.testing.TokenByToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All recipes dropped into {@code routes/} at once, as a user does it, in a gateway of its own process. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecipesInRoutesTest {

    private static final String STEADY = "/steady/v1/chat/completions";
    private static final String JSON = "application/json";
    private static final int OPENS_AFTER = 12;
    private static final String BUSY = "{\"error\":{\"code\":503,\"message\":\"busy\"}}";
    private static final String[] HEADERS = {"X-Cost-Center: 1", "x-api-key: key-a"};

    @TempDir
    private static Path directory;

    private ScriptedUpstream upstream;
    private GatewayProcess gateway;
    private int port;

    @BeforeAll
    void start() throws Exception {
        copy(Path.of("routes"), directory.resolve("routes"));
        copy(Path.of("src/it/recipes"), directory.resolve("routes"));
        copy(Path.of("src/it/recipes/outage"), directory.resolve("outage"));
        upstream = ScriptedUpstream.start(call -> call.answer(503, JSON, BUSY));
        gateway = GatewayProcess.in(directory)
                .with("OPENROUTER_BASE_URL", upstream.baseUrl())
                .with("OPENROUTER_API_KEY", TestGateway.KEY)
                .with("OPENROUTER_AUTH_KEYS", "support=" + RecipesTest.sha256("key-a"))
                .with("OPENROUTER_RETRY_ATTEMPTS", "0")
                .with("OPENROUTER_KEEP_ALIVE", "2s")
                .with("OPENROUTER_CIRCUIT_BREAKER_MINIMUM_CALLS", String.valueOf(OPENS_AFTER))
                .run();
        port = gateway.awaitAddress().getPort();
    }

    @BeforeEach
    void forgetEarlierTests() {
        upstream.forget();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @Test
    void allRecipesWorkTogether() throws Exception {
        upstream.script(call -> call.answer(200, JSON, "{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}"));

        OneRequest.Answer answer = post("/api/llm/chat", chat("openai/gpt-4o-mini", "write to a@example.com"));

        assertThat(answer.status()).isEqualTo(200);
        JsonNode sent = new JsonMapper().readTree(upstream.awaitCall().body());
        assertThat(sent.at("/messages/0/role").textValue()).isEqualTo("system");
        assertThat(sent.at("/messages/1/content").textValue()).isEqualTo("write to [e-mail]");
        assertThat(post("/v1/chat/completions", Door.CHAT.plain()).status()).isEqualTo(403);
        assertThat(new OneRequest(port)
                        .post("/v1/chat/completions", Door.CHAT.plain(), "x-api-key: key-a")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 529})
    void answersFromAFileWhenTheVendorFails(int status) throws Exception {
        upstream.script(call -> call.answer(status, JSON, BUSY));

        assertOutage(post(STEADY, chat("openai/gpt-4o-mini", "Hi")));
    }

    @Test
    void answersFromAFileWhenTheConnectionBreaks() throws Exception {
        upstream.script(ScriptedUpstream.Call::reset);

        assertOutage(post(STEADY, chat("openai/gpt-4o-mini", "Hi")));
    }

    @Test
    void answersFromAFileWhileTheBreakerIsOpen() throws Exception {
        upstream.script(call -> call.answer(503, JSON, BUSY));
        for (int n = 0; n < OPENS_AFTER; n++) {
            post(STEADY, chat("anthropic/down", "Hi"));
        }
        upstream.forget();

        assertOutage(post(STEADY, chat("anthropic/down", "Hi")));
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void answersAStreamFromAFile() throws Exception {
        upstream.script(call -> call.answer(503, JSON, BUSY));

        OneRequest.Answer answer = post(STEADY, streaming());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(answer.text()).isEqualTo(Files.readString(Path.of("src/it/recipes/outage/outage.sse")));
    }

    /** The status had to be sent by then; the events of the file come all the same. */
    @Test
    void answersAStreamFromAFileAfterKeepAlives() throws Exception {
        CountDownLatch keptAlive = new CountDownLatch(1);
        upstream.script(call -> {
            assertThat(keptAlive.await(20, TimeUnit.SECONDS)).isTrue();
            call.answer(503, JSON, BUSY);
        });
        try (RawClient client = RawClient.connect(port).post(STEADY, streaming(), HEADERS)) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.next(13)).isEqualTo(": keep-alive\n");
            keptAlive.countDown();
            assertThat(answer.text()).endsWith(Files.readString(Path.of("src/it/recipes/outage/outage.sse")));
        }
    }

    @Test
    void streamsTokenByTokenWhereThereIsAnAnswer() throws Exception {
        TokenByToken.assertThrough(upstream, port, STEADY, streaming(), HEADERS);
    }

    @Test
    void errorsOfTheClientStayErrors() throws Exception {
        assertThat(post(STEADY, "{}").status()).isEqualTo(400);
        assertThat(post(STEADY, chat("openai/o1-pro", "Hi")).status()).isEqualTo(403);
    }

    private static void assertOutage(OneRequest.Answer answer) throws IOException {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(JSON);
        assertThat(new JsonMapper()
                        .readTree(answer.body())
                        .at("/choices/0/message/content")
                        .textValue())
                .startsWith("The assistant is out of order.");
    }

    private OneRequest.Answer post(String path, String body) throws IOException {
        return new OneRequest(port).post(path, body, HEADERS);
    }

    private static String streaming() {
        return chat("openai/gpt-4o-mini", "Hi").replaceFirst("}$", ",\"stream\":true}");
    }

    private static String chat(String model, String text) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            List<Path> plain = files.filter(Files::isRegularFile).toList();
            for (Path file : plain) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
