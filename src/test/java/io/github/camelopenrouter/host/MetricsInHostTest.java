/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host's registry has nothing of the gateway's until it asks for it, and then nothing else. */
@Timeout(60)
class MetricsInHostTest {

    private final ScriptedUpstream upstream = ScriptedUpstream.start(call -> call.answer(
            200,
            HttpTest.JSON,
            call.requestLine().contains("/models")
                    ? "{\"data\":[{\"id\":\"openai/gpt-4o\"}]}"
                    : "{\"model\":\"openai/gpt-4o\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"cost\":0.5}}"));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @Test
    void hasNothingUntilItAsks() throws Exception {
        try (HostApplication host = host()) {
            host.context().getRegistry().bind("meters", registry);
            call(host, "direct:openrouter-chat-completions");

            assertThat(registry.getMeters()).isEmpty();
        }
    }

    @Test
    void hasTheGatewaysMetersAndNoneOfTheJvmOrCamel() throws Exception {
        try (HostApplication host = host("openrouter.metrics=true")) {
            host.context().getRegistry().bind("meters", registry);
            call(host, "direct:openrouter-chat-completions");

            HttpTest.await(20)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(registry.get("openrouter.spend.usd")
                                    .counter()
                                    .count())
                            .isEqualTo(0.5));
            assertThat(names()).allMatch(name -> name.startsWith("openrouter.") || name.startsWith("gen_ai."));
            assertThat(registry.get("gen_ai.server.request.duration")
                            .tag("gen_ai.request.model", "openai/gpt-4o")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
        assertThat(names()).noneMatch(name -> name.startsWith("openrouter.breaker"));
    }

    @Test
    void gatewaysOfAContextCountTogether() throws Exception {
        try (HostApplication host = host(
                "openrouter.metrics=true", "openrouter.b.api-key=any", "openrouter.b.base-url=" + upstream.baseUrl())) {
            host.context().getRegistry().bind("meters", registry);
            host.add(new OpenRouterRoutes("b"));
            call(host, "direct:openrouter-chat-completions", "direct:openrouter-b-chat-completions");

            HttpTest.await(20)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(registry.get("openrouter.requests")
                                    .counter()
                                    .count())
                            .isEqualTo(2));
        }
    }

    @Test
    void ofSeveralRegistriesTheOneMadeOfTheOthersIsTaken() throws Exception {
        CompositeMeterRegistry all = new CompositeMeterRegistry();
        all.add(registry);
        try (HostApplication host = host("openrouter.metrics=true")) {
            host.context().getRegistry().bind("one", registry);
            host.context().getRegistry().bind("all", all);
            call(host, "direct:openrouter-chat-completions");

            assertThat(all.find("openrouter.overhead").timer()).isNotNull();
        }
    }

    @Test
    void withoutARegistryTheStartStops() {
        assertSaysAtStart("openrouter.metrics=true needs a MeterRegistry bean", "openrouter.metrics=true");
    }

    @Test
    void withRegistriesThatNobodyCanTellApartTheStartStops() {
        assertThatThrownBy(() -> {
                    try (HostApplication host = host("openrouter.metrics=true")) {
                        host.context().getRegistry().bind("one", registry);
                        host.context().getRegistry().bind("two", new SimpleMeterRegistry());
                        host.start();
                    }
                })
                .rootCause()
                .hasMessage("openrouter.metrics=true does not know which of 2 MeterRegistry beans to take: call one of"
                        + " them metricsRegistry.");
    }

    @Test
    void aGatewayCannotHaveMetricsOfItsOwn() {
        assertThatThrownBy(() -> {
                    try (HostApplication host = host(
                            "openrouter.b.metrics=true",
                            "openrouter.b.api-key=any",
                            "openrouter.b.base-url=" + upstream.baseUrl())) {
                        host.add(new OpenRouterRoutes("b")).start();
                    }
                })
                .hasMessage("openrouter.b.metrics is set, but all gateways of a process count together: set"
                        + " openrouter.metrics instead.");
    }

