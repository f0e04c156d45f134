/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.response.OwnedStream;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.upstream.UpstreamCall;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
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
    private static final int LONGEST_RETRY_SECONDS = 60;

    private final String route;
    private final Clock clock;
    private final List<RateBucket> requests;
    private final List<RateBucket> tokens;
    private final List<CallsUnderWay> calls;
    private final List<CallsUnderWay> entered = new ArrayList<>();
    private long tokensTaken;
    private boolean answered;
    private boolean inspected;
    private @Nullable UpstreamCall upstream;
    private boolean ended;
    private boolean farAway;

    private LimitedCall(String route, List<LevelLimits> levels, Clock clock) {
        this.route = route;
        this.clock = clock;
        this.requests = each(levels, LevelLimits::requests);
        this.tokens = each(levels, LevelLimits::tokens);
        this.calls = each(levels, LevelLimits::calls);
    }

    private static <T> List<T> each(List<LevelLimits> levels, Function<LevelLimits, @Nullable T> part) {
        List<T> parts = new ArrayList<>();
        for (LevelLimits level : levels) {
            T known = part.apply(level);
            if (known != null) {
                parts.add(known);
            }
        }
        return parts;
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

    /** @throws OpenRouterException 429, and nothing is taken */
    synchronized void takeRequest() {
        for (CallsUnderWay level : calls) {
            if (!level.enter()) {
                leave();
                throw LimitReached.of(level);
            }
            entered.add(level);
        }
        try {
            take(requests, 1);
        } catch (OpenRouterException refusal) {
            leave();
            throw refusal;
        }
    }

    boolean hasTokens() {
        return !tokens.isEmpty();
    }

    /** @throws OpenRouterException 429 or 400, and none of them is taken */
    synchronized void takeTokens(long estimate) {
        if (ended) {
            return;
        }
        for (RateBucket bucket : tokens) {
            if (estimate > bucket.rate().amount()) {
                throw LimitReached.larger(bucket, estimate);
            }
        }
        take(tokens, estimate);
        tokensTaken = estimate;
    }

    private void take(List<RateBucket> buckets, long amount) {
        for (int i = 0; amount > 0 && i < buckets.size(); i++) {
            RateBucket bucket = buckets.get(i);
            Duration wait = bucket.take(amount);
            if (!wait.isZero()) {
                buckets.subList(0, i).forEach(taken -> taken.giveBack(amount));
                OpenRouterException refusal = LimitReached.of(bucket, wait);
                farAway = Objects.requireNonNull(refusal.retryAfterSeconds()) > LONGEST_RETRY_SECONDS;
                throw refusal;
            }
        }
    }

    private void leave() {
        entered.forEach(CallsUnderWay::leave);
        entered.clear();
    }

    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        leave();
        if (tokensTaken > 0) {
            correct(UsedTokens.of(upstream, tokensTaken) - tokensTaken);
        }
    }

    private void correct(long more) {
        for (RateBucket bucket : tokens) {
            if (more < 0) {
                bucket.giveBack(-more);
            } else if (more > 0) {
                bucket.takeAnyway(more);
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
        new LimitHeaders(requests, tokens, clock).putInto(exchange);
        if (farAway) {
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
