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
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.call.RequestTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request at a door: the span of kind {@code SERVER} (source: OpenTelemetry, "Semantic conventions for HTTP spans"). */
final class RequestSpan implements RequestTrace {

    private final Span span;
    private final Context context;
    private final TraceClock clock;
    private final SpanMaker spans;
    private final String method;

    RequestSpan(Span span, Context context, TraceClock clock, SpanMaker spans, String method) {
        this.span = span;
        this.context = context;
        this.clock = clock;
        this.spans = spans;
        this.method = SpanKeys.text(method);
    }

    /** What happens on behalf of the request is below. */
    Context context() {
        return context;
    }

    TraceClock clock() {
        return clock;
    }

    void describe(@Nullable String path, @Nullable String url, @Nullable String requestId) {
        span.setAttribute(SpanKeys.REQUEST_METHOD, method);
        span.setAttribute(SpanKeys.URL_SCHEME, url != null && url.startsWith("https:") ? "https" : "http");
        SpanKeys.set(span, SpanKeys.URL_PATH, path);
        SpanKeys.set(span, SpanKeys.REQUEST_ID, requestId);
    }

    @Override
    public void ended(CallRecord call) {
        if (call.operation() != null) {
            boolean isListed = call.operation() == Operation.PASS_THROUGH;
            span.updateName(method + " " + SpanKeys.text(String.valueOf(isListed ? call.operationId() : call.door())));
        }
        SpanKeys.set(span, SpanKeys.CALL_ID, call.id());
        SpanKeys.set(span, SpanKeys.OUTCOME, call.outcome().word());
        ended(call.status());
    }

    @Override
    public void ended(@Nullable Integer status) {
        if (status != null) {
            span.setAttribute(SpanKeys.STATUS, status);
            if (status >= 500) {
                span.setAttribute(SpanKeys.ERROR_TYPE, status.toString());
                span.setStatus(StatusCode.ERROR);
            }
        }
        spans.end(() -> span.end(clock.now(), TimeUnit.NANOSECONDS));
    }
}
