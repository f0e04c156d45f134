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
import io.github.camelopenrouter.api.TokenUsage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request to OpenRouter: the span of kind {@code CLIENT} that has what the answer used (source: OpenTelemetry, "Semantic
 * conventions for generative client AI spans").
 */
final class AttemptSpan {

    private final Span span;
    private final int number;
    private final long begun;

    /** @param number in its call, from 1 */
    AttemptSpan(Span span, int number, long begun) {
        this.span = span;
        this.number = number;
        this.begun = begun;
    }

    void describe(String method, @Nullable URI target) {
        SpanKeys.set(span, SpanKeys.REQUEST_METHOD, method);
        span.setAttribute(SpanKeys.ATTEMPT, number);
        if (target != null) {
            SpanKeys.set(span, SpanKeys.SERVER_ADDRESS, target.getHost());
            span.setAttribute(SpanKeys.SERVER_PORT, portOf(target));
        }
        if (number > 1) {
            span.setAttribute(SpanKeys.RESEND_COUNT, number - 1);
        }
    }

    private static int portOf(URI target) {
        if (target.getPort() >= 0) {
            return target.getPort();
        }
        return "https".equals(target.getScheme()) ? 443 : 80;
    }

    /** @param now when the call has ended, and this at the latest */
    void end(CallRecord call, long now) {
        List<CallRecord.Attempt> made = call.attempts();
        if (number > made.size()) {
            span.end(now, TimeUnit.NANOSECONDS);
            return;
        }
        CallRecord.Attempt attempt = made.get(number - 1);
        String operation = SpanKeys.genAiOperation(call.operationId());
        span.updateName(attempt.model() == null ? operation : operation + " " + SpanKeys.text(attempt.model()));
        SpanKeys.set(span, SpanKeys.OPERATION_NAME, operation);
        SpanKeys.set(span, SpanKeys.REQUEST_MODEL, attempt.model());
        SpanKeys.set(span, SpanKeys.PROVIDER_NAME, attempt.vendor());
        SpanKeys.set(span, SpanKeys.RESPONSE_ID, attempt.generationId());
        SpanKeys.set(span, SpanKeys.PROVIDER, attempt.provider());
        SpanKeys.set(span, SpanKeys.UPSTREAM_KEY, attempt.upstreamKey());
        SpanKeys.amount(span, SpanKeys.COST, attempt.cost());
        SpanKeys.amount(span, SpanKeys.UPSTREAM_COST, attempt.upstreamCost());
        span.setAttribute(SpanKeys.COST_SOURCE, attempt.costSource().word());
        if (number == made.size()) {
            answered(call);
        }
        judge(attempt.status(), number == made.size() ? call : null);
        span.end(Math.min(now, begun + attempt.time().toNanos()), TimeUnit.NANOSECONDS);
    }

    /** The last one has made the answer. */
    private void answered(CallRecord call) {
        TokenUsage usage = call.usage();
        SpanKeys.set(span, SpanKeys.RESPONSE_MODEL, call.model().served());
        SpanKeys.finished(span, call.finishReason());
        SpanKeys.count(span, SpanKeys.INPUT_TOKENS, usage.prompt());
        SpanKeys.count(span, SpanKeys.OUTPUT_TOKENS, usage.completion());
        SpanKeys.count(span, SpanKeys.CACHED_TOKENS, usage.cached());
        SpanKeys.count(span, SpanKeys.CACHE_WRITE_TOKENS, usage.cacheWrite());
        SpanKeys.count(span, SpanKeys.REASONING_TOKENS, usage.reasoning());
    }

    /** @param last the call, if it ended with this attempt */
    private void judge(@Nullable Integer status, @Nullable CallRecord last) {
        if (status != null) {
            span.setAttribute(SpanKeys.STATUS, status);
        }
        if (status != null && status >= 400) {
            fail(status.toString());
        } else if (last != null && SpanKeys.isFailure(last.outcome())) {
            fail(last.outcome().word());
        } else if (status == null && last == null) {
            fail("no_answer");
        }
    }

    private void fail(String type) {
        span.setAttribute(SpanKeys.ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR);
    }
}
