/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.balance;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * One call that a member makes, from its beginning to the last byte. Each thing that happens counts once, in any order
 * and from any thread: what it has shown may be known before or after its end.
 */
public final class Attempt {

    /** Not yet. */
    private static final long NEVER = Long.MIN_VALUE;

    /** A failure counts as an answer so many times slower than usual. */
    private static final double FAILURE_FACTOR = 10;

    private static final double LEAST_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MemberLoad load;
    private final BaselineLatency usual;
    private final LongSupplier nanos;
    private final long began;
    private final AtomicLong firstByte = new AtomicLong(NEVER);
    private final AtomicBoolean judged = new AtomicBoolean();
    private final AtomicBoolean faulty = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    Attempt(MemberLoad load, BaselineLatency usual, LongSupplier nanos) {
        this.load = load;
        this.usual = usual;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
        load.begin(began);
    }

    /** The first byte of the answer is there. */
    public void firstByte() {
        long now = nanos.getAsLong();
        if (firstByte.compareAndSet(NEVER, now)) {
            load.noLongerAwaits(began, now);
        }
    }

    /** It is a good answer so far: the time to its first byte is the member's. */
    public void succeeded() {
        if (judged.compareAndSet(false, true)) {
            double taken = elapsed();
            usual.observe(taken);
            load.observe(taken, nanos.getAsLong());
        }
    }

    /**
     * It failed, perhaps in the middle of an answer that had begun well: that counts as a slow answer would, however
     * quickly it came.
     */
    public void failed() {
        if (faulty.compareAndSet(false, true)) {
            judged.set(true);
            countAtLeast(Math.max(LEAST_FAILURE_NANOS, FAILURE_FACTOR * usual.nanos()));
        }
    }

    /** The request was at fault: the quick answer must not make the member look fast, so it counts as usual. */
    public void refused() {
        if (judged.compareAndSet(false, true)) {
            countAtLeast(usual.nanos());
        }
    }

    /** The last byte has come, or will never come. */
    public void end() {
        if (ended.compareAndSet(false, true)) {
            firstByte();
            load.end();
        }
    }

    private void countAtLeast(double least) {
        long taken = elapsed();
        if (taken < least) {
            load.observeAsIf(least, nanos.getAsLong());
        } else {
            load.observe(taken, nanos.getAsLong());
        }
    }

    private long elapsed() {
        long first = firstByte.get();
        return (first == NEVER ? nanos.getAsLong() : first) - began;
    }
}
