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

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** How many of the traces that begin here are kept, and that nothing is made for the others. */
class SampledTracingTest {

    private static final int CALLS = 4_000;

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
