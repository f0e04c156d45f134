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
import io.github.camelopenrouter.store.Postgres;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of one PostgreSQL see the same outage, on a machine whose name both have, and people are told of one. */
@Timeout(180)
class TwoMachinesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<JsonNode> told = new CopyOnWriteArrayList<>();

    @TempDir
    private Path home;

    @Test
    void bothRingOnceAndOneOfThemSaysThatItIsOver() throws Exception {
        String store = Postgres.newDatabase();
        try (ScriptedUpstream openRouter = ScriptedUpstream.start(TwoMachinesTest::fail);
                ScriptedUpstream receiver = ScriptedUpstream.start(this::receive);
                GatewayProcess one = start("one", store, openRouter, receiver);
                GatewayProcess other = start("other", store, openRouter, receiver)) {
            int[] ports = {one.awaitAddress().getPort(), other.awaitAddress().getPort()};
            await().atMost(PATIENCE).until(() -> {
                call(ports);
                return Stream.of(one, other).allMatch(gateway -> gateway.out().contains("'openai' are refused"));
            });
            await().atMost(PATIENCE).until(() -> {
                call(ports);
                return !told.isEmpty();
            });
            openRouter.script(TwoMachinesTest::answer);
            await().atMost(PATIENCE).until(() -> {
                call(ports);
                return told.size() > 1;
            });
            await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> told.size() == 2);

            assertThat(told).extracting(each -> each.path("state").asText()).containsExactly("firing", "resolved");
            assertThat(told).extracting(each -> each.path("alert").asText()).containsOnly("breaker-open");
            assertThat(told.get(0).path("since")).isEqualTo(told.get(1).path("since"));
            String logs = one.out() + other.out();
            assertThat(logs.lines().filter(line -> line.contains("Alert breaker-open is firing: openai")))
                    .hasSize(1);
            assertThat(logs.lines().filter(line -> line.contains("Alert breaker-open is over: openai")))
                    .hasSize(1);
            assertThat(logs).doesNotContain("This machine tells of alerts by itself");
        }
    }

    private GatewayProcess start(String name, String store, ScriptedUpstream openRouter, ScriptedUpstream receiver)
            throws IOException {
        return GatewayProcess.in(Files.createDirectories(home.resolve(name)))
                .withData()
                .with("OPENROUTER_STORE_URL", store)
                .with("OPENROUTER_API_KEY", "sk-or-v1-test")
                .with("OPENROUTER_BASE_URL", openRouter.baseUrl())
                .with("OPENROUTER_CONNECT_AT_START", "false")
                .with("OPENROUTER_ALERTS_WEBHOOK", receiver.baseUrl())
                .with("OPENROUTER_ALERTS_INTERVAL", "200ms")
                .with("OPENROUTER_ALERTS_SETTLE", "5s")
                .with("OPENROUTER_ALERTS_ERROR_RATE", "off")
                .with("OPENROUTER_ALERTS_UPSTREAM_CREDITS", "off")
                .with("OPENROUTER_ALERTS_KEY_EXPIRES", "off")
                .with("OPENROUTER_ALERTS_KEY_COOLDOWN", "off")
                .with("OPENROUTER_RETRY_ATTEMPTS", "0")
                .with("OPENROUTER_CIRCUIT_BREAKER_WAIT", "1s")
                .run();
    }

    private void receive(ScriptedUpstream.Call call) throws IOException {
        told.add(JSON.readTree(call.body()));
        call.answer(204, null, "");
    }

    private static void fail(ScriptedUpstream.Call call) throws IOException {
        call.answer(500, "application/json", "{\"error\":{\"code\":500,\"message\":\"no\"}}");
    }

    private static void answer(ScriptedUpstream.Call call) throws IOException {
        call.answer(
                200,
                "application/json",
                "{\"id\":\"gen-1\",\"object\":\"chat.completion\",\"model\":\"openai/gpt-4o\",\"choices\":[],"
                        + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2,\"cost\":0.1}}");
    }

    private static void call(int... ports) throws IOException {
        for (int port : ports) {
            new OneRequest(port).post(Door.CHAT.path(), Door.CHAT.plain());
        }
    }
}
