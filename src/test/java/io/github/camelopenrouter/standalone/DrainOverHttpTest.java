/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator takes the gateway out of service, and back. */
@Timeout(60)
class DrainOverHttpTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AdminToken TOKEN = AdminToken.create();
    private static final String DRAIN = "/admin/v1/drain";
    private static final String CHAT = Door.CHAT.path();
    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    @TempDir
    private static Path data;

    private final CountDownLatch held = new CountDownLatch(1);
    private ScriptedUpstream upstream;
    private TestGateway gateway;

    /** Streams send one event and wait, plain calls are answered. */
    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> {
            if (!call.text().contains("\"stream\":true")) {
                call.answer(200, HttpTest.JSON, "{\"choices\":[]}");
                return;
            }
            call.head(200, "text/event-stream").send(EVENT);
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
            call.send(DONE).end();
        });
        gateway = TestGateway.start(
                upstream.baseUrl(),
                "camel.management.enabled=true",
                "camel.management.port=0",
                "data-dir=" + data,
                "audit=changes",
                "drain-timeout=30s",
                TOKEN.setting());
    }

    @AfterEach
    void stop() throws IOException {
        held.countDown();
        gateway.close();
        upstream.close();
    }

    @Test
    void takesNothingNewWhileWhatRunsEnds() throws Exception {
        try (RawClient running = RawClient.connect(gateway.port())) {
            RawClient.Answer stream = openStream(running);

            JsonNode begun = tell("POST", "{}");

            assertThat(begun.path("draining").asBoolean()).isTrue();
            assertThat(begun.path("open").asInt()).isEqualTo(1);
            assertThat(Duration.between(instant(begun, "since"), instant(begun, "until")))
                    .isEqualTo(Duration.ofSeconds(30));
            assertThat(probe("ready")).isEqualTo(503);
            assertThat(probe("live")).isEqualTo(200);
            assertThat(health()).isEqualTo(503);
            assertThat(operator().get("/admin/v1/cooldowns", TOKEN.header()).status())
                    .isEqualTo(200);

            held.countDown();
            assertThat(stream.text()).isEqualTo(DONE);
            HttpTest.await(10).until(() -> tell("GET", null).path("open").asInt() == 0);
        }
    }

    @Test
    void tellsWhoComesToGoElsewhere() throws Exception {
        tell("POST", "{}");

        for (String path : List.of(CHAT, "/litellm/chat/completions", "/anthropic/v1/messages", "/nowhere")) {
            assertRefused(path);
        }
        assertThat(upstream.callCount()).isZero();
    }

    private void assertRefused(String path) throws IOException {
        try (RawClient client = RawClient.connect(gateway.port()).post(path, Door.CHAT.plain())) {
            RawClient.Answer refusal = client.answer();
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.header("connection")).isEqualTo("close");
            assertThat(refusal.header("retry-after")).isEqualTo("1");
            assertThat(refusal.text()).contains("The gateway is being drained.");
            assertThat(client.awaitClose()).isTrue();
        }
    }

    @Test
    void servesAgainOnceItIsTakenBack() throws Exception {
        tell("POST", "{\"within\":\"0ms\"}");

        JsonNode back = tell("DELETE", "");

        assertThat(back.toString()).isEqualTo("{\"draining\":false,\"since\":null,\"until\":null,\"open\":0}");
        assertThat(probe("ready")).isEqualTo(200);
        assertThat(health()).isEqualTo(200);
        assertThat(new OneRequest(gateway.port()).post(CHAT, Door.CHAT.plain()).status())
                .isEqualTo(200);
    }

    @Test
    void endsTheRestWithAnError() throws Exception {
        try (RawClient running = RawClient.connect(gateway.port())) {
            RawClient.Answer stream = openStream(running);

            tell("POST", "{\"within\":\"100ms\"}");

            assertThat(stream.text())
                    .startsWith("event: error\n")
                    .contains("\"code\":503,\"message\":\"The gateway is being drained.\"");
            HttpTest.await(10)
                    .until(() -> operator()
                            .get("/admin/v1/calls?outcome=drained&limit=1", TOKEN.header())
                            .text()
                            .contains("\"status\":"));
            assertThat(tell("GET", null).path("open").asInt()).isZero();
        }
    }

    @Test
    void aStopThatFollowsHasItsOwnTime() throws Exception {
        try (RawClient running = RawClient.connect(gateway.port())) {
            RawClient.Answer stream = openStream(running);
            tell("POST", "{\"within\":\"1h\"}");
            gateway.context().getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
            gateway.context().getShutdownStrategy().setTimeout(500);

            gateway.stop();

            assertThat(stream.text()).contains("The gateway is stopping.");
        }
    }

    @Test
    void writesDownWhoHasDoneIt() throws Exception {
        tell("POST", "{\"within\":\"5m\"}");
        tell("DELETE", "");
        tell("DELETE", ""); // changes nothing

        JsonNode lines = lines("drain");
        assertThat(lines.get(0).path("actor").path("principal").asText()).isEqualTo("admin-token");
        assertThat(lines.get(0).path("after").toString()).isEqualTo("{\"within\":\"300000ms\"}");
        assertThat(lines("drain.end")).hasSize(1);
        assertThat(lines("drain.end").get(0).path("before").path("until").asText())
                .isNotEmpty();
    }

    @Test
    void refusesATimeThatIsNone() throws Exception {
        for (String body : List.of("{\"within\":\"2h\"}", "{\"within\":5}", "{\"for\":\"5m\"}", "[]", "{", "\"5m\"")) {
            OneRequest.Answer answer = operator().post(DRAIN, body, TOKEN.header());

            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.text()).contains("\"param\":\"within\"");
        }
        assertThat(tell("GET", null).path("draining").asBoolean()).isFalse();
    }

    private RawClient.Answer openStream(RawClient client) throws IOException {
        RawClient.Answer stream = client.post(CHAT, Door.CHAT.streaming()).answer();
        assertThat(stream.next(EVENT.length())).isEqualTo(EVENT);
        return stream;
    }

    private JsonNode tell(String method, String body) throws IOException {
        OneRequest.Answer answer = operator()
                .send(
                        method + " " + DRAIN,
                        body == null ? null : body.getBytes(),
                        "Content-Type: application/json",
                        TOKEN.header());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return JSON.readTree(answer.text());
    }

    private JsonNode lines(String action) throws IOException {
        return JSON.readTree(operator()
                        .get("/admin/v1/audit?limit=100&action=" + action, TOKEN.header())
                        .text())
                .path("lines");
    }

    private static Instant instant(JsonNode state, String name) {
        return Instant.parse(state.path(name).asText());
    }

    private int probe(String which) throws IOException {
        return operator().get("/observe/health/" + which).status();
    }

    private int health() throws IOException {
        return new OneRequest(gateway.port()).get("/health").status();
    }

    private OneRequest operator() {
        return new OneRequest(gateway.managementUri("/").getPort());
    }
}
