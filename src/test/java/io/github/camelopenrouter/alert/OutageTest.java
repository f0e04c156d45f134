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
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An outage from its begin to its end, with a kill in between, and what a receiver gets of it that is not well itself. */
@Timeout(180)
class OutageTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    @TempDir
    private Path home;

    @Test
    void oneFiringAndOneResolvedThoughTheGatewayIsKilledMeanwhile() throws Exception {
        try (ScriptedUpstream openRouter = ScriptedUpstream.start(OutageTest::fail);
                ScriptedUpstream receiver = ScriptedUpstream.start(this::receive)) {
            route(receiver);
            try (GatewayProcess gateway = start(openRouter)) {
                int port = gateway.awaitAddress().getPort();
                callUntil(port, 1);
                assertThat(asked).hasValue(3); // it has answered 500 twice
            } // SIGKILL
            try (GatewayProcess gateway = start(openRouter)) {
                int port = gateway.awaitAddress().getPort();
                await().atMost(PATIENCE).until(() -> {
                    call(port);
                    return gateway.out().contains("Calls for the vendor 'openai' are refused");
                });
                openRouter.script(OutageTest::answer);
                callUntil(port, 2);
            }
        }
        assertThat(taken).extracting(one -> one.path("state").asText()).containsExactly("firing", "resolved");
        assertThat(taken).extracting(one -> one.path("alert").asText()).containsOnly("breaker-open");
        assertThat(taken).extracting(one -> one.path("subject").asText()).containsOnly("openai");
        assertThat(taken.get(0).path("since")).isEqualTo(taken.get(1).path("since"));
        assertThat(ids).doesNotHaveDuplicates();
        Path book = home.resolve("data/alerts/book.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(book)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(book.getParent())))
                .isEqualTo("rwx------");
    }

    private GatewayProcess start(ScriptedUpstream openRouter) {
        return GatewayProcess.in(home)
                .withData()
                .with("OPENROUTER_API_KEY", "sk-or-v1-test")
                .with("OPENROUTER_BASE_URL", openRouter.baseUrl())
                .with("OPENROUTER_CONNECT_AT_START", "false")
                .with("OPENROUTER_ALERTS", "true")
                .with("OPENROUTER_ALERTS_INTERVAL", "200ms")
                .with("OPENROUTER_ALERTS_SETTLE", "8s")
                .with("OPENROUTER_ALERTS_ERROR_RATE", "off")
                .with("OPENROUTER_ALERTS_UPSTREAM_CREDITS", "off")
                .with("OPENROUTER_ALERTS_KEY_EXPIRES", "off")
                .with("OPENROUTER_ALERTS_KEY_COOLDOWN", "off")
                .with("OPENROUTER_RETRY_ATTEMPTS", "0")
                .with("OPENROUTER_CIRCUIT_BREAKER_WAIT", "1s")
                .run();
    }

    private void route(ScriptedUpstream receiver) throws IOException {
        Path routes = Files.createDirectories(home.resolve("routes/alerts"));
        Files.writeString(routes.resolve("pager.camel.yaml"), """
                - route:
                    id: pager
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: openrouter-alert:pager
                      parameters:
                        backoff: 50ms
                      steps:
                        - setHeader:
                            name: CamelHttpMethod
                            constant: POST
                        - to:
                            uri: %s
                """.formatted(receiver.baseUrl()));
    }

    private synchronized void receive(ScriptedUpstream.Call call) throws IOException {
        boolean isRefused = asked.incrementAndGet() <= 2;
        if (!isRefused) {
            taken.add(JSON.readTree(call.body()));
            ids.add(call.headers().get("OpenRouterAlertId"));
        }
        call.answer(isRefused ? 500 : 200, "text/plain", "");
    }

    private static void fail(ScriptedUpstream.Call call) throws IOException {
        call.answer(500, "application/json", "{\"error\":{\"code\":500,\"message\":\"no\"}}");
    }

    private static void answer(ScriptedUpstream.Call call) throws IOException {
        call.answer(
                200,
                "application/json",
                "{\"id\":\"gen-1\",\"object\":\"chat.completion\",\"model\":\"openai/gpt-4o\",\"choices\":[{\"index\":0,"
                        + "\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2,\"cost\":0.1}}");
    }

    private void callUntil(int port, int notifications) {
        await("for " + notifications + " notifications").atMost(PATIENCE).until(() -> {
            call(port);
            return taken.size() >= notifications;
        });
    }

    private static void call(int port) throws IOException {
        new OneRequest(port).post(Door.CHAT.path(), Door.CHAT.plain());
    }
}
