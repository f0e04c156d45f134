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
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.concurrent.TimeUnit;

/**
 * What the gateway did for a call, from its first step to the end of the answer: the span of kind {@code INTERNAL}. Tokens stand
 * with the attempt alone, for whoever adds up spans would count them twice.
 */
final class OperationSpan {

    private OperationSpan() {}

    static void end(Span span, CallRecord call, long now) {
        String operation = call.operationId();
        if (operation != null) {
            span.updateName(SpanKeys.text(operation));
            SpanKeys.set(span, SpanKeys.OPERATION, operation);
            SpanKeys.set(span, SpanKeys.OPERATION_NAME, SpanKeys.genAiOperation(operation));
        }
        SpanKeys.set(span, SpanKeys.REQUEST_MODEL, call.model().asked());
        SpanKeys.set(span, SpanKeys.RESPONSE_MODEL, call.model().served());
        SpanKeys.set(span, SpanKeys.PROVIDER_NAME, call.vendor());
        SpanKeys.finished(span, call.finishReason());
        SpanKeys.set(span, SpanKeys.CALL_ID, call.id());
        SpanKeys.set(span, SpanKeys.REQUEST_ID, call.requestId());
        SpanKeys.set(span, SpanKeys.GATEWAY, call.gateway());
        SpanKeys.set(span, SpanKeys.DOOR, call.door());
        SpanKeys.set(span, SpanKeys.CLIENT_KEY, call.client().key());
        SpanKeys.set(span, SpanKeys.TEAM, call.client().team());
        SpanKeys.amount(span, SpanKeys.SPEND, call.spend());
        SpanKeys.set(span, SpanKeys.COST_SOURCE, call.costSource().word());
        span.setAttribute(SpanKeys.STREAM, call.stream());
        span.setAttribute(SpanKeys.ATTEMPTS, call.attempts().size());
        span.setAttribute(SpanKeys.OUTCOME, call.outcome().word());
        if (SpanKeys.isFailure(call.outcome())) {
            span.setAttribute(SpanKeys.ERROR_TYPE, errorType(call));
            span.setStatus(StatusCode.ERROR);
        }
        span.end(now, TimeUnit.NANOSECONDS);
    }

    private static String errorType(CallRecord call) {
        CallRecord.Error error = call.error();
        String type = error == null ? null : SpanKeys.word(error.type() == null ? error.code() : error.type());
        if (type != null) {
            return type;
        }
        return call.status() == null ? call.outcome().word() : call.status().toString();
    }
}
