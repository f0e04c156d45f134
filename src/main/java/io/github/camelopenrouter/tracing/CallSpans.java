/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.call.AttemptObserver;
import io.github.camelopenrouter.call.CallTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One call: a span of its operation, and below it one for each request that has gone up. All end with the call's record, for
 * only that knows what they have cost.
 */
final class CallSpans implements CallTrace {

    private final SpanMaker spans;
    private final TraceClock clock;
    private final Span operation;
    private final Context context;
    private final @Nullable RequestSpan request;
    private final List<AttemptSpan> attempts = new ArrayList<>(1);
    private @Nullable AttemptObserver other;
    private boolean ended;

    /**
     * @param context what attempts are below
     * @param request that ends with the call; null where there is none, or another call is the request's
     */
    CallSpans(SpanMaker spans, TraceClock clock, Span operation, Context context, @Nullable RequestSpan request) {
        this.spans = spans;
        this.clock = clock;
        this.operation = operation;
        this.context = context;
        this.request = request;
    }

    @Override
    public void observedBy(@Nullable AttemptObserver observer) {
        other = observer;
    }

    @Override
    public void sends(Exchange exchange, int attempt, @Nullable String model, @Nullable String key) {
        if (other != null) {
            other.sends(exchange, attempt, model, key);
        }
    }

    @Override
    public void generates(String generationId) {
        if (other != null) {
            other.generates(generationId);
        }
    }

    @Override
    public void holds(BigDecimal usd) {
        if (other != null) {
            other.holds(usd);
        }
    }

    @Override
    public synchronized void attempt(
            int number,
            @Nullable String model,
            String method,
            @Nullable URI target,
            BiConsumer<String, String> headers) {
        if (ended) {
            return;
        }
        long begun = clock.now();
        Span span = spans.start(model == null ? method : model, SpanKind.CLIENT, context, begun);
        AttemptSpan attempt = new AttemptSpan(span, number, begun);
        attempt.describe(method, target);
        attempts.add(attempt);
        W3CTraceContextPropagator.getInstance()
                .inject(
                        SampledTracing.below(span, context),
                        headers,
                        (all, name, value) -> headers.accept(name, value));
    }

    @Override
    public synchronized void ended(CallRecord call) {
        ended = true;
        long now = clock.now();
        for (AttemptSpan attempt : attempts) {
            spans.end(() -> attempt.end(call, now));
        }
        spans.end(() -> OperationSpan.end(operation, call, now));
        if (request != null) {
            request.ended(call);
        }
    }
}
