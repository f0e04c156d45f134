/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.BalanceView;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.LeakDetector;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files with keys that change under a gateway that serves. */
@Timeout(120)
class SecretsRefreshTest {

    private static final String JSON = "application/json";
    private static final String GOOD = "{\"id\":\"gen-1\",\"choices\":[],\"data\":[]}";
    private static final String REFUSED = "{\"error\":{\"code\":401,\"message\":\"User not found.\"}}";

    @TempDir
    Path directory;

    private final ScriptedUpstream upstream = ScriptedUpstream.start(call -> call.answer(200, JSON, GOOD));
    private TestGateway gateway;

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @Test
    void streamEndsWithItsKeyWhileNewCallsTakeTheNewOne() throws Exception {
        Path file = write("key", "canary-old\n");
        CountDownLatch replaced = new CountDownLatch(1);
        start("api-key=file:" + file);
        upstream.script(call -> {
            if (call.text().contains("\"stream\":true")) {
                call.head(200, "text/event-stream").send("data: {\"x\":1}\n\n");
                replaced.await();
                call.send("data: [DONE]\n\n").end();
            } else {
                call.answer(200, JSON, GOOD);
            }
        });
        try (RawClient stream = client().post(Door.CHAT.path(), Door.CHAT.streaming())) {
            assertThat(upstream.awaitCall().headers()).containsEntry("Authorization", "Bearer canary-old");
            write("key", "canary-new\n");
            awaitKey("canary-new");
            replaced.countDown();
            assertThat(stream.answer().text()).contains("[DONE]");
        }
    }

    /** Also where it is the only one: its successor may be welcome. */
    @Test
    void callThatIsRefusedWithAReplacedKeyIsTriedWithTheNewOne() throws Exception {
        CountDownLatch replaced = new CountDownLatch(1);
        start("api-key=file:" + write("key", "canary-old"), "retry.attempts=1");
        upstream.script(call -> {
            if (call.headers().get("Authorization").endsWith("old")) {
                replaced.await();
                call.answer(401, JSON, REFUSED);
            } else {
                call.answer(200, JSON, GOOD);
            }
        });
        try (RawClient early = client().post(Door.CHAT.path(), Door.CHAT.plain())) {
            upstream.awaitCall();
            write("key", "canary-new");
            HttpTest.await(20).until(() -> holds("canary-new"));
            replaced.countDown();
            assertThat(early.answer().status()).isEqualTo(200);
        }
        assertThat(new BalanceView(gateway.context()).isInCooldown("key default"))
                .isFalse();
    }

    @Test
    void refusedKeyIsUsedAgainAsSoonAsItsFileHoldsAnother() throws Exception {
        start("api-key=good=canary-good,team-a=file:" + write("a", "canary-dead"), "retry.attempts=2");
        BalanceView balance = new BalanceView(gateway.context());
        upstream.script(call -> {
            boolean dead = call.headers().get("Authorization").contains("dead");
            call.answer(dead ? 401 : 200, JSON, dead ? REFUSED : GOOD);
        });
        HttpTest.await(20).until(() -> ask() == 200 && balance.isInCooldown("key team-a"));
        write("a", "canary-alive");
        HttpTest.await(20).until(() -> !balance.isInCooldown("key team-a"));
        awaitKey("canary-alive");
    }

    @Test
    void fileThatIsAwayKeepsItsKeyAndFailsItsHealthWithoutASecretInTheLog() throws Exception {
        Path file = write("key", "canary-old");
        try (LeakDetector log = LeakDetector.listenFor("canary")) {
            start("api-key=", "api-key-file=" + file);
            HealthCheck health = gateway.context()
                    .getRegistry()
                    .lookupByNameAndType("openrouter-secret-api-key-file", HealthCheck.class);
            assertThat(health.call().getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(health.isReadiness() || health.isLiveness()).isFalse();
            Files.delete(file);
            HttpTest.await(20).until(() -> health.call().getState() == HealthCheck.State.DOWN);
            assertThat(ask()).isEqualTo(200);
            write("key", "not a canary key");
            HttpTest.await(20).until(() -> health.call().getMessage().orElse("").contains("something else than keys"));
            assertThat(ask()).isEqualTo(200);
            write("key", "canary-new");
            awaitKey("canary-new");
            assertThat(health.call().getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(health.call().toString()).doesNotContain("canary");
            assertThat(log.leaks()).isEmpty();
            assertThat(log.heard()).isGreaterThan(1000);
        }
    }

    @Test
    void clientKeysInAFileAreReplacedToo() throws Exception {
        Path file = write("clients", "laptop=" + sha256("one") + "\n");
        start("auth.keys=file:" + file);
        assertThat(askWith("one")).isEqualTo(200);
        assertThat(askWith("two")).isEqualTo(401);
        write("clients", "laptop=" + sha256("two") + "\nci=" + sha256("three") + "\n");
        HttpTest.await(20).until(() -> askWith("two") == 200);
        assertThat(askWith("one")).isEqualTo(401);
        assertThat(askWith("three")).isEqualTo(200);
    }

    @Test
    void sessionsAndShareStayWithALabelWhoseFileChanges() throws Exception {
        start("api-key=a=file:" + write("a", "canary-a-1") + ",b=canary-b,c=canary-c", "balance=weighted");
        String session = sessionOf("canary-a-1");
        write("a", "canary-a-2");
        HttpTest.await(20).until(() -> keyOf(session).equals("Bearer canary-a-2"));
    }

    private String sessionOf(String key) throws Exception {
        for (int session = 0; session < 100; session++) {
            if (keyOf("session-" + session).endsWith(key)) {
                return "session-" + session;
            }
        }
        throw new AssertionError("No session has the key");
    }

    private String keyOf(String session) throws Exception {
        upstream.forget();
        new OneRequest(gateway.port()).post(Door.CHAT.path(), Door.CHAT.plain(), "x-session-id: " + session);
        return upstream.awaitCall().headers().get("Authorization");
    }

    /** Whether new calls have this key: one that still has the old key is left alone. */
    private boolean holds(String key) throws IOException {
        RawClient probe = client().post(Door.CHAT.path(), Door.CHAT.plain());
        try {
            return upstream.awaitCall().headers().get("Authorization").endsWith(key);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            probe.close();
        }
    }

    private void awaitKey(String key) {
        HttpTest.await(20).until(() -> {
            upstream.forget();
            ask();
            return upstream.awaitCall().headers().get("Authorization").equals("Bearer " + key);
        });
    }

    private int ask() throws IOException {
        return new OneRequest(gateway.port())
                .post(Door.CHAT.path(), Door.CHAT.plain())
                .status();
    }

    private int askWith(String key) throws IOException {
        return new OneRequest(gateway.port())
                .post(Door.CHAT.path(), Door.CHAT.plain(), "x-api-key: " + key)
                .status();
    }

    private void start(String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 2);
        all[settings.length] = "secrets.refresh=1s";
        all[settings.length + 1] = "auth.failures=off"; // a test asks until a key is known
        gateway = TestGateway.start(upstream.baseUrl(), all);
    }

    private RawClient client() throws IOException {
        return RawClient.connect(gateway.port());
    }

    /** As Kubernetes does: never half written. */
    private Path write(String name, String content) throws IOException {
        Path fresh = Files.writeString(directory.resolve(name + ".new"), content);
        return Files.move(fresh, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String sha256(String key) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    }
}
