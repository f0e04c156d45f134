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
import io.github.camelopenrouter.call.Arrival;
import io.github.camelopenrouter.call.AttemptObserver;
import io.github.camelopenrouter.call.CallIdentity;
import io.github.camelopenrouter.call.CallTrace;
import io.github.camelopenrouter.call.Tracing;
import io.github.camelopenrouter.response.OwnedStream;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.spi.CallListener;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.SynchronizationRouteAware;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation, from its first step to the end of its answer; tells the listeners then, once, whatever happens.
 *
 * <p>Behind the operation's route all is known but how an open answer ends: its report tells that, on the thread that reads
 * it. An answer that is not inspected has no report, and ends for us with the exchange.
 */
final class RecordedCall extends SynchronizationAdapter
        implements SynchronizationRouteAware, AttemptObserver, CallIdentity {

    private final List<CallListener> listeners;
    private final CallListeners all;
    private final String gateway;
    private final String route;
    /** The request that this is the call of, null for a host's own call and for the second one of a request. */
    private final @Nullable Arrival request;

    private final long begun = System.nanoTime();
    private boolean told;
    private @Nullable CallFacts facts;
    private @Nullable Duration answered;
    private Duration overhead = Duration.ZERO;
    private @Nullable CallOrigin origin;
    private @Nullable BegunAttempt attempt;

    private RecordedCall(
            List<CallListener> interested,
            CallListeners listeners,
            String gateway,
            String route,
            @Nullable Arrival request) {
        this.listeners = interested;
        this.all = listeners;
        this.gateway = gateway;
        this.route = route;
        this.request = request;
    }

    /**
     * Begins to record, where somebody wants to know.
     *
     * @param gateway the name of the gateway that makes the call
     * @param route the id of the operation's route
     */
    static void begin(Exchange exchange, CallListeners listeners, String gateway, String route) {
        Arrival request = Arrival.of(exchange);
        boolean first = request != null && request.becomesCall();
        Tracing tracing = listeners.tracing();
        CallTrace trace = tracing == null ? null : tracing.call(exchange, first);
        List<CallListener> interested =
                trace == null ? listeners.of(exchange) : CallListeners.with(listeners.of(exchange), trace::ended);
        if (!interested.isEmpty() || listeners.wantTimingHeader()) {
            RecordedCall call = new RecordedCall(interested, listeners, gateway, route, first ? request : null);
            exchange.getExchangeExtension().addOnCompletion(call);
            if (listeners.seeRequests()) { // who sees a request may want to know its call
                exchange.setProperty(CallIdentity.PROPERTY, call);
            }
            AttemptObserver observer = listeners.ofAttempts().isEmpty() ? null : call;
            if (trace != null) {
                trace.observedBy(observer);
                observer = trace;
            }
            if (observer != null) {
                exchange.setProperty(AttemptObserver.PROPERTY, observer);
            }
        }
    }

    @Override
    public SynchronizationRouteAware getRouteSynchronization() {
        return this;
    }

    @Override
    public void onBeforeRoute(Route before, Exchange exchange) {
        // the operation's has begun
    }

    @Override
    public void onAfterRoute(Route after, Exchange exchange) {
        if (facts == null && after.getRouteId().equals(route)) {
            answered(exchange);
        }
    }

    /** Not a queue's to carry on: it is about this exchange. */
    @Override
    public boolean allowHandover() {
        return false;
    }

    @Override
    public void onDone(Exchange exchange) {
        CallFacts known = facts;
        if (known == null || known.report() == null) {
            tell(known == null ? CallFacts.of(exchange) : known, null);
        }
    }

    private void answered(Exchange exchange) {
        CallFacts known = CallFacts.of(exchange);
        facts = known;
        answered = sinceArrival();
        overhead = overheadSoFar(known);
        if (all.wantTimingHeader()) {
            exchange.getMessage().setHeader(ServerTiming.NAME, ServerTiming.of(overhead));
        }
        ResponseReport report = known.report();
        if (report != null) {
            report.whenEnded(answer -> tell(known, answer));
        } else if (!(exchange.getMessage().getBody() instanceof OwnedStream)) {
            tell(known, null);
        }
    }

    /** What follows the head of a stream passes as it comes, so nothing of ours is to be added to it later. */
    private Duration overheadSoFar(CallFacts known) {
        Duration atDoor = request == null ? Duration.ZERO : request.untilLetIn();
        Duration own = Duration.ofNanos(System.nanoTime() - begun).plus(atDoor);
        return known.call() == null ? own : own.minus(known.call().elsewhere());
    }

    private synchronized void tell(CallFacts known, @Nullable ResponseFacts answer) {
        if (!told) {
            told = true;
            CallListeners.tell(listeners, known.record(origin(), times(), answer, all.estimates()));
        }
    }

    @Override
    public synchronized void sends(Exchange exchange, int number, @Nullable String model, @Nullable String key) {
        if (!told) {
            tell(CallFacts.beginning(exchange, origin(), number, model, key, all.estimates()));
        }
    }

    @Override
    public synchronized void generates(String generationId) {
        if (attempt != null) {
            tell(attempt.generating(generationId));
        }
    }

    @Override
    public synchronized void holds(BigDecimal usd) {
        if (attempt != null) {
            tell(attempt.estimated(usd));
        }
    }

    /** Nothing is told of a call that has ended: who keeps books on those under way would keep it for ever. */
    private void tell(BegunAttempt known) {
        if (!told) {
            attempt = known;
            CallListeners.tell(all.ofAttempts(), known);
        }
    }

    @Override
    public String id() {
        return origin().id();
    }

    /** One for all that is told of the call: a host's own call gets its id here. */
    private synchronized CallOrigin origin() {
        if (origin == null) {
            origin = request == null ? CallOrigin.of(begun, gateway) : CallOrigin.of(request, gateway);
        }
        return origin;
    }

    private CallRecord.Times times() {
        return new CallRecord.Times(request == null ? null : request.queued(), answered, sinceArrival(), overhead);
    }

    private Duration sinceArrival() {
        return Duration.ofNanos(System.nanoTime() - (request == null ? begun : request.nanos()));
    }
}
