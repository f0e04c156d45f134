/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.LeakDetector;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is recorded and logged of calls that end well, fail, are tried again, are asked for later, were lost with their
 * process or came from nobody: never a prompt or a key. Each of these holds the word canary here.
 */
@Timeout(120)
class JournalSecretsTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String CLIENT_KEY = "client-canary";
    private static final String CLIENT = "Authorization: Bearer " + CLIENT_KEY;
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":1,\"cost\":0.000120}";
    private static final String ANSWER =
            "{\"id\":\"gen-1\",\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"answer canary\"}}],"
                    + USAGE + "}";
    private static final String FAILED =
            "{\"error\":{\"code\":502,\"message\":\"key sk-or-v1-canary, prompt canary\"}}";
    private static final String FOUND = "{\"data\":{\"id\":\"gen-late\",\"usage\":0.5,\"prompt\":\"canary\"}}";
    private static final int NOBODY = 200;

    /** A key that was pasted where the name of a model belongs, or into a path or a query. */
    private static final String NAMED = "sk-or-v1-canary-name";

    private static final String OURS = "io.github.camelopenrouter.";

    @TempDir
    private Path data;

    private final CountDownLatch killed = new CountDownLatch(1);
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();

    @Test
    void neitherPromptsNorKeysStandInTheJournalOrTheLog() throws Exception {
        Path first = data.resolve("first");
        Path second = data.resolve("second");
        AdminToken admin = AdminToken.create();
        admin.change("admin-canary-0123456789-0123456789");
        try (LeakDetector log = LeakDetector.listenFor("canary");
                ScriptedUpstream upstream = ScriptedUpstream.start(this::answer)) {
            try (TestGateway gateway = start(upstream, first, admin)) {
                callInEveryWay(new OneRequest(gateway.port()));
                new OneRequest(gateway.managementUri("/").getPort())
                        .get("/admin/v1/usage?team=" + NAMED, admin.header());
                await().atMost(Duration.ofSeconds(60)).until(() -> contains(first, "\"cost_source\":\"generation\""));
                Thread calling = new Thread(() -> callAndBeLost(gateway.port()));
                calling.start();
                await().until(() -> held.get() > 0 && contains(first, "gen-held"));
                copy(first, second);
                killed.countDown();
                calling.join();
            }
            try (TestGateway next = start(upstream, second, admin)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> contains(second, "\"outcome\":\"lost\""));
                assertThat(next.hasFailed()).isFalse();
            }
            assertThat(log.leaks()).allMatch(JournalSecretsTest::isOfALibraryAboutAName);
            assertThat(log.heard()).isGreaterThan(1_000);
        }
        String written = text(first) + text(second);
        assertThat(written)
                .contains("\"outcome\":\"complete\"", "\"outcome\":\"error\"", "\"outcome\":\"truncated\"")
                .contains("\"asked\":\"sk-***", "\"project\":\"sk-***", "\"count\":" + NOBODY)
                .doesNotContainIgnoringCase("canary");
        assertThat(late).hasPositiveValue();
    }

    /** Vert.x traces each path, Camel and resilience4j what they are given as names; we do not. */
    private static boolean isOfALibraryAboutAName(String leak) {
        String logger = leak.substring(leak.indexOf(' ') + 1);
        boolean detail = leak.startsWith("TRACE ") || leak.startsWith("DEBUG ");
        return detail && !logger.startsWith(OURS) && leak.contains(NAMED);
    }

    private static TestGateway start(ScriptedUpstream upstream, Path data, AdminToken admin) throws Exception {
        return TestGateway.start(
                upstream.baseUrl(),
                "data-dir=" + data,
                "access-log=true",
                "auth=keys",
                "auth.failures=off",
                "auth.keys=somebody=" + sha256(CLIENT_KEY),
                "retry.attempts=1",
                "retry.delay=1ms",
                admin.setting(),
                "camel.management.enabled=true",
                "camel.management.port=0");
    }

    private void answer(ScriptedUpstream.Call call) throws Exception {
        if (call.requestLine().startsWith("GET")) {
            boolean cost = call.requestLine().contains("/generation?");
            late.addAndGet(cost ? 1 : 0);
            call.answer(200, "application/json", cost ? FOUND : "{\"data\":[]}");
        } else if (call.text().contains("fail")) {
            call.answer(502, "application/json", FAILED, "X-Generation-Id: gen-failed");
        } else if (call.text().contains("late")) {
            call.answer(200, "application/json", "{\"choices\":[],\"note\":\"canary\"}", "X-Generation-Id: gen-late");
        } else if (call.text().contains("cut")) {
            call.head(200, "text/event-stream", "X-Generation-Id: gen-cut")
                    .send("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"canary\"}}]}\n\n")
                    .reset();
        } else if (call.text().contains("hold")) {
            call.head(200, "application/json", "X-Generation-Id: gen-held").send("{\"canary\":");
            held.incrementAndGet();
            killed.await();
            call.reset();
        } else {
            call.answer(200, "application/json", ANSWER);
        }
    }

    private static void callInEveryWay(OneRequest client) throws IOException {
        client.post(CHAT, chat("a/b", "canary"), CLIENT);
        client.post("/anthropic/v1/messages", chat("a/b", "canary"), "x-api-key: " + CLIENT_KEY);
        client.post(CHAT, chat(NAMED + "/model", "canary"), CLIENT, "x-openrouter-tags: project=sk-canary");
        client.post(CHAT, chat("a/b", "fail canary"), CLIENT, "x-request-id: sk-canary-1");
        client.post(CHAT, chat("a/b", "late canary"), CLIENT, "x-session-id: canary");
        client.post(CHAT, chat("a/b", "cut canary").replace("{\"model", "{\"stream\":true,\"model"), CLIENT);
        client.post(CHAT, "{\"model\":\"canary", CLIENT);
        client.post(CHAT, chat("a/b", "canary"), CLIENT, "x-openrouter-tags: Canary=canary!");
        client.get("/v1/models/" + NAMED + "?key=" + NAMED, CLIENT);
        for (int n = 0; n < NOBODY; n++) {
            assertThat(client.post(CHAT, chat("a/b", "canary"), "Authorization: Bearer sk-canary-" + n)
                            .status())
                    .isEqualTo(401);
        }
    }

    /** Its client sees no end, whatever becomes of it. */
    private static void callAndBeLost(int port) {
        try {
            new OneRequest(port).post(CHAT, chat("a/b", "hold canary"), CLIENT);
        } catch (IOException e) {
            // expected
        }
    }

    private static String chat(String model, String text) {
        return "{\"model\":\"" + model
                + "\",\"max_tokens\":9,\"user\":\"user-canary\",\"session_id\":\"session-canary\","
                + "\"metadata\":{\"user_id\":\"canary\"},\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"canary\","
                + "\"parameters\":{}}}],\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\""
                + text
                + "\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/canary\"}}]}]}";
    }

    private static boolean contains(Path home, String text) throws IOException {
        return text(home).contains(text);
    }

    private static String text(Path home) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files(home)) {
            all.append(Files.readString(file, ISO_8859_1)); // a store among them
        }
        return all.toString();
    }

    private static List<Path> files(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from.resolve(Journal.DIRECTORY))) {
            Path copied = to.resolve(from.relativize(file));
            Files.createDirectories(copied.getParent());
            Files.copy(file, copied);
        }
    }

    private static String sha256(String key) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    }
}
