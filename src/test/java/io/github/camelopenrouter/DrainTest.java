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
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of running answers, and of new requests, once the standalone gateway has been told to stop. */
@Timeout(90)
class DrainTest {

    private static final String EVENT =
            "data: {\"id\":\"gen-1\",\"choices\":[{\"delta\":{\"content\":\"Hi\"}}],\"sequence_number\":1}\n\n";
    private static final String DONE = "data: [DONE]\n\n";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final CountDownLatch held = new CountDownLatch(1);
    private ScriptedUpstream upstream;

    /** Streams send one event and wait, plain calls are answered. */
    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> {
            if (!call.text().contains("\"stream\":true")) {
                call.answer(200, "application/json", "{\"choices\":[]}");
                return;
            }
            call.head(200, "text/event-stream").send(EVENT);
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
            call.send(DONE).end();
        });
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void letsAStreamEndAndTakesNothingNewAfterSigterm() throws Exception {
        try (GatewayProcess gateway = gateway().run();
                RawClient stream = connect(gateway);
                RawClient kept = connect(gateway);
                RawClient lost = connect(gateway)) {
            URI management = gateway.managementAddress();
            RawClient.Answer answer =
                    stream.post(Door.CHAT.path(), Door.CHAT.streaming()).answer();
            assertThat(answer.next(EVENT.length())).isEqualTo(EVENT);
            assertThat(kept.post(Door.CHAT.path(), Door.CHAT.plain()).answer().text())
                    .isEqualTo("{\"choices\":[]}");
            assertThat(lost.request("GET", "/nowhere").answer().text()).contains("unknown_path");
            assertThat(status(management, "ready")).isEqualTo(200);

            gateway.terminate();

            await().atMost(SOON).until(() -> status(management, "ready") == 503);
            assertThat(status(management, "live")).isEqualTo(200);
            assertThat(status(management, "")).isEqualTo(200);
            assertRefusal(firstRefusal(kept));
            assertThat(kept.awaitClose()).isTrue();
            assertRefusal(lost.request("GET", "/nowhere").answer());
            assertThat(status(management, "live")).isEqualTo(200);
            held.countDown();
            assertThat(answer.text()).isEqualTo(DONE);
            assertThat(gateway.awaitExit()).isEqualTo(143);
            assertThat(gateway.out()).doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void endsWhatDoesNotEndByItselfWithAnErrorAfterTheDrainTimeout() throws Exception {
        upstream.script(call -> {
            if (call.requestLine().startsWith("GET ")) { // the list of models, for the metrics
                call.answer(200, "application/json", "{\"data\":[]}");
                return;
            }
            if (call.text().contains("\"stream\":true")) {
                call.head(200, "text/event-stream").send(EVENT).send("data: {\"cut\":");
            }
            call.awaitHangUp();
        });
        try (GatewayProcess gateway =
                        gateway().with("OPENROUTER_DRAIN_TIMEOUT", "1s").run();
                RawClient plain = connect(gateway);
                RawClient uploading = connect(gateway)) {
            List<RawClient> clients = new ArrayList<>();
            List<RawClient.Answer> streams = new ArrayList<>();
            for (Door door : Door.streams().toList()) {
                clients.add(connect(gateway).post(door.path(), door.streaming()));
                streams.add(clients.get(clients.size() - 1).answer());
                assertThat(streams.get(streams.size() - 1).next(EVENT.length())).isEqualTo(EVENT);
            }
            plain.post(Door.CHAT.path(), Door.CHAT.plain());
            uploading.head("POST", Door.CHAT.path(), 1000).send("{");
            await().atMost(SOON).until(() -> upstream.callCount() == clients.size() + 1);

            long told = System.nanoTime();
            gateway.terminate();

            assertFrames(streams);
            assertRefusal(plain.answer());
            assertRefusal(uploading.answer());
            assertThat(gateway.awaitExit()).isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isBetween(Duration.ofSeconds(1), SOON.dividedBy(2));
            await().atMost(SOON).until(() -> upstream.hangUps() == clients.size() + 1);
            assertThat(gateway.out()).doesNotContain("WARN", "ERROR");
        }
    }

    /** Camel's own reasons to stop are as gentle as the operator's. */
    @Test
    void letsAStreamEndAfterAStopFromWithin() throws Exception {
        // the copy of the exchange that the circuit breaker made and ended is the first, the look at /health the second
        Files.writeString(directory.resolve("application.properties"), "camel.main.durationMaxMessages=2\n");
        try (GatewayProcess gateway = gateway().run();
                RawClient stream = connect(gateway);
                RawClient probe = connect(gateway)) {
            URI management = gateway.managementAddress();
            RawClient.Answer answer =
                    stream.post(Door.CHAT.path(), Door.CHAT.streaming()).answer();
            assertThat(answer.next(EVENT.length())).isEqualTo(EVENT);

            assertThat(probe.request("GET", "/health").answer().status()).isEqualTo(200);

            await().atMost(SOON).until(() -> status(management, "ready") == 503);
            assertLast(gateway.awaitAddress().getPort(), "/health");
            assertLast(management.getPort(), "/observe/health/live");
            held.countDown();
            assertThat(answer.text()).isEqualTo(DONE);
            assertThat(gateway.awaitExit()).isZero();
        }
    }

    /** Of a door that Camel serves itself. */
    private static void assertLast(int port, String path) throws Exception {
        try (RawClient client = RawClient.connect(port)) {
            assertThat(client.request("GET", path).answer().header("connection"))
                    .isEqualTo("close");
        }
    }

    private static void assertFrames(List<RawClient.Answer> streams) throws Exception {
        String error =
                "\"error\":{\"code\":503,\"message\":\"The gateway is stopping.\",\"type\":\"overloaded_error\"}";
        assertThat(streams.get(0).text())
                .startsWith("event: error\ndata: {\"id\":\"gen-1\"")
                .endsWith(error + "}\n\n");
        assertThat(streams.get(1).text())
                .startsWith("event: error\ndata: {\"id\":\"gen-1\"")
                .endsWith(error + "}\n\n");
        assertThat(streams.get(2).text())
                .isEqualTo("data: {\"type\":\"error\",\"code\":\"server_error\",\"message\":"
                        + "\"The gateway is stopping.\",\"param\":null,\"sequence_number\":2}\n\n");
        assertThat(streams.get(3).text())
                .isEqualTo("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\","
                        + "\"message\":\"The gateway is stopping.\"}}\n\n");
    }

    /** A signal takes a moment to arrive at the doors. */
    private static RawClient.Answer firstRefusal(RawClient client) throws Exception {
        while (true) {
            RawClient.Answer answer =
                    client.post(Door.CHAT.path(), Door.CHAT.plain()).answer();
            if (answer.status() != 200) {
                return answer;
            }
            answer.text();
        }
    }

    private static void assertRefusal(RawClient.Answer answer) throws Exception {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("connection")).isEqualTo("close");
        assertThat(answer.text())
                .isEqualTo("{\"error\":{\"message\":\"The gateway is stopping.\",\"type\":\"overloaded_error\","
                        + "\"param\":null,\"code\":\"stopping\"}}");
    }

    private GatewayProcess.Start gateway() {
        return GatewayProcess.in(directory)
                .with("OPENROUTER_API_KEY", TestGateway.KEY)
                .with("OPENROUTER_BASE_URL", upstream.baseUrl());
    }

    private static RawClient connect(GatewayProcess gateway) throws Exception {
        return RawClient.connect(gateway.awaitAddress().getPort());
    }

    private static int status(URI management, String probe) throws Exception {
        URI uri = management.resolve("/observe/health" + (probe.isEmpty() ? "" : "/" + probe));
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
