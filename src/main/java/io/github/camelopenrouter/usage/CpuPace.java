/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps what threads do behind the calls to a fifth of a core: together they rest four times as long as they have worked. What
 * they have not used of a second before may be used at once. Each is for one thread; those of one {@link Share} share.
 */
public final class CpuPace {

    private static final int SHARE = 5;
    private static final long SAVED = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST = Duration.ofSeconds(5).toNanos();

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Share share;
    private final LongSupplier cpuTime;
    private final LongSupplier nanoTime;
    private long usedBefore;
    // where nobody measures the time of this thread
    private long worked;
    private long askedAt;
    private long restedSince;

    /** The fifth of a core. */
    public static final class Share {
        private long timeBefore = System.nanoTime();
        private long owed = -SAVED;

        private synchronized long owed(long used, long time) {
            owed = Math.max(-SAVED, owed + used * SHARE - (time - timeBefore));
            timeBefore = time;
            return owed;
        }
    }

    public CpuPace(Share share) {
        this(share, CpuPace::ofThisThread, System::nanoTime);
    }

    /** @param cpuTime of this thread; negative where nobody measures it */
    CpuPace(Share share, LongSupplier cpuTime, LongSupplier nanoTime) {
        this.share = share;
        this.cpuTime = cpuTime;
        this.nanoTime = nanoTime;
        this.askedAt = nanoTime.getAsLong();
        this.usedBefore = used(askedAt);
    }

    /** How long to rest now; zero where it may go on. */
    public Duration rest() {
        long now = nanoTime.getAsLong();
        long rest = Math.max(0, Math.min(LONGEST, owed(used(now), now)));
        askedAt = now;
        restedSince = rest;
        return Duration.ofNanos(rest);
    }

    long owed(long used, long time) {
        long more = used - usedBefore;
        usedBefore = used;
        return share.owed(more, time);
    }

    /** A virtual thread has no CPU time: there all of its time counts in which it was not to rest, up to a second. */
    private long used(long now) {
        long measured = cpuTime.getAsLong();
        if (measured >= 0) {
            return measured;
        }
        worked += Math.max(0, Math.min(SAVED, now - askedAt - restedSince));
        return worked;
    }

    private static long ofThisThread() {
        try {
            return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : -1;
        } catch (UnsupportedOperationException e) {
            return -1; // a virtual one, in some versions of Java
        }
    }
}
