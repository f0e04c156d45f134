/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How long a thread has to rest so that it takes at most a fifth of one core. For that thread. */
final class CpuPace {

    /** Of one core. */
    private static final int SHARE = 5;

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final LongSupplier cpuNanos;
    private final LongSupplier nanoTime;
    private long cpu;
    private long time;

    CpuPace(LongSupplier cpuNanos, LongSupplier nanoTime) {
        this.cpuNanos = cpuNanos;
        this.nanoTime = nanoTime;
        this.cpu = cpuNanos.getAsLong();
        this.time = nanoTime.getAsLong();
    }

    /** Where nobody can tell the CPU time of a thread, all of its time counts. */
    static CpuPace ofThisThread() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        boolean known = threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
        return new CpuPace(known ? threads::getCurrentThreadCpuTime : System::nanoTime, System::nanoTime);
    }

    /** Since it was asked last. */
    Duration rest() {
        long cpuNow = cpuNanos.getAsLong();
        long timeNow = nanoTime.getAsLong();
        long rest = Math.max(0, SHARE * (cpuNow - cpu) - (timeNow - time));
        cpu = cpuNow;
        time = timeNow + rest;
        return Duration.ofNanos(Math.min(rest, LONGEST.toNanos()));
    }
}
