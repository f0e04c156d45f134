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
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.auth.DoorGuard;
import io.github.camelopenrouter.body.RequestMedia;
import io.github.camelopenrouter.call.Arrival;
import io.github.camelopenrouter.call.RequestTrace;
import io.github.camelopenrouter.call.Tracing;
import io.github.camelopenrouter.passthrough.ReadRequest;
import io.github.camelopenrouter.spi.CallListener;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/**
 * The guard of a gateway's doors, bean {@code openrouter-guard}, as the routes refer to it: behind its decision begins the
 * record of a request that is refused before an operation makes a call of it, by a step of an operator's for example.
 *
 * <p>Whom the guard refuses has no record: it costs nothing to send a million keys.
 */
final class RecordedDoor implements Processor {

    private final DoorGuard guard;
    private final CallListeners listeners;
    private final String gateway;

    /** @param gateway the name of the gateway whose door it is */
    RecordedDoor(DoorGuard guard, CallListeners listeners, String gateway) {
        this.guard = guard;
        this.listeners = listeners;
        this.gateway = gateway;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        guard.process(exchange);
        Arrival request = Arrival.of(exchange);
        if (request != null) {
            Tracing tracing = listeners.tracing();
            RequestTrace trace = tracing == null ? null : tracing.request(exchange, request);
            request.letIn();
            List<CallListener> interested = listeners.of(exchange);
            if (!interested.isEmpty() || trace != null) {
                exchange.getExchangeExtension().addOnCompletion(new Refusal(request, interested, trace));
            }
        }
        RequestMedia.check(exchange, ReadRequest::takesForms);
    }

    private final class Refusal extends SynchronizationAdapter {

        private final Arrival request;
        private final List<CallListener> interested;
        private final @Nullable RequestTrace trace;

        Refusal(Arrival request, List<CallListener> interested, @Nullable RequestTrace trace) {
            this.request = request;
            this.interested = trace == null ? interested : CallListeners.with(interested, trace::ended);
            this.trace = trace;
        }

        /** Not a queue's to carry on: it is about this exchange. */
        @Override
        public boolean allowHandover() {
            return false;
        }

        /**
         * A request that an operation never saw and that was answered is a host's own, and no call; nor is one whose route has
         * had Kamelets make its calls, which have records of their own, and the list of models.
         */
        @Override
        public void onDone(Exchange exchange) {
            if (!request.isCall() && !request.isParent()) {
                CallFacts facts = CallFacts.of(exchange);
                if (facts.isError() && !isList(facts.operation()) && request.becomesCall()) {
                    CallListeners.tell(
                            interested,
                            facts.record(CallOrigin.of(request, gateway), times(), null, listeners.estimates()));
                }
            }
            if (trace != null && !request.isCall()) {
                trace.ended(CallFacts.of(exchange).status());
            }
        }

        private static boolean isList(@Nullable Operation operation) {
            return operation != null && operation.listsModels();
        }

        private CallRecord.Times times() {
            Duration total = Duration.ofNanos(System.nanoTime() - request.nanos());
            return new CallRecord.Times(request.queued(), null, total, request.untilLetIn());
        }
    }
}