    @Test
    void withoutMicrometerTheStartStopsOnlyWhereMetricsAreWanted() throws Exception {
        try (ClassPathWithout without = ClassPathWithout.libraries("micrometer|camel-micrometer|prometheus-metrics")) {
            assertThat(without.has("io.micrometer.core.instrument.MeterRegistry"))
                    .isFalse();
            assertThat(without.call(HostStart.class, "with", "openrouter.metrics=false"))
                    .isEqualTo("started");
            assertThat(without.call(HostStart.class, "with", "openrouter.metrics=true"))
                    .isEqualTo("openrouter.metrics=true needs Micrometer, which is not on the class path: add"
                            + " io.micrometer:micrometer-core.");
        }
    }

    @Test
    void withoutCamelsComponentTheStartStopsOnlyWhereCamelsMetersAreWanted() throws Exception {
        try (ClassPathWithout without = ClassPathWithout.libraries("camel-micrometer")) {
            assertThat(without.call(HostStart.class, "withRegistry", "openrouter.metrics.camel=false"))
                    .isEqualTo("started");
            assertThat(without.call(HostStart.class, "withRegistry", "openrouter.metrics.camel=true"))
                    .isEqualTo("openrouter.metrics.camel=true needs Camel's Micrometer component, which is not on the"
                            + " class path: add org.apache.camel:camel-micrometer.");
        }
    }

    /** As a host has it whose registry sends its meters elsewhere. */
    @Test
    void aRegistryThatIsNotPrometheusNeedsNothingOfIt() throws Exception {
        try (ClassPathWithout without =
                ClassPathWithout.libraries("micrometer-registry-prometheus|prometheus-metrics")) {
            assertThat(without.has("io.micrometer.prometheusmetrics.PrometheusMeterRegistry"))
                    .isFalse();
            assertThat(without.call(HostStart.class, "withRegistry", "openrouter.metrics.keys=true"))
                    .isEqualTo("started");
        }
    }

    /** So that not even one that wants no metrics stumbles over what it does not have. */
    @Test
    void withoutPrometheusAHostThatWantsNoMetricsStarts() throws Exception {
        try (ClassPathWithout without =
                ClassPathWithout.libraries("micrometer-registry-prometheus|prometheus-metrics")) {
            assertThat(without.call(HostStart.class, "with", "openrouter.metrics=false"))
                    .isEqualTo("started");
        }
    }

    /** Runs on a class path of its own. */
    public static final class HostStart {

        private HostStart() {}

        /** What came of it. */
        public static String with(String setting) {
            return started(host -> {}, setting);
        }

        /** The same of one that has a registry and wants metrics. */
        public static String withRegistry(String setting) {
            return started(
                    host -> host.context().getRegistry().bind("meters", new SimpleMeterRegistry()),
                    setting,
                    "openrouter.metrics=true");
        }

        private static String started(Consumer<HostApplication> preparing, String... settings) {
            List<String> all = new ArrayList<>(List.of("openrouter.routes.enabled=true", "openrouter.api-key=any"));
            all.addAll(List.of(settings));
            HostApplication host = HostApplication.on(HostStart.class.getClassLoader(), all.toArray(String[]::new));
            preparing.accept(host);
            return ClassPathWithout.outcomeOf(host);
        }
    }

    private void assertSaysAtStart(String sentence, String setting) {
        assertThatThrownBy(() -> {
                    try (HostApplication host = host(setting)) {
                        host.start();
                    }
                })
                .rootCause()
                .hasMessageContaining(sentence);
    }

    private void call(HostApplication host, String... operations) {
        host.start();
        Arrays.stream(operations)
                .forEach(operation -> host.ask(operation).getMessage().getBody(String.class));
    }

    private HostApplication host(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "openrouter.routes.enabled=true",
                "openrouter.api-key=any",
                "openrouter.base-url=" + upstream.baseUrl()));
        all.addAll(List.of(settings));
        return HostApplication.with(all.toArray(String[]::new));
    }

    private Set<String> names() {
        MeterRegistry asked = registry;
        return asked.getMeters().stream()
                .map(Meter::getId)
                .map(Meter.Id::getName)
                .collect(Collectors.toSet());
    }
}
