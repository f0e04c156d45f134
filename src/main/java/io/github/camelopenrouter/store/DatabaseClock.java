/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The database's clock, learned from its answers: each was given between the question and its arrival here, so the difference of
 * the two clocks lies between two bounds, which every further answer narrows. Where an answer contradicts them, one of the clocks
 * was set or stood still, and it counts alone. Safe for many threads.
 */
final class DatabaseClock {

    /** How far two quartzes part, as one in so many: 200 microseconds a second are more than any does. */
    private static final long DRIFT = 5_000;

    private static final long NANOS = 1_000_000_000;

    /** PostgreSQL's clock has microseconds. */
    private static final long RESOLUTION = 1_000;

    private final Clock unlearned;
    private final LongSupplier nanoTime;
    private volatile @Nullable Bounds bounds;

    /** What has to be added to this process's own nanoseconds, as of a moment in them. */
    private record Bounds(long low, long high, long at) {

        private Bounds widened(long now) {
            long drift = Math.max(0, now - at) / DRIFT;
            return new Bounds(low - drift, high + drift, now);
        }

        private Bounds narrowedBy(Bounds other) {
            Bounds both = new Bounds(Math.max(low, other.low), Math.min(high, other.high), other.at);
            return both.low <= both.high ? both : other;
        }
    }

    /** @param unlearned what counts until the database has answered */
    DatabaseClock(Clock unlearned, LongSupplier nanoTime) {
        this.unlearned = unlearned;
        this.nanoTime = nanoTime;
    }

    /** To be asked for in front of a question. */
    long asking() {
        return nanoTime.getAsLong();
    }

    /**
     * An answer has come.
     *
     * @param asked what {@link #asking} was
     * @param told the time that the database has read meanwhile
     */
    synchronized void learn(long asked, Instant told) {
        long arrived = nanoTime.getAsLong();
        long nanos = ChronoUnit.NANOS.between(Instant.EPOCH, told);
        Bounds answer = new Bounds(nanos - arrived, nanos - asked + RESOLUTION, arrived);
        Bounds known = bounds;
        bounds = known == null ? answer : known.widened(arrived).narrowedBy(answer);
    }

    Instant now() {
        Bounds known = bounds;
        if (known == null) {
            return unlearned.instant();
        }
        long nanos = nanoTime.getAsLong() + known.low + (known.high - known.low) / 2;
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
}
