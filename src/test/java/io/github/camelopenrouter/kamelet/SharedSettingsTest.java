/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Kamelet with a key or address of its own lives with what is set for all gateways of the process. */
@Timeout(60)
class SharedSettingsTest {

    private static final String KAMELET = "openrouter-chat-action?model=a/b&apiKey=sk-or-v1-own";

    @TempDir
    private Path data;

    private final ScriptedUpstream upstream = ScriptedUpstream.start(call -> call.answer(
            200,
            HttpTest.JSON,
            "{\"model\":\"a/b\",\"choices\":[{\"message\":{\"content\":\"Hi\"}}],"
                    + "\"usage\":{\"prompt_tokens\":3,\"cost\":0.5}}"));

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @Test
    void itsCallsStandInTheJournal() throws Exception {
        try (KameletHost host = KameletHost.of(
                upstream.baseUrl(),
                "openrouter.data-dir=" + data,
                "openrouter.usage.sync=10ms",
                "openrouter.node=n1")) {
            host.asking(KAMELET).start();

            assertThat(host.answer("Hello")).isEqualTo("Hi");
        }
        assertThat(records()).singleElement().asString().contains("\"door\":\"kamelet:", "\"spend\":\"0.5\"");
    }

    /** It takes its settings from that gateway then, and not from the host's properties. */
    @Test
    void itsCallsStandInTheJournalBesideThoseOfTheUnnamedGateway() throws Exception {
        try (KameletHost host = KameletHost.of(upstream.baseUrl(), "openrouter.data-dir=" + data)) {
            host.with(new OpenRouterRoutes()).asking(KAMELET).start();

            host.answer("Hello");
        }
        assertThat(records()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"apiKey=sk-or-v1-own", "baseUrl=%s/other"})
    void itsCallsAreCounted(String own) throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (KameletHost host =
                KameletHost.of(upstream.baseUrl(), "openrouter.metrics=true", "openrouter.metrics.keys=true")) {
            host.context.getRegistry().bind("meters", registry);
            host.asking("openrouter-chat-action?model=a/b&" + own.formatted(upstream.baseUrl()))
                    .start();

            assertThat(host.answer("Hello")).isEqualTo("Hi");

            HttpTest.await(20)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(registry.get("openrouter.spend.usd")
                                    .counter()
                                    .count())
                            .isEqualTo(0.5));
        }
    }

    private List<String> records() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .flatMap(SharedSettingsTest::lines)
                    .filter(line -> line.contains("camel-openrouter/usage/1"))
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
