/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.TokenUsage;
import io.github.camelopenrouter.call.Arrival;
import io.github.camelopenrouter.call.CallTrace;
import io.github.camelopenrouter.call.RequestTrace;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** How many of the traces that begin here are kept, and that nothing is made for the others. */
class SampledTracingTest {

    private static final int CALLS = 4_000;

    private static final CallRecord RECORD = new CallRecord(
            "019-a",
            null,
            null,
            Instant.EPOCH,
            "",
            "/v1/chat/completions",
            Operation.CHAT_COMPLETIONS,
            null,
            false,
            new CallRecord.Client(null, null, null, null),
            Map.of(),
            new CallRecord.Model(null, null, null),
            null,
            null,
            null,
            200,
            CallRecord.Outcome.COMPLETE,
            null,
            null,
            List.of(),
            TokenUsage.UNKNOWN,
            new CallRecord.Times(null, null, Duration.ZERO, Duration.ZERO),
            new CallRecord.Bytes(1L, 1),
            null,
            null);

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void theRatioOfTracesIsKept() {
        SdkTracerProvider spans =
                SdkTracerProvider.builder().addSpanProcessor(new Ignored()).build();
        OpenTelemetrySdk telemetry =
                OpenTelemetrySdk.builder().setTracerProvider(spans).build();
        SampledTracing tracing = new SampledTracing(() -> telemetry, 0.25);
        int kept = 0;
        for (int call = 0; call < CALLS; call++) {
            if (tracing.call(exchange, false) != null) {
                kept++;
            }
        }
        assertThat(kept).isCloseTo(CALLS / 4, within(170)); // six times the deviation that chance has
    }

    @Test
    void nobodyIsAskedForATracerAsLongAsNothingIsKept() {
        SampledTracing tracing = new SampledTracing(
                () -> {
                    throw new AssertionError("asked");
                },
                0);
        assertThat(tracing.call(exchange, false)).isNull();
        exchange.getMessage().setHeader("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00");
        assertThat(tracing.call(exchange, false)).isNull();
    }

    /** Its attempts are below the door then: what is dropped is nobody's parent. */
    @Test
    void aDoorWhoseCallTheHostsSamplerDropsEndsWithThatCall() {
        Ended ended = new Ended();
        SampledTracing tracing = keeping(kind -> kind != SpanKind.INTERNAL, ended);
        Arrival arrival = arrives();
        assertThat(tracing.request(exchange, arrival)).isNotNull();
        arrival.letIn();
        CallTrace call = tracing.call(exchange, arrival.becomesCall());
        Map<String, String> sent = new HashMap<>();
        call.attempt(1, "openai/gpt-4o", "POST", null, sent::put);
        call.ended(RECORD);
        assertThat(ended.spans).extracting(ReadableSpan::getKind).containsExactly(SpanKind.CLIENT, SpanKind.SERVER);
        ReadableSpan attempt = ended.spans.get(0);
        assertThat(attempt.getParentSpanContext()).isEqualTo(ended.spans.get(1).getSpanContext());
        assertThat(sent.get("traceparent")).contains(attempt.getSpanContext().getSpanId());
    }

    @Test
    void aCallOfTheSameRequestThatIsDroppedDoesNotEndItsDoor() {
        Ended ended = new Ended();
        SampledTracing tracing = keeping(kind -> kind != SpanKind.INTERNAL, ended);
        Arrival arrival = arrives();
        RequestTrace door = tracing.request(exchange, arrival);
        arrival.letIn();
        assertThat(tracing.call(exchange, false)).isNull();
        door.ended(200);
        assertThat(ended.spans).extracting(ReadableSpan::getKind).containsExactly(SpanKind.SERVER);
    }

    /** Recorded for the host's own processors alone. */
    @Test
    void whatIsRecordedAndNotSampledEndsToo() {
        Ended ended = new Ended();
        SampledTracing tracing = tracing(Sampled.RECORD_ONLY, ended);
        Arrival arrival = arrives();
        tracing.request(exchange, arrival);
        arrival.letIn();
        tracing.call(exchange, arrival.becomesCall()).ended(RECORD);
        assertThat(ended.spans).extracting(ReadableSpan::getKind).containsExactly(SpanKind.INTERNAL, SpanKind.SERVER);
    }

    @Test
    void aSamplerThatFailsFailsNeitherTheDoorNorTheCall() {
        Ended ended = new Ended();
        SampledTracing tracing = keeping(
                kind -> {
                    throw new IllegalStateException("of the host");
                },
                ended);
        Arrival arrival = arrives();
        assertThat(tracing.request(exchange, arrival)).isNull();
        assertThat(tracing.call(exchange, arrival.becomesCall())).isNull();
    }

    /** A host makes its own at the first call. */
    @Test
    void telemetryThatCannotBeMadeFailsNoCall() {
        SampledTracing tracing = new SampledTracing(
                () -> {
                    throw new NoClassDefFoundError("of the host");
                },
                1);
        assertThat(tracing.request(exchange, arrives())).isNull();
    }

    private Arrival arrives() {
        Arrival arrival = new Arrival();
        exchange.setProperty(Arrival.PROPERTY, arrival);
        exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "POST");
        return arrival;
    }

    private static SampledTracing keeping(Predicate<SpanKind> kept, Ended ended) {
        return tracing(
                (Sampled) kind -> kept.test(kind) ? SamplingResult.recordAndSample() : SamplingResult.drop(), ended);
    }

    private static SampledTracing tracing(Sampled sampler, Ended ended) {
        OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(ended)
                        .build())
                .build();
        return new SampledTracing(() -> telemetry, 1);
    }

    /** By its kind alone. */
    private interface Sampled extends Sampler {

        Sampled RECORD_ONLY = kind -> SamplingResult.create(SamplingDecision.RECORD_ONLY);

        SamplingResult of(SpanKind kind);

        @Override
        default SamplingResult shouldSample(
                Context parent, String trace, String name, SpanKind kind, Attributes given, List<LinkData> links) {
            return of(kind);
        }

        @Override
        default String getDescription() {
            return "by kind";
        }
    }

    private static final class Ended implements SpanProcessor {

        private final List<ReadableSpan> spans = new ArrayList<>();

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            // its end is waited for
        }

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            spans.add(span);
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    /** Without anybody who takes its spans OpenTelemetry makes none. */
    private static final class Ignored implements SpanProcessor {

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            // that it is there is enough
        }

        @Override
        public boolean isStartRequired() {
            return true;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            // that it is there is enough
        }

        @Override
        public boolean isEndRequired() {
            return false;
        }
    }
}
