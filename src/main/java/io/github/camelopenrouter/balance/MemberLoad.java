/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.balance;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;
import java.util.function.DoubleSupplier;

/**
 * What one member has to do, and how it copes: its calls, and how long it lately takes to the first byte. Safe for
 * threads; the lock is held for a few additions, never for a call.
 */
final class MemberLoad {

    /** Latencies below this are treated as equal: what is left of them is noise of the network. */
    private static final double LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** So many calls more or less tell little: without it the weights would not count where few calls overlap. */
    private static final double SLACK = 4;

    /** After this long a call counts half in the share that health shows. */
    private static final Duration SHARE_HALF_LIFE = Duration.ofMinutes(1);

    private static final double SHARE_TAU = SHARE_HALF_LIFE.toNanos() / Math.log(2);

    private final BaselineLatency usual;
    private final long origin;
    /** Reading is optimistic, because choices read many times as often as calls begin, answer or end. */
    private final StampedLock lock = new StampedLock();

    private final PeakEwma firstByte;
    private int outstanding;
    private int awaiting;
    /** The sum of the beginnings of the calls that await their first byte, in microseconds after the origin. */
    private long beginnings;

    /** Ended calls that still count, see {@link #observeAsIf}; each does so for {@code echoLife} on average. */
    private double echoes;

    private double echoLife = 1;
    private long lastEcho;

    private long unusedSince;
    private double recentCalls;
    private long lastCall;

    MemberLoad(Duration halfLife, BaselineLatency usual, long now) {
        this.firstByte = new PeakEwma(halfLife);
        this.usual = usual;
        this.origin = now;
        this.unusedSince = now;
        this.lastCall = now;
    }

    void begin(long now) {
        long stamp = lock.writeLock();
        try {
            outstanding++;
            awaiting++;
            beginnings += micros(now);
            recentCalls = recentCalls(now) + 1;
            lastCall = now;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** A call that began then no longer waits for its first byte. */
    void noLongerAwaits(long began, long now) {
        long stamp = lock.writeLock();
        try {
            awaiting--;
            beginnings -= micros(began);
            unusedSince = now;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** A call has taken, or is to count as if it had taken, this long to its first byte. */
    void observe(double nanos, long now) {
        long stamp = lock.writeLock();
        try {
            firstByte.observe(nanos, now);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /**
     * A call was answered at once, and is to count as if its first byte had taken this long: also in that it stays among
     * the outstanding calls meanwhile. Otherwise a member under load that fails at once would look idle, and draw
     * everybody.
     */
    void observeAsIf(double nanos, long now) {
        long stamp = lock.writeLock();
        try {
            firstByte.observe(nanos, now);
            echoes = echoes(now) + 1;
            echoLife = nanos;
            lastEcho = now;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    void end() {
        long stamp = lock.writeLock();
        try {
            outstanding--;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    int outstanding() {
        return (int) read(() -> outstanding);
    }

    /** The cost of one more call, where a weight of 1 is the mean of the group. */
    double cost(double weight, long now) {
        return read(() -> (SLACK + (outstanding + echoes(now)) / weight) * expectedNanos(now));
    }

    /** How long the first byte of a call that begins now will probably take. */
    double nanos(long now) {
        return read(() -> expectedNanos(now));
    }

    /** Calls begun lately; only good for comparing members. */
    double recent(long now) {
        return read(() -> recentCalls(now));
    }

    private double read(DoubleSupplier value) {
        long stamp = lock.tryOptimisticRead();
        double read = value.getAsDouble();
        if (lock.validate(stamp)) {
            return read;
        }
        stamp = lock.readLock();
        try {
            return value.getAsDouble();
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /**
     * While calls wait, what has been observed, or their mean wait where that is longer already: a member that hangs is
     * known before its time-outs. While none waits nothing can be observed, so a slow member's value decays until it is
     * as good as any other, but no better: it must not draw everybody at once. A new member counts as usual.
     */
    private double expectedNanos(long now) {
        double expected;
        if (awaiting > 0) {
            double meanWait = 1000.0 * (micros(now) - (double) beginnings / awaiting);
            expected = Math.max(firstByte.value(), meanWait);
        } else {
            double known = firstByte.value();
            double least = known == 0 ? usual.nanos() : Math.min(known, usual.nanos());
            expected = Math.max(firstByte.decayed(unusedSince, now), least);
        }
        return Math.max(LEAST_NANOS, expected);
    }

    private double echoes(long now) {
        return echoes * Math.exp(-Math.max(0, now - lastEcho) / echoLife);
    }

    private double recentCalls(long now) {
        return recentCalls * Math.exp(-Math.max(0, now - lastCall) / SHARE_TAU);
    }

    private long micros(long nanos) {
        return (nanos - origin) / 1000;
    }
}
