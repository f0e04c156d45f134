/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.api.BegunAttempt;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.Outcome;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.api.TokenUsage;
import io.github.camelopenrouter.call.CallTags;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.error.SaysItsAnswer;
import io.github.camelopenrouter.error.UpstreamError;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.upstream.UpstreamCall;
import io.github.camelopenrouter.upstream.Vendor;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * What stands on an exchange when the route of its operation has ended. Kept until the answer has ended, too: the exchange
 * may be another call's by then.
 *
 * @param report tells how an inspected answer ends; null where there is none
 * @param call null where OpenRouter was never to be called
 * @param errorBytes how long the error is that stands in place of an answer
 */
record CallFacts(
        @Nullable String parent,
        @Nullable String requestId,
        String door,
        @Nullable Operation operation,
        @Nullable String passThrough,
        boolean stream,
        CallRecord.Client caller,
        Map<String, String> tags,
        @Nullable String asked,
        @Nullable String sent,
        @Nullable String upstreamKey,
        @Nullable String session,
        @Nullable Integer status,
        CallRecord.@Nullable Error error,
        long errorBytes,
        ClientLink client,
        @Nullable ResponseReport report,
        @Nullable UpstreamCall call) {

    private static final String DIRECT = "direct";

    static CallFacts of(Exchange exchange) {
        Message answer = exchange.getMessage();
        Integer status = exchange.getException() == null
                ? answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class)
                : Integer.valueOf(statusOf(exchange.getException()));
        Operation operation = exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
        byte[] error = isError(status) && answer.getBody() instanceof byte[] body ? body : null;
        return new CallFacts(
                text(exchange, OpenRouterConstants.PARENT_CALL),
                text(exchange, OpenRouterConstants.REQUEST_ID),
                exchange.getProperty(OpenRouterConstants.ENTRY, DIRECT, String.class),
                operation,
                operation == Operation.PASS_THROUGH ? text(exchange, OpenRouterConstants.PASS_THROUGH) : null,
                Boolean.TRUE.equals(exchange.getProperty(OpenRouterConstants.STREAM)),
                caller(exchange),
                CallTags.of(exchange),
                text(exchange, OpenRouterConstants.REQUESTED_MODEL),
                text(exchange, OpenRouterConstants.SENT_MODEL),
                text(exchange, OpenRouterConstants.KEY_LABEL),
                session(exchange.getProperty(OpenRouterConstants.SESSION, Long.class)),
                status,
                error == null ? null : told(UpstreamError.in(error)),
                error == null ? 0 : error.length,
                ClientLink.of(exchange),
                ResponseReport.of(exchange),
                UpstreamCall.of(exchange));
    }

    /** What is known of an attempt whose request goes up now; as of the record, nothing else is kept of the exchange. */
    static BegunAttempt beginning(
            Exchange exchange,
            CallOrigin origin,
            int number,
            @Nullable String model,
            @Nullable String key,
            CallEstimates estimates) {
        Operation operation = exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
        UpstreamCall call = UpstreamCall.of(exchange);
        BigDecimal held = call == null ? null : call.held();
        return new BegunAttempt(
                origin.id(),
                text(exchange, OpenRouterConstants.PARENT_CALL),
                text(exchange, OpenRouterConstants.REQUEST_ID),
                origin.time(),
                origin.gateway(),
                exchange.getProperty(OpenRouterConstants.ENTRY, DIRECT, String.class),
                operation == Operation.PASS_THROUGH ? text(exchange, OpenRouterConstants.PASS_THROUGH) : operation.id(),
                Boolean.TRUE.equals(exchange.getProperty(OpenRouterConstants.STREAM)),
                caller(exchange),
                CallTags.of(exchange),
                number,
                text(exchange, OpenRouterConstants.REQUESTED_MODEL),
                model,
                key,
                held == null
                        ? estimates.about(model, lengthOf(exchange.getMessage().getBody()))
                        : held,
                null);
    }

    private static long lengthOf(@Nullable Object body) {
        if (body instanceof byte[] bytes) {
            return bytes.length;
        }
        return body instanceof StreamCache known ? known.length() : 0;
    }

    /** Whether it was answered with an error, by whomever. */
    boolean isError() {
        return isError(status);
    }

    /**
     * The record of the call, which has ended.
     *
     * @param answer how its answer ended, null where nobody inspected one
     * @param estimates of what nobody has told the cost of
     */
    CallRecord record(
            CallOrigin origin, CallRecord.Times times, @Nullable ResponseFacts answer, CallEstimates estimates) {
        List<CallRecord.Attempt> attempts = call == null ? List.of() : call.attemptsMade(estimates::costOf);
        List<@Nullable BigDecimal> held = call == null ? List.of() : call.heldForEach();
        Outcome outcome = outcome(answer, attempts.isEmpty());
        boolean nobodyThere = outcome == Outcome.CANCELLED && answer == null;
        return new CallRecord(
                origin.id(),
                parent,
                requestId,
                origin.time(),
                origin.gateway(),
                door,
                operation,
                passThrough,
                stream,
                caller,
                tags,
                new CallRecord.Model(asked, sent, answer == null ? null : answer.model()),
                sent == null ? null : Vendor.of(sent),
                answer == null ? null : answer.provider(),
                upstreamKey,
                nobodyThere ? null : status,
                outcome,
                error != null || answer == null || answer.error() == null
                        ? error
                        : told(UpstreamError.parse(answer.error())),
                answer == null ? null : answer.finish(),
                attempts,
                answer == null || call == null ? TokenUsage.UNKNOWN : call.usage(),
                isError() || nobodyThere ? times.withoutFirstToken() : times,
                new CallRecord.Bytes(origin.bytes(), responseBytes()),
                estimates.of(attempts, origin.bytes() == null ? 0 : origin.bytes(), held),
                session);
    }

    /** A client that leaves once it has the whole answer has it. */
    private Outcome outcome(@Nullable ResponseFacts answer, boolean neverCalled) {
        if (answer != null && answer.outcome() == ResponseFacts.Outcome.COMPLETE && !isError()) {
            return Outcome.COMPLETE;
        }
        if (client.isGone()) {
            return Outcome.CANCELLED;
        }
        if (client.stopReason().isPresent()) {
            return OpenRouterException.BUDGET_EXCEEDED.equals(
                            client.stopReason().get().code())
                    ? Outcome.BUDGET
                    : Outcome.DRAINED;
        }
        if (answer != null && answer.outcome() == ResponseFacts.Outcome.BLOCKED) {
            return Outcome.BLOCKED; // also where its client gets an error in its place
        }
        if (isError()) {
            return neverCalled ? Outcome.REFUSED : Outcome.ERROR;
        }
        return answer == null
                ? Outcome.COMPLETE
                : switch (answer.outcome()) {
                    case ERROR -> Outcome.ERROR;
                    case TRUNCATED -> Outcome.TRUNCATED;
                    case BLOCKED -> Outcome.BLOCKED;
                    default -> Outcome.CANCELLED;
                };
    }

    private long responseBytes() {
        return errorBytes > 0 || call == null ? errorBytes : call.receivedBytes();
    }

    private static CallRecord.Client caller(Exchange exchange) {
        Principal who = Principal.of(exchange);
        return new CallRecord.Client(who.key(), who.team(), who.user(), text(exchange, OpenRouterConstants.END_USER));
    }

    /** As a door answers what a step has thrown and nobody has handled. */
    private static int statusOf(Exception failure) {
        SaysItsAnswer known = ObjectHelper.getException(SaysItsAnswer.class, failure);
        return known == null ? 500 : known.asAnswer().status();
    }

    private static boolean isError(@Nullable Integer status) {
        return status != null && status >= 400;
    }

    private static CallRecord.Error told(UpstreamError error) {
        return new CallRecord.Error(error.code(), error.type());
    }

    private static @Nullable String session(@Nullable Long hash) {
        return hash == null ? null : HexFormat.of().toHexDigits(hash);
    }

    private static @Nullable String text(Exchange exchange, String property) {
        return exchange.getProperty(property, String.class);
    }
}
