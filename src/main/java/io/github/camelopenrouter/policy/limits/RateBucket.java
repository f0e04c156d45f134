/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What is left of one level's rate: full at first, and filled evenly as time goes by. May be in debt, where a call has used
 * more than it was taken to need. Safe for many threads.
 */
final class RateBucket {

    private final String level;
    private final Quantity quantity;
    private final Rate rate;
    private final Bucket bucket;

    /** @param level whose it is, for sentences */
    RateBucket(String level, Quantity quantity, Rate rate, LongSupplier nanos) {
        this.level = level;
        this.quantity = quantity;
        this.rate = rate;
        this.bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.amount()).refillGreedy(rate.amount(), rate.time()))
                .withCustomTimePrecision(new Nanos(nanos))
                .build();
    }

    private record Nanos(LongSupplier nanos) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanos.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    String level() {
        return level;
    }

    Quantity quantity() {
        return quantity;
    }

    Rate rate() {
        return rate;
    }

    /**
     * Takes so much, or nothing at all.
     *
     * @return for how long it would have to be waited for; zero if it is taken
     */
    Duration take(long amount) {
        ConsumptionProbe taken = bucket.tryConsumeAndReturnRemaining(amount);
        return taken.isConsumed() ? Duration.ZERO : Duration.ofNanos(Math.max(1, taken.getNanosToWaitForRefill()));
    }

    void giveBack(long amount) {
        bucket.addTokens(amount);
    }

    /** It has been used already, whatever is left. */
    void takeAnyway(long amount) {
        bucket.consumeIgnoringRateLimits(amount);
    }

    /** At this moment. */
    Left left() {
        return new Left(rate, bucket.getAvailableTokens());
    }

    /**
     * What is left at one moment.
     *
     * @param available less than nothing where it is in debt
     */
    record Left(Rate rate, long available) {

        long limit() {
            return rate.amount();
        }

        long remaining() {
            return Math.max(0, available);
        }

        /** How long it takes to be full, if nobody takes anything. */
        Duration untilFull() {
            double missing = rate.amount() - (double) available;
            return Duration.ofNanos(
                    (long) (missing / rate.amount() * rate.time().toNanos()));
        }

        boolean isTighterThan(Left other) {
            return remaining() == other.remaining()
                    ? untilFull().compareTo(other.untilFull()) > 0
                    : remaining() < other.remaining();
        }
    }
}
