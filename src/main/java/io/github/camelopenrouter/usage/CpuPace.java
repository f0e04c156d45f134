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

/**
 * Keeps what threads do behind the calls to a fifth of a core: together they rest four times as long as they have worked. What
 * they have not used of a second before may be used at once. Each is for one thread; those of one {@link Share} share.
 */
public final class CpuPace {

    private static final int SHARE = 5;
    private static final long SAVED = Duration.ofSeconds(1).toNanos();

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final boolean measures = threads.isCurrentThreadCpuTimeSupported();
    private final Share share;
    private long usedBefore;

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
        this.share = share;
        this.usedBefore = used();
    }

    /** How long to rest now; zero where it may go on. */
    public Duration rest() {
        return Duration.ofNanos(Math.max(0, owed(used(), System.nanoTime())));
    }

    long owed(long used, long time) {
        long more = used - usedBefore;
        usedBefore = used;
        return share.owed(more, time);
    }

    private long used() {
        return measures ? threads.getCurrentThreadCpuTime() : 0;
    }
}
