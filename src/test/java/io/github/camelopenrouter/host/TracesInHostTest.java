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
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host's traces have the gateway's calls in them once it asks for that, as a part of what the host itself does. */
@Timeout(60)
class TracesInHostTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private final ScriptedUpstream upstream = ScriptedUpstream.start(call -> call.answer(
            200,
            HttpTest.JSON,
            "{\"model\":\"openai/gpt-4o\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"cost\":0.5}}"));
    private final List<SpanData> spans = new CopyOnWriteArrayList<>();
    private OpenTelemetrySdk telemetry = telemetry(Sampler.parentBased(Sampler.alwaysOn()));

    @AfterEach
    void stop() throws IOException {
        telemetry.close();
        upstream.close();
    }

    @Test
    void aCallIsBelowWhatRunsOnItsThread() throws Exception {
        try (HostApplication host = host("openrouter.tracing=true").start()) {
            Span own = telemetry.getTracer("host").spanBuilder("host's own").startSpan();
            try (Scope running = own.makeCurrent()) {
                assertThat(running).isNotNull();
                ask(host, "direct:openrouter-chat-completions", null);
            }
            own.end();

            SpanData operation = only(SpanKind.INTERNAL, "chat-completions");
            SpanData attempt = only(SpanKind.CLIENT, "chat openai/gpt-4o");
            assertThat(operation.getParentSpanId())
                    .isEqualTo(own.getSpanContext().getSpanId());
            assertThat(attempt.getParentSpanId()).isEqualTo(operation.getSpanId());
            assertThat(upstream.awaitCall().headers().get("traceparent"))
                    .startsWith("00-" + own.getSpanContext().getTraceId() + "-" + attempt.getSpanId());
            assertThat(spans).hasSize(3);
        }
    }

    @Test
    void aCallIsBelowWhatItsHeadersSay() throws Exception {
        try (HostApplication host = host("openrouter.tracing=true").start()) {
            ask(host, "direct:openrouter-chat-completions", TRACEPARENT);

            assertThat(spans).hasSize(2).allMatch(span -> span.getTraceId().equals(TRACE));
        }
    }

    @Test
    void aKameletsCallIsBelowWhatRunsOnItsThread() throws Exception {
        try (HostApplication host = host("openrouter.tracing=true").start()) {
            Span own = telemetry.getTracer("host").spanBuilder("host's own").startSpan();
            try (Scope running = own.makeCurrent()) {
                assertThat(running).isNotNull();
                ask(host, "kamelet:openrouter-chat-action?model=openai/gpt-4o", null);
            }

            assertThat(only(SpanKind.INTERNAL, "chat-completions").getParentSpanId())
                    .isEqualTo(own.getSpanContext().getSpanId());
        }
    }

    /** And what a client says of its trace goes up as it always has. */
    @Test
    void nothingIsTracedUntilTheHostAsks() throws Exception {
        try (HostApplication host = host().start()) {
            ask(host, "direct:openrouter-chat-completions", TRACEPARENT);

            assertThat(spans).isEmpty();
            assertThat(upstream.awaitCall().headers()).containsEntry("traceparent", TRACEPARENT);
        }
    }

    @Test
    void ofTracesThatBeginHereAPartIsKeptAndOfOthersWhatTheirBeginnerKeeps() throws Exception {
        try (HostApplication host =
                host("openrouter.tracing=true", "openrouter.tracing.ratio=0").start()) {
            ask(host, "direct:openrouter-chat-completions", null);
            ask(host, "direct:openrouter-chat-completions", TRACEPARENT.replace("-01", "-00"));
            assertThat(spans).isEmpty();
            assertThat(upstream.awaitCall().headers()).doesNotContainKey("traceparent");

            ask(host, "direct:openrouter-chat-completions", TRACEPARENT);
            assertThat(spans).hasSize(2);
        }
    }

    @Test
    void aHostsOwnSamplerHasTheLastWord() throws Exception {
        telemetry.close();
        telemetry = telemetry(Sampler.alwaysOff());
        try (HostApplication host =
                host("openrouter.tracing=true", "openrouter.tracing.ratio=1").start()) {
            ask(host, "direct:openrouter-chat-completions", TRACEPARENT);

            assertThat(spans).isEmpty();
            assertThat(upstream.awaitCall().headers()).containsEntry("traceparent", TRACEPARENT);
        }
    }

    /** What it is told at the begin of a span, and at its end. */
    @Test
    void aHostsProcessorThatFailsFailsNoCallAndIsSaidOnceAMinute() throws Exception {
        FailingProcessor failing = new FailingProcessor();
        telemetry.close();
        telemetry = telemetry(Sampler.alwaysOn(), failing);
        try (HostApplication host = host("openrouter.tracing=true", "openrouter.tracing.ratio=1")
                        .start();
                LogRecorder log = LogRecorder.record()) {
            for (Part part : Part.values()) {
                failing.part = part;
                ask(host, "direct:openrouter-chat-completions", TRACEPARENT);
                assertThat(upstream.awaitCall().headers().get("traceparent")).contains(TRACE);
            }
            assertThat(failing.failures).isEqualTo(4);
            log.assertOneWarning("calls go on");

            failing.part = null;
            ask(host, "direct:openrouter-chat-completions", TRACEPARENT);
            assertThat(only(SpanKind.CLIENT, "chat openai/gpt-4o")).isNotNull();
        }
    }

    @Test
    void gatewaysOfAContextAreTracedTogether() throws Exception {
        try (HostApplication host = host(
                "openrouter.tracing=true",
                "openrouter.tracing.ratio=1",
                "openrouter.b.api-key=any",
                "openrouter.b.base-url=" + upstream.baseUrl())) {
            host.add(new OpenRouterRoutes("b")).start();
            ask(host, "direct:openrouter-b-chat-completions", null);

            assertThat(only(SpanKind.INTERNAL, "chat-completions")
                            .getAttributes()
                            .asMap()
                            .toString())
                    .contains("openrouter.gateway=b");
        }
    }

    @Test
    void withoutABeanTheGlobalOneIsTaken() throws Exception {
        GlobalOpenTelemetry.set(telemetry);
        try (HostApplication host = without("openrouter.tracing=true").start()) {
            ask(host, "direct:openrouter-chat-completions", TRACEPARENT);

            assertThat(spans).hasSize(2);
        } finally {
            GlobalOpenTelemetry.resetForTest();
        }
    }

    /** To look for a global one must not make one: the host may still want to. */
    @Test
    void withoutAnyTheStartStopsAndTheHostCanStillMakeOne() {
        assertStops(
                without("openrouter.tracing=true"),
                "openrouter.tracing=true needs an OpenTelemetry bean, or the global one before Camel starts: make one,"
                        + " with Spring Boot by io.opentelemetry.instrumentation:opentelemetry-spring-boot-starter.");
        assertThat(GlobalOpenTelemetry.isSet()).isFalse();
    }

    @Test
    void ofTwoBeansNobodyCanSayWhich() {
        HostApplication host = host("openrouter.tracing=true");
        host.context().getRegistry().bind("other", OpenTelemetry.noop());
        assertStops(host, "openrouter.tracing=true does not know which of 2 OpenTelemetry beans to take: leave one.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openrouter.tracing.content=true | openrouter.tracing.content=true would send prompts and answers as they"
                        + " are, for nothing redacts them yet: remove it, and spans have everything but text.",
                "openrouter.tracing.ratio=2 | openrouter.tracing.ratio is \"2\", but must be a number from 0 to 1, such as 0.01.",
                "openrouter.tracing.ratio=-1 | openrouter.tracing.ratio is \"-1\", but must be a number from 0 to 1, such as 0.01."
            })
    void whatCannotWorkStopsTheStart(String setting, String sentence) {
        assertStops(host("openrouter.tracing=true", setting), sentence);
    }

    @Test
    void aGatewayCannotHaveTracesOfItsOwn() {
        assertThatThrownBy(() -> {
                    try (HostApplication host = host(
                            "openrouter.b.tracing=true",
                            "openrouter.b.api-key=any",
                            "openrouter.b.base-url=" + upstream.baseUrl())) {
                        host.add(new OpenRouterRoutes("b")).start();
                    }
                })
                .hasMessage("openrouter.b.tracing is set, but all gateways of a process are traced together: set"
                        + " openrouter.tracing instead.");
    }

    @Test
    void withoutTheLibraryTheStartStopsOnlyWhereTracesAreWanted() throws Exception {
        try (ClassPathWithout without = ClassPathWithout.libraries("opentelemetry-")) {
            assertThat(without.has("io.opentelemetry.api.OpenTelemetry")).isFalse();
            assertThat(without.call(HostStart.class, "with", "openrouter.tracing=false"))
                    .isEqualTo("started");
            assertThat(without.call(HostStart.class, "with", "openrouter.tracing=true"))
                    .isEqualTo("openrouter.tracing=true needs OpenTelemetry, which is not on the class path: add"
                            + " io.opentelemetry:opentelemetry-api.");
        }
    }

    /** As beside an agent, which brings what sends the spans itself. */
    @Test
    void aHostNeedsNothingButTheApi() throws Exception {
        try (ClassPathWithout without = ClassPathWithout.libraries("opentelemetry-(sdk|exporter|proto)")) {
            assertThat(without.has("io.opentelemetry.sdk.OpenTelemetrySdk")).isFalse();
            assertThat(without.call(HostStart.class, "withBean", "openrouter.tracing=true"))
                    .isEqualTo("started");
        }
    }

    /** Runs on a class path of its own. */
    public static final class HostStart {

        private HostStart() {}

        /** What came of it. */
        public static String with(String setting) {
            return ClassPathWithout.outcomeOf(host(setting));
        }

        /** The same of one that has a bean. */
        public static String withBean(String setting) {
            HostApplication host = host(setting);
            host.context().getRegistry().bind("telemetry", OpenTelemetry.noop());
            return ClassPathWithout.outcomeOf(host);
        }

        private static HostApplication host(String setting) {
            return HostApplication.on(
                    HostStart.class.getClassLoader(),
                    "openrouter.routes.enabled=true",
                    "openrouter.api-key=any",
                    setting);
        }
    }

    private static void assertStops(HostApplication made, String sentence) {
        assertThatThrownBy(() -> {
                    try (HostApplication host = made) {
                        host.start();
                    }
                })
                .rootCause()
                .hasMessage(sentence);
    }

    private SpanData only(SpanKind kind, String name) {
        assertThat(spans)
                .filteredOn(span -> span.getKind() == kind && span.getName().equals(name))
                .hasSize(1);
        return spans.stream()
                .filter(span -> span.getKind() == kind && span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void ask(HostApplication host, String endpoint, String traceparent) {
        Exchange done = host.context().createProducerTemplate().request(endpoint, call -> {
            call.getMessage().setBody(Door.CHAT.plain());
            if (traceparent != null) {
                call.getMessage().setHeader("traceparent", traceparent);
            }
        });
        assertThat(done.getException()).isNull();
        done.getMessage().getBody(String.class);
    }

    private HostApplication host(String... settings) {
        HostApplication host = without(settings);
        host.context().getRegistry().bind("telemetry", telemetry);
        return host;
    }

    private HostApplication without(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "openrouter.routes.enabled=true",
                "openrouter.api-key=any",
                "openrouter.base-url=" + upstream.baseUrl()));
        all.addAll(List.of(settings));
        return HostApplication.with(all.toArray(String[]::new));
    }

    private OpenTelemetrySdk telemetry(Sampler sampler) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                        .build())
                .build();
    }

    private OpenTelemetrySdk telemetry(Sampler sampler, SpanProcessor more) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(more)
                        .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                        .build())
                .build();
    }

    /** Of a trace: where a host's own code is asked. */
    private enum Part {
        CALL_BEGINS,
        ATTEMPT_BEGINS,
        ENDS
    }

    private static final class FailingProcessor implements SpanProcessor {

        private volatile Part part;
        private volatile int failures;

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            failAt(span.getKind() == SpanKind.CLIENT ? Part.ATTEMPT_BEGINS : Part.CALL_BEGINS);
        }

        @Override
        public boolean isStartRequired() {
            return true;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            failAt(Part.ENDS);
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }

        private void failAt(Part here) {
            if (part == here) {
                failures++;
                if (here == Part.ATTEMPT_BEGINS) {
                    throw new NoClassDefFoundError("of the host");
                }
                throw new IllegalStateException("of the host");
            }
        }
    }

    private final class Kept implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
