/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.Outcome;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.spi.NotYetKnownException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * The calls of the last five minutes, counted in buckets of ten seconds, without locks and without making anything: it runs on
 * the calls' own threads. A call that ends in the very moment in which a bucket is emptied for another ten seconds may not be
 * counted.
 */
public final class RecentCalls implements CallListener {

    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final long BUCKET_MILLIS = 10_000;
    private static final int BUCKETS = (int) (WINDOW.toMillis() / BUCKET_MILLIS);

    // places in a bucket
    private static final int TURN = 0;
    private static final int CALLS = 1;
    private static final int FAILED = 2;
    private static final int BLOCKED = 3;
    private static final int STREAMS = 4;
    private static final int SLOW = 5;
    private static final int FIRST_TIME = 6;

    /** Times to the first content, four to each doubling of a millisecond: an hour has the place 88. */
    private static final int TIMES = 96;

    private static final int WIDTH = FIRST_TIME + TIMES;

    private static final int PAYMENT_REQUIRED = 402;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS * WIDTH);
    private final LongSupplier millis;
    private final long slowMillis;
    private final long begun;

    /** @param slow a stream that waits longer for its first content counts as slow */
    RecentCalls(LongSupplier millis, Duration slow) {
        this.millis = millis;
        this.slowMillis = slow.toMillis();
        this.begun = millis.getAsLong();
    }

    @Override
    public void ended(CallRecord call) {
        int bucket = bucket(millis.getAsLong() / BUCKET_MILLIS);
        counts.incrementAndGet(bucket + CALLS);
        if (hasFailed(call)) {
            counts.incrementAndGet(bucket + FAILED);
        }
        if (call.outcome() == Outcome.BLOCKED) {
            counts.incrementAndGet(bucket + BLOCKED);
        }
        Duration first = call.times().firstToken();
        if (call.stream() && first != null) {
            counts.incrementAndGet(bucket + STREAMS);
            counts.incrementAndGet(bucket + FIRST_TIME + placeOf(first.toMillis()));
            if (first.toMillis() > slowMillis) {
                counts.incrementAndGet(bucket + SLOW);
            }
        }
    }

    /** Not by its client's fault: what broke off, and errors of the gateway's, of OpenRouter's, and those that OpenRouter has of our keys. */
    static boolean hasFailed(CallRecord call) {
        Integer status = call.status();
        return switch (call.outcome()) {
            case TRUNCATED, LOST -> true;
            case ERROR ->
                status == null
                        || status >= 500
                        || status < 400
                        || status == PAYMENT_REQUIRED
                        || status == TIMEOUT
                        || status == TOO_MANY;
            case REFUSED -> status != null && status >= 500;
            case COMPLETE, BLOCKED, CANCELLED, BUDGET, DRAINED -> false;
        };
    }

    private int bucket(long turn) {
        int bucket = (int) Math.floorMod(turn, (long) BUCKETS) * WIDTH;
        long before = counts.get(bucket + TURN);
        if (before != turn && counts.compareAndSet(bucket + TURN, before, turn)) {
            for (int place = CALLS; place < WIDTH; place++) {
                counts.set(bucket + place, 0);
            }
        }
        return bucket;
    }

    private static int placeOf(long time) {
        double doublings = Math.log(Math.max(1, time)) / Math.log(2);
        return Math.min(TIMES - 1, (int) Math.ceil(doublings * 4));
    }

    long calls() {
        return sum(CALLS);
    }

    long failed() {
        return sum(FAILED);
    }

    long blocked() {
        return sum(BLOCKED);
    }

    long streams() {
        return sum(STREAMS);
    }

    long slow() {
        return sum(SLOW);
    }

    /** The time that 95 of 100 streams have not waited longer for, up to a fifth too long. */
    Duration firstTokenOf95() {
        long left = (long) Math.ceil(streams() * 0.95);
        for (int place = 0; place < TIMES; place++) {
            left -= sum(FIRST_TIME + place);
            if (left <= 0) {
                return Duration.ofMillis(Math.round(Math.pow(2, place / 4.0)));
            }
        }
        return Duration.ZERO;
    }

    /** @throws NotYetKnownException if there was no time yet for as many calls as there are in five minutes */
    void requireWhole() throws NotYetKnownException {
        if (millis.getAsLong() - begun < WINDOW.toMillis()) {
            throw new NotYetKnownException();
        }
    }

    private long sum(int place) {
        long now = millis.getAsLong() / BUCKET_MILLIS;
        long sum = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            long turn = counts.get(bucket * WIDTH + TURN);
            if (turn > now - BUCKETS && turn <= now) {
                sum += counts.get(bucket * WIDTH + place);
            }
        }
        return sum;
    }
}
