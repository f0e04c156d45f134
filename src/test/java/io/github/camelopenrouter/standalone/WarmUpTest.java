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
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(90)
class WarmUpTest {

    private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}";
    private static final String[] WARMING = {
        "warm-up=true", "camel.management.enabled=true", "camel.management.port=0", "access-log=true"
    };

    @Test
    void theGatewayServesMeanwhileAndIsReadyWhenItIsWarm() throws Exception {
        List<String> calls = new CopyOnWriteArrayList<>();
        try (ScriptedUpstream upstream = ScriptedUpstream.start(call -> {
                    calls.add(call.requestLine());
                    call.answer(200, HttpTest.JSON, ANSWER);
                });
                LogRecorder log = LogRecorder.record();
                TestGateway gateway = TestGateway.start(upstream.baseUrl(), WARMING)) {
            assertThat(ready(gateway)).isEqualTo(503);
            assertThat(new OneRequest(gateway.port())
                            .post(Door.CHAT.path(), Door.CHAT.plain())
                            .status())
                    .isEqualTo(200);

            await().atMost(Duration.ofSeconds(60)).until(() -> ready(gateway) == 200);
            assertThat(log.lines())
                    .anyMatch(line -> line.matches(".*Warmed up by [1-9]\\d* calls and [1-9]\\d* streams in .*"));
            assertThat(calls).filteredOn(line -> line.startsWith("POST")).hasSize(1);
            assertThat(counted(gateway)).isEqualTo("1.0");
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().contains(WarmUp.NAME)));
        }
    }

    @Test
    void aStopDoesNotWaitForIt() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(call -> call.answer(200, HttpTest.JSON, ANSWER))) {
            TestGateway gateway = TestGateway.start(upstream.baseUrl(), WARMING);
            WarmUp warmUp = gateway.context().getRegistry().lookupByNameAndType(WarmUp.NAME, WarmUp.class);
            gateway.close();
            await().atMost(Duration.ofSeconds(60)).until(warmUp::isOver);
        }
    }

    /** By whichever way somebody has set it: else a start would spend money. */
    @ParameterizedTest
    @EnumSource
    void nothingGoesToTheUpstreamThatIsSet(Way way, @TempDir Path home) throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (ScriptedUpstream upstream = ScriptedUpstream.start(call -> {
                    asked.add(call.requestLine());
                    call.answer(200, HttpTest.JSON, ANSWER);
                });
                GatewayProcess gateway = way.start(
                        home,
                        Map.of(
                                "openrouter.warm-up", "true",
                                "openrouter.api-key", "sk-or-v1-mine",
                                "openrouter.base-url", upstream.baseUrl(),
                                "openrouter.app-title", "Mine"))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> gateway.out().matches("(?s).*Warmed up by [1-9]\\d* calls and [1-9]\\d* streams.*"));
            assertThat(asked).noneMatch(line -> line.startsWith("POST"));
        }
    }

    enum Way {
        ENVIRONMENT {
            @Override
            void set(GatewayProcess.Start start, Path home, Map<String, String> settings) {
                settings.forEach(
                        (key, value) -> start.with(key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
            }
        },
        SYSTEM_PROPERTIES {
            @Override
            void set(GatewayProcess.Start start, Path home, Map<String, String> settings) {
                settings.forEach((key, value) -> start.jvm("-D" + key + "=" + value));
            }
        },
        FILE {
            @Override
            void set(GatewayProcess.Start start, Path home, Map<String, String> settings) throws IOException {
                Files.writeString(
                        home.resolve("application.properties"),
                        settings.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                                .collect(Collectors.joining()));
            }
        };

        abstract void set(GatewayProcess.Start start, Path home, Map<String, String> settings) throws IOException;

        GatewayProcess start(Path home, Map<String, String> settings) throws IOException {
            GatewayProcess.Start start = GatewayProcess.in(home);
            set(start, home, settings);
            return start.run();
        }
    }

    @Test
    void nobodyWarmsUpUnasked() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(call -> call.answer(200, HttpTest.JSON, ANSWER));
                TestGateway gateway = TestGateway.start(
                        upstream.baseUrl(), "camel.management.enabled=true", "camel.management.port=0")) {
            assertThat(ready(gateway)).isEqualTo(200);
            assertThat(gateway.context().getRegistry().lookupByName(WarmUp.NAME))
                    .isNull();
        }
    }

    private static int ready(TestGateway gateway) throws IOException {
        return new OneRequest(gateway.managementUri("/").getPort())
                .get("/observe/health/ready")
                .status();
    }

    /** Of calls, all labels together. */
    private static String counted(TestGateway gateway) throws IOException {
        return new OneRequest(gateway.managementUri("/").getPort())
                .get("/observe/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("openrouter_requests_total{"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .reduce("", String::concat);
    }
}
