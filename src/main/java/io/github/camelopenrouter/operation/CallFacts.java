/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.Outcome;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.UpstreamError;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.response.UsageReader;
import io.github.camelopenrouter.upstream.UpstreamCall;
import io.github.camelopenrouter.upstream.Vendor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * What stands on an exchange when the route of its operation has ended. Kept until the answer has ended, too: the exchange
 * may be another call's by then.
 *
 * @param report tells how an inspected answer ends; null where there is none
 * @param call null where OpenRouter was never to be called
 */
record CallFacts(
        @Nullable String requestId,
        String door,
        Operation operation,
        boolean stream,
        @Nullable String clientKey,
        @Nullable String asked,
        @Nullable String sent,
        @Nullable String upstreamKey,
        @Nullable Integer status,
        CallRecord.@Nullable Error error,
        ClientLink client,
        @Nullable ResponseReport report,
        @Nullable UpstreamCall call) {

    private static final String DIRECT = "direct";

    static CallFacts of(Exchange exchange) {
        Message answer = exchange.getMessage();
        Integer status = exchange.getException() == null
                ? answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class)
                : Integer.valueOf(500);
        return new CallFacts(
                text(exchange, OpenRouterConstants.REQUEST_ID),
                exchange.getProperty(OpenRouterConstants.ENTRY, DIRECT, String.class),
                exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class),
                Boolean.TRUE.equals(exchange.getProperty(OpenRouterConstants.STREAM)),
                text(exchange, OpenRouterConstants.CLIENT_LABEL),
                text(exchange, OpenRouterConstants.REQUESTED_MODEL),
                text(exchange, OpenRouterConstants.SENT_MODEL),
                text(exchange, OpenRouterConstants.KEY_LABEL),
                status,
                isError(status) ? error(answer) : null,
                ClientLink.of(exchange),
                ResponseReport.of(exchange),
                UpstreamCall.of(exchange));
    }

    /**
     * The record of the call, which has ended.
     *
     * @param answer how its answer ended, null where nobody inspected one
     */
    CallRecord record(
            String id,
            Instant time,
            String gateway,
            @Nullable ResponseFacts answer,
            @Nullable Duration firstToken,
            Duration total) {
        List<CallRecord.Attempt> attempts = call == null ? List.of() : call.attemptsMade();
        Outcome outcome = outcome(answer, attempts.isEmpty());
        boolean nobodyThere = outcome == Outcome.CANCELLED && answer == null;
        return new CallRecord(
                id,
                requestId,
                time,
                gateway,
                door,
                operation,
                stream,
                clientKey,
                asked,
                sent,
                answer == null ? null : answer.model(),
                sent == null ? null : Vendor.of(sent),
                upstreamKey,
                nobodyThere ? null : status,
                outcome,
                error != null || answer == null || answer.error() == null
                        ? error
                        : told(UpstreamError.parse(answer.error())),
                attempts,
                UsageReader.read(answer == null ? null : answer.usage()),
                nobodyThere ? null : firstToken,
                total);
    }

    /** A client that leaves once it has the whole answer has it. */
    private Outcome outcome(@Nullable ResponseFacts answer, boolean neverCalled) {
        if (answer != null && answer.outcome() == ResponseFacts.Outcome.COMPLETE && !isError(status)) {
            return Outcome.COMPLETE;
        }
        if (client.isGone()) {
            return Outcome.CANCELLED;
        }
        if (client.stopReason().isPresent()) {
            return Outcome.DRAINED;
        }
        if (isError(status)) {
            return neverCalled ? Outcome.REFUSED : Outcome.ERROR;
        }
        return answer == null
                ? Outcome.COMPLETE
                : switch (answer.outcome()) {
                    case ERROR -> Outcome.ERROR;
                    case TRUNCATED -> Outcome.TRUNCATED;
                    default -> Outcome.CANCELLED;
                };
    }

    private static boolean isError(@Nullable Integer status) {
        return status != null && status >= 400;
    }

    private static CallRecord.@Nullable Error error(Message answer) {
        return answer.getBody() instanceof byte[] body ? told(UpstreamError.in(body)) : null;
    }

    private static CallRecord.Error told(UpstreamError error) {
        return new CallRecord.Error(error.code(), error.type());
    }

    private static @Nullable String text(Exchange exchange, String property) {
        return exchange.getProperty(property, String.class);
    }
}
