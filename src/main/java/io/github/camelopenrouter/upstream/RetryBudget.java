/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Stops retry storms: of the calls of the last ten seconds only a share may be tried again, however many fail. While
 * everything is down, retries would multiply the load on what tries to come back.
 */
final class RetryBudget {

    /** So that a gateway with little traffic can retry at all. */
    private static final int ALWAYS_ALLOWED = 10;

    private static final int SECONDS = 10;
    private static final long NANOS_IN_SECOND = 1_000_000_000L;

    private final int percent;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final int[] calls = new int[SECONDS];
    private final int[] retries = new int[SECONDS];
    private long second;

    RetryBudget(int percent, LongSupplier nanos) {
        this.percent = percent;
        this.nanos = nanos;
        this.second = now();
    }

    /** A call has begun. */
    void call() {
        lock.lock();
        try {
            calls[slot()]++;
        } finally {
            lock.unlock();
        }
    }

    /** Takes one retry out of the budget, if there is one left. */
    boolean take() {
        lock.lock();
        try {
            int slot = slot();
            long allowed = Math.max(ALWAYS_ALLOWED, (long) Arrays.stream(calls).sum() * percent / 100);
            if (percent == 0 || Arrays.stream(retries).sum() >= allowed) {
                return false;
            }
            retries[slot]++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The slot of this second; those that have passed since the last look begin anew. */
    private int slot() {
        long now = now();
        long passed = Math.min(SECONDS, now - second);
        for (long gone = 1; gone <= passed; gone++) {
            int slot = (int) Math.floorMod(second + gone, (long) SECONDS);
            calls[slot] = 0;
            retries[slot] = 0;
        }
        second = Math.max(second, now);
        return (int) Math.floorMod(second, (long) SECONDS);
    }

    private long now() {
        return Math.floorDiv(nanos.getAsLong(), NANOS_IN_SECOND);
    }
}
