/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import io.github.camelopenrouter.response.OwnedStream;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.upstream.UpstreamCall;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.spi.SynchronizationRouteAware;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation that lives by limits: what it has taken of them, until its answer has ended, whichever way. The
 * answer's report tells that, on the thread that reads it; an answer without one ends with the operation's route or, where it
 * is still open, with the exchange.
 */
final class LimitedCall extends SynchronizationAdapter implements SynchronizationRouteAware {

    private static final String PROPERTY = "CamelOpenRouterLimitedCall";

    private final String route;
    private final Clock clock;
    private final TakenLimits taken;
    private boolean answered;
    private boolean inspected;
    private volatile @Nullable UpstreamCall upstream;

    private LimitedCall(String route, List<LevelLimits> levels, Clock clock) {
        this.route = route;
        this.clock = clock;
        this.taken = new TakenLimits(levels);
    }

    /**
     * From now on the call of this exchange is one.
     *
     * @param route the id of the operation's route
     */
    static LimitedCall begin(Exchange exchange, String route, List<LevelLimits> levels, Clock clock) {
        LimitedCall call = new LimitedCall(route, levels, clock);
        exchange.setProperty(PROPERTY, call);
        exchange.getExchangeExtension().addOnCompletion(call);
        return call;
    }

    /** Null where the call of this exchange has no limits. */
    static @Nullable LimitedCall of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, LimitedCall.class);
    }

    /** A new call begins, which may have none. */
    static void forget(Exchange exchange) {
        exchange.removeProperty(PROPERTY);
    }

    /** @throws io.github.camelopenrouter.error.OpenRouterException 429, and nothing is taken */
    void takeRequest() {
        taken.takeRequest();
    }

    boolean hasTokens() {
        return !taken.tokens().isEmpty();
    }

    /** @throws io.github.camelopenrouter.error.OpenRouterException 429 or 400, and none of them is taken */
    void takeTokens(long estimate) {
        taken.takeTokens(estimate);
    }

    private void end() {
        UpstreamCall call = upstream;
        taken.end(estimate -> UsedTokens.of(call, estimate));
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
        if (!answered && after.getRouteId().equals(route)) {
            answered = true;
            answered(exchange);
        }
    }

    private void answered(Exchange exchange) {
        Message answer = exchange.getMessage();
        ResponseReport report = ResponseReport.of(exchange);
        upstream = UpstreamCall.of(exchange); // later it may be that of another call
        inspected = report != null;
        if (report != null) {
            report.whenEnded(facts -> end());
        } else if (!(answer.getBody() instanceof OwnedStream)) {
            end();
        }
        new LimitHeaders(taken.requests(), taken.tokens(), clock).putInto(exchange);
        if (taken.isFarAway()) {
            answer.setHeader("x-should-retry", "false");
        }
    }

    /** Not a queue's to carry on: it is about this exchange. */
    @Override
    public boolean allowHandover() {
        return false;
    }

    @Override
    public void onDone(Exchange exchange) {
        if (!inspected) {
            end();
        }
    }
}
