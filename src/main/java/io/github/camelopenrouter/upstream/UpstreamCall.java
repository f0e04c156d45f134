/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.TokenUsage;
import io.github.camelopenrouter.balance.Balancer;
import io.github.camelopenrouter.call.AttemptObserver;
import io.github.camelopenrouter.call.CallTrace;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.response.OutputMeter;
import io.github.camelopenrouter.response.filter.CallFilters;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * The call to OpenRouter that an exchange is making: one attempt, or several. Stays on the exchange, and on the copies
 * of it that a circuit breaker makes, from the first attempt to the last byte.
 */
public final class UpstreamCall {

    /** The Exchange property that holds it. */
    public static final String PROPERTY = "CamelOpenRouterUpstreamCall";

    /** Exchange property (Throwable): what an earlier call of the exchange has failed with, which Camel leaves there. */
    public static final String EARLIER_FAILURE = "CamelOpenRouterEarlierFailure";

    private final ClientLink client;
    private final Watchdog watchdog;
    private final LongSupplier nanos;
    private volatile @Nullable UpstreamAttempt current;
    private int attempts;
    private final List<UpstreamAttempt> made = new ArrayList<>(1);
    private @Nullable Balancer group;
    private final Set<String> triedModels = new HashSet<>();
    private final Set<String> refusingVendors = new HashSet<>();
    private Duration waitBeforeNext = Duration.ZERO;
    private long waitedNanos;
    private boolean withoutBudget;
    private @Nullable CallFilters filters;
    private @Nullable AttemptObserver observer;
    private @Nullable OutputMeter meter;

    UpstreamCall(ClientLink client, Watchdog watchdog, LongSupplier nanos) {
        this.client = client;
        this.watchdog = watchdog;
        this.nanos = nanos;
        client.onGone(this::abandon);
        client.onStop(this::stop);
    }

