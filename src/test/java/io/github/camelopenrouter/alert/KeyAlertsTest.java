/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What OpenRouter answers to and about a key, from its answer to the webhook of whoever is on call, and the end of it. */
@Timeout(60)
class KeyAlertsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOMORROW =
            Instant.now().plus(1, ChronoUnit.DAYS).toString();

    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final ScriptedUpstream openRouter = ScriptedUpstream.start(KeyAlertsTest::answer);
    private final ScriptedUpstream receiver = ScriptedUpstream.start(call -> {
        told.add(JSON.readTree(call.body()));
        call.answer(204, null, "");
    });

    @AfterEach
    void close() throws IOException {
        openRouter.close();
        receiver.close();
    }

    @Test
    void aLimitedKeyOneWithoutCreditsAndOneThatExpiresAreTold() throws Exception {
        try (LogRecorder log = LogRecorder.record();
                TestGateway gateway = TestGateway.start(
                        openRouter.baseUrl(),
                        "api-key=good=sk-canary-good-1234,poor=sk-canary-poor-1234",
                        "retry.attempts=2",
                        "retry.delay=1ms",
                        "alerts.webhook=" + receiver.baseUrl(),
                        "alerts.interval=100ms",
                        "alerts.settle=500ms",
                        "camel.management.enabled=true",
                        "camel.management.port=0")) {
            OneRequest operator = new OneRequest(gateway.managementUri("/").getPort());
            assertThat(operator.get("/observe/metrics").text())
                    .contains("openrouter_alerts_firing{alert=\"key-cooldown\"} 0.0")
                    .doesNotContain("alert=\"spend-per-day\""); // which is off
            OneRequest client = new OneRequest(gateway.port());
            await().atMost(PATIENCE).until(() -> {
                client.post(Door.CHAT.path(), Door.CHAT.plain());
                return isTold("key-cooldown", "firing");
            });
            await().atMost(PATIENCE)
                    .until(() -> isTold("upstream-credits", "firing") && isTold("key-expires", "firing"));
            await().atMost(PATIENCE).until(() -> isTold("key-cooldown", "resolved"));

            JsonNode firing = only("key-cooldown", "firing");
            JsonNode resolved = only("key-cooldown", "resolved");
            assertThat(firing.path("subject").asText()).isEqualTo("poor");
            assertThat(resolved.path("subject")).isEqualTo(firing.path("subject"));
            assertThat(resolved.path("since")).isEqualTo(firing.path("since"));
            assertThat(only("upstream-credits", "firing").path("subject").asText())
                    .isEqualTo("poor");
            assertThat(only("upstream-credits", "firing").path("value").asText())
                    .isEqualTo("0.50 USD");
            assertThat(only("key-expires", "firing").path("subject").asText()).isEqualTo("good");
            assertThat(only("key-expires", "firing").path("value").asText()).isEqualTo(TOMORROW);
            assertThat(told.toString()).doesNotContain("canary");
            assertThat(log.lines())
                    .anyMatch(line -> line.startsWith("WARN") && line.endsWith("Alert key-cooldown is firing: poor"))
                    .anyMatch(line -> line.startsWith("INFO") && line.endsWith("Alert key-cooldown is over: poor"))
                    .noneMatch(line -> line.contains("canary"));
        }
    }

    private static void answer(ScriptedUpstream.Call call) throws IOException {
        boolean isPoor = call.headers().get("Authorization").contains("poor");
        if (call.requestLine().contains("/v1/key ")) {
            call.answer(
                    200,
                    "application/json",
                    isPoor
                            ? "{\"data\":{\"limit\":10,\"limit_remaining\":0.5,\"expires_at\":null}}"
                            : "{\"data\":{\"limit\":null,\"limit_remaining\":null,\"expires_at\":\"" + TOMORROW
                                    + "\"}}");
        } else if (isPoor && call.requestLine().startsWith("POST")) {
            call.answer(
                    429,
                    "application/json",
                    "{\"error\":{\"code\":429,\"message\":\"Rate limit exceeded\"}}",
                    "X-RateLimit-Limit: 20",
                    "Retry-After: 1");
        } else {
            call.answer(200, "application/json", "{\"id\":\"gen-1\",\"choices\":[],\"data\":[]}");
        }
    }

    private boolean isTold(String alert, String state) {
        return told.stream().anyMatch(one -> is(one, alert, state));
    }

    private JsonNode only(String alert, String state) {
        assertThat(told).filteredOn(one -> is(one, alert, state)).hasSize(1);
        return told.stream().filter(one -> is(one, alert, state)).findFirst().orElseThrow();
    }

    private static boolean is(JsonNode one, String alert, String state) {
        return one.path("alert").asText().equals(alert)
                && one.path("state").asText().equals(state);
    }
}
