/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.call.Arrival;
import io.github.camelopenrouter.call.CallTrace;
import io.github.camelopenrouter.call.RequestTrace;
import io.github.camelopenrouter.call.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Decides once for each trace, before anything is made for it: whoever began it has decided for the gateway, too; of those that
 * begin here a part is kept.
 */
final class SampledTracing implements Tracing {

    private final SpanMaker spans;
    private final double ratio;

    /**
     * @param telemetry asked at the first trace that is kept
     * @param ratio of the traces that begin here
     */
    SampledTracing(Supplier<OpenTelemetry> telemetry, double ratio) {
        this.spans = new SpanMaker(telemetry);
        this.ratio = ratio;
    }

    @Override
    public @Nullable RequestTrace request(Exchange exchange, Arrival arrival) {
        Context parent = parent(exchange);
        if (!isKept(parent)) {
            return null;
        }
        TraceClock clock = new TraceClock();
        Message message = exchange.getMessage();
        String method = message.getHeader(Exchange.HTTP_METHOD, "", String.class);
        Span span = spans.start(method, SpanKind.SERVER, parent, clock.at(arrival.nanos()));
        if (!span.isRecording()) {
            return null;
        }
        RequestSpan request = new RequestSpan(span, parent.with(span), clock, spans, method);
        request.describe(
                exchange.getProperty(OpenRouterConstants.ENTRY, String.class),
                message.getHeader(Exchange.HTTP_URL, String.class),
                exchange.getProperty(OpenRouterConstants.REQUEST_ID, String.class));
        exchange.setProperty(RequestTrace.PROPERTY, request);
        return request;
    }

    @Override
    public @Nullable CallTrace call(Exchange exchange, boolean isOfRequest) {
        RequestSpan request = exchange.getProperty(RequestTrace.PROPERTY, RequestSpan.class);
        if (request != null) {
            return begin(exchange, request.context(), request.clock(), isOfRequest ? request : null);
        }
        Arrival arrival = Arrival.of(exchange);
        if (arrival != null && arrival.isLetIn()) {
            return null; // decided at its door
        }
        Context parent = parent(exchange);
        return isKept(parent) ? begin(exchange, parent, new TraceClock(), null) : null;
    }

    /** A door's span that is kept ends with its call, also where a host's sampler drops the call's own. */
    private @Nullable CallTrace begin(
            Exchange exchange, Context parent, TraceClock clock, @Nullable RequestSpan request) {
        Object operation = exchange.getProperty(OpenRouterConstants.OPERATION);
        Span span = spans.start(String.valueOf(operation), SpanKind.INTERNAL, parent, clock.now());
        return span.isRecording() || request != null
                ? new CallSpans(spans, clock, span, span.isRecording() ? parent.with(span) : parent, request)
                : null;
    }

    /** One that could not be made is nobody's parent. */
    static Context below(Span span, Context parent) {
        return span.getSpanContext().isValid() ? parent.with(span) : parent;
    }

    /** What runs on this thread is nearer than what a client has said; what cannot be read was never said. */
    private static Context parent(Exchange exchange) {
        Context current = Context.current();
        Span running = Span.fromContextOrNull(current);
        return running != null && running.getSpanContext().isValid() ? current : ClientTrace.of(exchange.getMessage());
    }

    private boolean isKept(Context parent) {
        Span begun = Span.fromContextOrNull(parent);
        SpanContext known = begun == null ? SpanContext.getInvalid() : begun.getSpanContext();
        return known.isValid()
                ? known.isSampled()
                : ratio >= 1 || ratio > 0 && ThreadLocalRandom.current().nextDouble() < ratio;
    }
}
