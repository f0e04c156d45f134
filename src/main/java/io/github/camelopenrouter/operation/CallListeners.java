/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.accesslog.AccessLog;
import io.github.camelopenrouter.api.BegunAttempt;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.call.Tracing;
import io.github.camelopenrouter.call.TracingSlot;
import io.github.camelopenrouter.spi.AttemptListener;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.spi.RequestListener;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is told of the calls of one instance: the access log, where the door does not write the line itself, the listeners of
 * features, and the beans of the context that are {@link CallListener}s.
 */
final class CallListeners {

    private static final Logger LOG = LoggerFactory.getLogger(CallListeners.class);

    private final CamelContext context;
    private final AccessLog accessLog;
    private final CallEstimates estimates;
    private final TracingSlot tracing;
    private final boolean timingHeader;
    private final List<CallListener> ofFeatures = new ArrayList<>();
    private volatile @Nullable List<CallListener> others;
    private volatile List<AttemptListener> ofAttempts = List.of();
    private volatile boolean wantRequests;

    /** @param timingHeader whether answers are to say what of their time was the gateway's */
    CallListeners(
            CamelContext context,
            AccessLog accessLog,
            CallEstimates estimates,
            TracingSlot tracing,
            boolean timingHeader) {
        this.context = context;
        this.accessLog = accessLog;
        this.estimates = estimates;
        this.tracing = tracing;
        this.timingHeader = timingHeader;
    }

    /** Tells it of each call, too; before the first. */
    void add(CallListener listener) {
        ofFeatures.add(listener);
    }

    /** Who wants to know of the call that this exchange begins; none is worth no record. */
    List<CallListener> of(Exchange exchange) {
        List<CallListener> known = others;
        if (known == null) {
            List<CallListener> found = new ArrayList<>(ofFeatures);
            found.addAll(context.getRegistry().findByType(CallListener.class));
            known = List.copyOf(found);
            ofAttempts = known.stream()
                    .filter(AttemptListener.class::isInstance)
                    .map(AttemptListener.class::cast)
                    .toList();
            wantRequests = known.stream().anyMatch(RequestListener.class::isInstance);
            others = known;
        }
        if (wantRequests) {
            known = ofRequest(known, exchange);
        }
        if (!accessLog.isOn() || AccessLog.isWrittenByDoor(exchange)) {
            return known;
        }
        return known.isEmpty() ? List.of(accessLog) : withAccessLog(known);
    }

    /** Those who want to see the request have one of its own be told of its call. */
    private static List<CallListener> ofRequest(List<CallListener> known, Exchange exchange) {
        List<CallListener> own = new ArrayList<>(known.size());
        for (CallListener listener : known) {
            own.add(listener instanceof RequestListener seeing ? ofRequest(seeing, exchange) : listener);
        }
        return own;
    }

    private static CallListener ofRequest(RequestListener listener, Exchange exchange) {
        try {
            return listener.listenerFor(exchange);
        } catch (RuntimeException e) {
            LOG.warn("A call listener failed on a request", e);
            return listener;
        }
    }

    /** Those of them who want to know of attempts, once {@link #of} has been asked. */
    List<AttemptListener> ofAttempts() {
        return ofAttempts;
    }

    /** Whether any of them sees requests, once {@link #of} has been asked. */
    boolean seeRequests() {
        return wantRequests;
    }

    /** For what nobody has told the cost of. */
    CallEstimates estimates() {
        return estimates;
    }

    /** Null where nothing is traced. */
    @Nullable
    Tracing tracing() {
        return tracing.get();
    }

    boolean wantTimingHeader() {
        return timingHeader;
    }

    private List<CallListener> withAccessLog(List<CallListener> known) {
        return List.of(accessLog, call -> tell(known, call));
    }

    /** All of them, and one more. */
    static List<CallListener> with(List<CallListener> listeners, CallListener more) {
        List<CallListener> all = new ArrayList<>(listeners);
        all.add(more);
        return all;
    }

    static void tell(List<CallListener> listeners, CallRecord call) {
        for (CallListener listener : listeners) {
            try {
                listener.ended(call);
            } catch (RuntimeException e) {
                LOG.warn("A call listener failed on the call {}", call.id(), e);
            }
        }
    }

    static void tell(List<AttemptListener> listeners, BegunAttempt attempt) {
        for (AttemptListener listener : listeners) {
            try {
                listener.begins(attempt);
            } catch (RuntimeException e) {
                LOG.warn("A call listener failed on an attempt of the call {}", attempt.id(), e);
            }
        }
    }
}
