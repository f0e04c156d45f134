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

import io.github.camelopenrouter.testing.LeakDetector;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Neither the upstream's key nor a client's nor a prompt turns up in a log at any level, an answer, a thread's name
 * or what Camel keeps about an exchange. Every secret of this test holds the word canary.
 */
@Timeout(60)
class SecretsStayInsideTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String CLIENT_KEY = "Authorization: Bearer client-canary";
    private static final String PROMPT = body("prompt-canary");

    private static final BlockingQueue<Exchange> SEEN = new LinkedBlockingQueue<>();

    @TempDir
    static Path directory;

    private static LeakDetector log;
    private static List<String> leaksOfTheStart;
    private static ScriptedUpstream upstream;
    private static TestGateway gateway;
    private static TestGateway lonely;
    private static OneRequest client;

    /** One way a request can go. */
    private record Way(String name, int status, ScriptedUpstream.Script script, Request request) {
        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    private interface Request {
        OneRequest.Answer send() throws Exception;
    }

    @BeforeAll
    static void start() throws Exception {
        log = LeakDetector.listenFor("canary");
        upstream = ScriptedUpstream.start(call -> call.answer(500, "text/plain", "no script"));
        gateway = TestGateway.start(
                upstream.baseUrl(),
                "auth=keys",
                "auth.keys=somebody=" + sha256("client-canary"),
                "max-request-bytes=10KB",
                "camel.main.messageHistory=true",
                "camel.main.sourceLocationEnabled=true",
                "camel.main.useMdcLogging=true",
                "camel.main.useBreadcrumb=true");
        gateway.context().addRoutes(ownDoors());
        ScriptedUpstream gone = ScriptedUpstream.start(call -> {});
        gone.close();
        lonely = TestGateway.start(gone.baseUrl(), "api-key=", "api-key-file=" + keyFile(), "secrets.refresh=1s");
        client = new OneRequest(gateway.port());
        leaksOfTheStart = log.leaks();
    }

    @AfterAll
    static void stop() throws Exception {
        int before = log.leaks().size();
        try {
            lonely.close();
            gateway.close();
            upstream.close();
            List<String> leaks = log.leaks();
            assertThat(leaks.subList(before, leaks.size())).isEmpty();
        } finally {
            log.close();
        }
    }

    private static RouteBuilder ownDoors() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/v1/fails-after?platformHttpEngine=#openrouter-engine")
                        .routeId("test-fails-after")
                        .process("openrouter-guard")
                        .to("direct:openrouter-chat-completions")
                        .throwException(new IllegalStateException("the host's own trouble"));
                from("platform-http:/v1/fails-inside?platformHttpEngine=#openrouter-engine")
                        .routeId("test-fails-inside")
                        .routeConfigurationId("openrouter-errors")
                        .process("openrouter-guard")
                        .to("direct:openrouter-chat-completions")
                        .throwException(new IllegalStateException("the host's own trouble"));
                from("platform-http:/v1/looks-after?platformHttpEngine=#openrouter-engine")
                        .routeId("test-looks-after")
                        .process("openrouter-guard")
                        .to("direct:openrouter-chat-completions")
                        .process(exchange -> SEEN.add(exchange.copy()));
            }
        };
    }

    static List<Way> ways() {
        ScriptedUpstream.Script ok = json(200, "{\"choices\":[]}");
        Request chat = () -> client.post(CHAT, PROMPT, CLIENT_KEY);
        return List.of(
                new Way("a chat", 200, ok, chat),
                new Way("a stream", 200, SecretsStayInsideTest::stream, chat),
                new Way("a message", 200, ok, () -> client.post("/anthropic/v1/messages", PROMPT, CLIENT_KEY)),
                new Way("a model list", 200, json(200, "{\"data\":[]}"), () -> client.get("/v1/models", CLIENT_KEY)),
                new Way("an unknown model", 404, ok, () -> client.get("/v1/models/x", CLIENT_KEY)),
                new Way("a 401 from upstream", 503, json(401, "{\"error\":{\"message\":\"account-canary\"}}"), chat),
                new Way("a 500 from upstream", 500, json(500, "{\"error\":{}}"), chat),
                new Way("an HTML error", 500, call -> call.answer(500, "text/html", "<p>html-canary"), chat),
                new Way("a redirect", 502, call -> call.answer(302, "text/html", "html-canary"), chat),
                new Way("a reset", 502, ScriptedUpstream.Call::reset, chat),
                new Way("a cut-off answer", 200, SecretsStayInsideTest::cutOff, SecretsStayInsideTest::untilCutOff),
                new Way("bad JSON", 400, ok, () -> client.post(CHAT, "{\"model\":prompt-canary", CLIENT_KEY)),
                new Way("no model", 400, ok, () -> client.post(CHAT, "{\"x\":\"prompt-canary\"}", CLIENT_KEY)),
                new Way("bad UTF-8", 400, ok, SecretsStayInsideTest::badUtf8),
                new Way("too large", 413, ok, () -> client.post(CHAT, body("prompt-canary".repeat(2000)), CLIENT_KEY)),
                new Way(
                        "a wrong type",
                        415,
                        ok,
                        () -> client.post(CHAT, PROMPT, CLIENT_KEY, "Content-Type: image/png")),
                new Way("a wrong key", 401, ok, () -> client.post(CHAT, PROMPT, "x-api-key: wrong-canary")),
                new Way("an unknown path", 404, ok, () -> client.post("/v1/x", PROMPT, CLIENT_KEY)),
                new Way("a wrong method", 405, ok, () -> client.get(CHAT, CLIENT_KEY, "Cookie: canary")),
                new Way("a refused connection", 502, ok, () -> lonely().post(CHAT, PROMPT, CLIENT_KEY)),
                new Way("a host's step fails", 500, ok, () -> client.post("/v1/fails-after", PROMPT, CLIENT_KEY)),
                new Way("a host's step is caught", 500, ok, () -> client.post("/v1/fails-inside", PROMPT, CLIENT_KEY)));
    }

    @Test
    void startsWithoutASecretInTheLog() {
        assertThat(leaksOfTheStart).isEmpty();
        assertThat(log.heard()).isGreaterThan(1000);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void goesThisWayWithoutASecretInLogOrAnswer(Way way) throws Exception {
        int before = log.leaks().size();
        upstream.script(way.script());
        OneRequest.Answer answer = way.request().send();
        assertThat(answer.status()).isEqualTo(way.status());
        assertThat(answer.text()).doesNotContain("canary");
        assertThat(answer.headers().toString()).doesNotContain("canary");
        List<String> leaks = log.leaks();
        assertThat(leaks.subList(before, leaks.size())).isEmpty();
    }

    @Test
    void keepsTheKeysOffTheExchangeAndItsHistory() throws Exception {
        upstream.script(json(200, "{\"choices\":[]}"));
        client.post("/v1/looks-after", PROMPT, CLIENT_KEY);
        Exchange exchange = SEEN.poll(20, TimeUnit.SECONDS);
        assertThat(exchange.getProperty(Exchange.MESSAGE_HISTORY)).isNotNull();
        for (Map<String, Object> values :
                List.of(exchange.getAllProperties(), exchange.getMessage().getHeaders())) {
            values.forEach((name, value) -> assertThat(name + "=" + value).doesNotContain("canary"));
        }
    }

    @Test
    void keepsTheKeysOutOfNamesOfThreads() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().contains("canary"));
    }

    private static OneRequest lonely() {
        return new OneRequest(lonely.port());
    }

    private static ScriptedUpstream.Script json(int status, String body) {
        return call -> call.answer(status, "application/json", body);
    }

    private static void stream(ScriptedUpstream.Call call) throws Exception {
        call.head(200, "text/event-stream").send("data: [DONE]\n\n").end();
    }

    private static void cutOff(ScriptedUpstream.Call call) throws Exception {
        call.head(200, "text/event-stream").send("data: {}\n\n").reset();
    }

    /** Whatever the client sees of it: here only what stands in the log counts. */
    private static OneRequest.Answer untilCutOff() {
        try {
            client.post(CHAT, PROMPT, CLIENT_KEY);
        } catch (IOException cut) {
            // expected
        }
        return new OneRequest.Answer(200, Map.of(), new byte[0]);
    }

    private static OneRequest.Answer badUtf8() throws Exception {
        return client.send("POST " + CHAT, PROMPT.replace('-', 'é').getBytes(StandardCharsets.ISO_8859_1), CLIENT_KEY);
    }

    private static Path keyFile() throws Exception {
        return Files.writeString(directory.resolve("key"), "sk-or-v1-file-canary\n");
    }

    private static String body(String prompt) {
        return "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
    }

    private static String sha256(String key) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    }
}
