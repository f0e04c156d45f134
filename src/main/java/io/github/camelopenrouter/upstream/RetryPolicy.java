/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;

/**
 * Whether a failed attempt is followed by another, and after which wait. Only what nobody has seen yet is repeated:
 * once the client has its status, or has left, there is no other attempt.
 *
 * <p>Each node of the route that may see an attempt fail asks here: {@link RetryOnStatus} about the status of an
 * answer, {@link RetryOnFailure} about an exception, {@link RetryWithOtherModel} about a circuit breaker that refused,
 * and the node that puts a key into cooldown about another key. Where the answer is yes, Camel redelivers and {@link
 * BeginAttempt} waits.
 */
public final class RetryPolicy {

    private final RetrySettings options;
    private final RetryBudget budget;
    private final DoubleSupplier random;

    /** @param random evenly between 0 and 1, for the jitter */
    RetryPolicy(RetrySettings options, LongSupplier nanos, DoubleSupplier random) {
        this.options = options;
        this.budget = new RetryBudget(options.budgetPercent(), nanos);
        this.random = random;
    }

    /** A call has begun; it earns the budget for the retries of all. */
    void callBegins() {
        budget.call();
    }

    /**
     * Whether another attempt follows; if so, the call knows its wait.
     *
     * @param asked the wait that the upstream has asked for, zero for none
     */
    boolean grantsAnother(UpstreamCall call, Duration asked) {
        boolean possible =
                call.attempts() <= options.attempts() && asked.compareTo(options.maxDelay()) <= 0 && mayGoOn(call);
        if (!possible) {
            return false;
        }
        if (!budget.take()) {
            call.wasLeftWithoutBudget();
            return false;
        }
        call.waitBeforeNext(wait(call.attempts(), asked));
        return true;
    }

    /**
     * Whether another attempt follows with another key; it does so at once. It takes nothing from the budget, which is
     * there against retry storms: a key that was refused is left alone, so each key costs the calls that are under way
     * one attempt.
     */
    public boolean grantsAnotherKey(UpstreamCall call) {
        boolean possible = call.attempts() <= options.attempts() && mayGoOn(call);
        if (possible) {
            call.waitBeforeNext(Duration.ZERO);
        }
        return possible;
    }

    /** Whether the answer is still wanted, nothing of it has been promised yet, and no job may have begun. */
    boolean mayGoOn(UpstreamCall call) {
        return !call.client().isGone()
                && call.client().stopReason().isEmpty()
                && !call.client().isCommitted()
                && !call.current().facts().mayHaveBegunJob();
    }

    /**
     * Marks the answer of a call that has failed in more than one attempt, or would have been attempted again if there were
     * budget, or may have begun a job, with {@code x-should-retry: false}. OpenAI's and Anthropic's SDKs obey it; without it their retries would
     * multiply ours, or be the storm that the budget is there against.
     */
    void markExhausted(Exchange exchange) {
        UpstreamCall call = UpstreamCall.of(exchange);
        if (call != null && isSpent(call)) {
            exchange.getMessage().setHeader("x-should-retry", "false");
        }
    }

    /** Whether nobody should try the call once more. */
    boolean isSpent(UpstreamCall call) {
        return call.attempts() > 1
                || call.isWithoutBudget()
                || call.current().facts().mayHaveBegunJob();
    }

    /**
     * Doubles from attempt to attempt, up to the longest; half of it is left to chance so that callers do not march in
     * step.
     */
    private Duration wait(int attempts, Duration asked) {
        long doubled = options.delay().toMillis() << Math.min(attempts - 1, 20);
        long most = Math.min(doubled, options.maxDelay().toMillis());
        Duration jittered = Duration.ofMillis(Math.round(most * (0.5 + random.getAsDouble() / 2)));
        return jittered.compareTo(asked) < 0 ? asked : jittered;
    }
}
