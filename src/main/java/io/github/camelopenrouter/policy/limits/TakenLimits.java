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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one call has taken of the limits of its levels, each time of all of them or of none. Safe for many threads. */
final class TakenLimits {

    private static final int LONGEST_RETRY_SECONDS = 60;

    private final List<RateBucket> requests;
    private final List<RateBucket> tokens;
    private final List<CallsUnderWay> calls;
    /** So many of them have been entered. */
    private int entered;

    private @Nullable Long tokensTaken;
    private boolean over;
    private boolean farAway;

    TakenLimits(List<LevelLimits> levels) {
        this.requests = each(levels, LevelLimits::requests);
        this.tokens = each(levels, LevelLimits::tokens);
        this.calls = each(levels, LevelLimits::calls);
    }

    private static <T> List<T> each(List<LevelLimits> levels, Function<LevelLimits, @Nullable T> part) {
        List<T> parts = new ArrayList<>(levels.size());
        for (LevelLimits level : levels) {
            T known = part.apply(level);
            if (known != null) {
                parts.add(known);
            }
        }
        return parts;
    }

    List<RateBucket> requests() {
        return requests;
    }

    List<RateBucket> tokens() {
        return tokens;
    }

    /** Whether it has been refused for longer than anybody should wait. */
    synchronized boolean isFarAway() {
        return farAway;
    }

    /** @throws OpenRouterException 429 */
    synchronized void takeRequest() {
        for (CallsUnderWay level : calls) {
            if (!level.enter()) {
                leave();
                throw LimitReached.of(level);
            }
            entered++;
        }
        try {
            take(requests, 1);
        } catch (OpenRouterException refusal) {
            leave();
            throw refusal;
        }
    }

    /** @throws OpenRouterException 429 or 400 */
    synchronized void takeTokens(long estimate) {
        if (over) {
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

    /**
     * The call is over; only the first time counts.
     *
     * @param used says for an estimate how many tokens it was
     */
    synchronized void end(LongUnaryOperator used) {
        if (over) {
            return;
        }
        over = true;
        leave();
        if (tokensTaken != null) {
            correct(used.applyAsLong(tokensTaken) - tokensTaken);
        }
    }

    private void leave() {
        for (; entered > 0; entered--) {
            calls.get(entered - 1).leave();
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
}