    /** The call of this exchange, null before its first attempt. */
    public static @Nullable UpstreamCall of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, UpstreamCall.class);
    }

    /** The call of this exchange, whose first attempt has begun. */
    public static UpstreamCall begun(Exchange exchange) {
        return Objects.requireNonNull(of(exchange));
    }

    ClientLink client() {
        return client;
    }

    /** These see its answer; null if nobody does. */
    void filteredBy(@Nullable CallFilters asked) {
        filters = asked;
    }

    @Nullable
    CallFilters filters() {
        return filters;
    }

    /** It is told how much a stream has written. */
    public void meteredBy(OutputMeter asking) {
        meter = asking;
    }

    @Nullable
    OutputMeter meter() {
        return meter;
    }

    /** So much a budget holds for the attempt that has begun and goes up next, in US dollars. */
    public void holds(BigDecimal usd) {
        current().facts().holds(usd);
    }

    /** The budget holds so much by now for the attempt whose answer passes. */
    public void holdsMore(BigDecimal usd) {
        holds(usd);
        if (observer != null) {
            observer.holds(usd);
        }
    }

    /** What is held for the attempt that has begun; null where nothing is. */
    public @Nullable BigDecimal held() {
        return current().facts().held();
    }

    /** What is held for each of the {@link #attemptsMade}, in their order; null where nothing is. */
    public List<@Nullable BigDecimal> heldForEach() {
        return permitted().map(attempt -> attempt.facts().held()).toList();
    }

    /** The answer ends here, with this error. */
    public void giveUp(OpenRouterException reason) {
        client.stop(reason);
    }

    /** It is told of the attempts; null if nobody is. */
    void observedBy(@Nullable AttemptObserver asking) {
        observer = asking;
    }

    /** Begins the next attempt; its clocks run from now on. */
    UpstreamAttempt next(boolean stream) {
        UpstreamAttempt next = new UpstreamAttempt(client, stream, nanos);
        attempts++;
        current = next;
        made.add(next);
        if (client.isGone()) {
            next.abandon(); // it may have left before there was an attempt to end
        }
        client.stopReason().ifPresent(next::cut);
        return next;
    }

    /**
     * The request of this attempt is on its way: from here on it ends by {@link #ended}, so its clocks are watched.
     *
     * @param exchange that has its body
     */
    public void started(UpstreamAttempt running, Cancellable request, Exchange exchange) {
        if (observer != null && !running.facts().isFree()) {
            observer.sends(
                    exchange,
                    attempts,
                    running.facts().model(),
                    running.members().keyLabelOrNull());
        }
        watchdog.watch(running);
        running.started(request);
    }

    /**
     * The head of this attempt's answer is there.
     *
     * @param generation OpenRouter's id of what it may bill, null if it gives none
     */
    public void head(UpstreamAttempt running, int code, @Nullable String generation) {
        running.head(code, generation);
        if (observer != null && generation != null && !running.facts().isFree()) {
            observer.generates(generation);
        }
    }

    /** The attempt that runs, or the last one. */
    public UpstreamAttempt current() {
        return Objects.requireNonNull(current);
    }

    /** The attempt that has begun is made by this model of a group. */
    public void chooseModel(Balancer asked, String model) {
        group = asked;
        triedModels.add(model);
        current().members().chooseModel(asked, model);
    }

    /** The models of the group that earlier attempts were made by. */
    public Set<String> triedModels() {
        return triedModels;
    }

    /** Whether the group, if one was asked for, has a healthy model that has not been tried. */
    boolean hasAnotherModel() {
        return group != null && group.hasAnother(triedModels);
    }

    /** Whether the circuit breaker of this vendor has refused an attempt of this call. */
    public boolean isRefusedBy(String vendor) {
        return refusingVendors.contains(vendor);
    }

    /**
     * This vendor's circuit breaker refused the attempt that has begun: it does not count, and nothing is to be waited
     * for.
     */
    void refusedBy(String vendor) {
        refusingVendors.add(vendor);
        attempts--;
        waitBeforeNext = Duration.ZERO;
    }

    /** The trace of the call; null where it has none. */
    public @Nullable CallTrace trace() {
        return observer instanceof CallTrace traced ? traced : null;
    }

    /** How many attempts have begun. */
    public int attempts() {
        return attempts;
    }

    /**
     * What is known of each attempt, those left out that a circuit breaker has refused.
     *
     * @param prices for those whose answer only counts tokens
     */
    public List<CallRecord.Attempt> attemptsMade(TokenPrices prices) {
        return permitted().map(attempt -> attempt.told(prices)).toList();
    }

    private Stream<UpstreamAttempt> permitted() {
        return made.stream().filter(attempt -> attempt.settlement().isPermitted());
    }

    /** Says on the exchange how many attempts there were; one without a key, or that a circuit breaker has refused, was none. */
    static void countAttempts(Exchange exchange) {
        UpstreamCall call = of(exchange);
        if (call != null) {
            exchange.setProperty(
                    OpenRouterConstants.ATTEMPTS, (int) call.permitted().count());
        }
    }

    /** Another attempt would have followed, but too many calls have been attempted again lately. */
    void wasLeftWithoutBudget() {
        withoutBudget = true;
    }

    boolean isWithoutBudget() {
        return withoutBudget;
    }

    /** How long to wait before the next attempt. */
    Duration waitBeforeNext() {
        return waitBeforeNext;
    }

    void waitBeforeNext(Duration wait) {
        waitBeforeNext = wait;
    }

    /** Waits for the next attempt; false if nobody wants the answer then. */
    boolean staysForNext() throws InterruptedException {
        long begun = nanos.getAsLong();
        try {
            return client.staysFor(waitBeforeNext);
        } finally {
            waitedNanos += nanos.getAsLong() - begun;
        }
    }

    /** How long the call was OpenRouter's, or waited to be made again. */
    public Duration elsewhere() {
        return Duration.ofNanos(waitedNanos
                + made.stream().mapToLong(UpstreamAttempt::upstreamNanos).sum());
    }

    /** What the last answer says it has used. */
    public TokenUsage usage() {
        UpstreamAttempt last = current;
        return last == null ? TokenUsage.UNKNOWN : last.facts().usage();
    }

    /** How many bytes of the last answer have come. */
    public long receivedBytes() {
        UpstreamAttempt last = current;
        return last == null ? 0 : last.facts().bytes();
    }

    /** An attempt has ended, whichever way. */
    public void ended(UpstreamAttempt ended) {
        ended.finish();
        watchdog.forget(ended);
    }

    private void stop(OpenRouterException reason) {
        UpstreamAttempt running = current;
        if (running != null) {
            running.cut(reason);
        }
    }

    private void abandon() {
        UpstreamAttempt running = current;
        if (running != null) {
            running.abandon();
        }
    }
}
