/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is to be written of calls that have ended, one for each call, and of holds that nobody knows whether they were made. Too
 * many are not taken: the journal has them. Safe for many threads.
 */
final class Settlements {

    /** About 20 MB. */
    private static final int MOST = 100_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<UUID, Settlement> waiting = new LinkedHashMap<>();
    private final Set<UUID> withdrawn = new LinkedHashSet<>();
    private boolean woken;

    /**
     * Some of them, taken out.
     *
     * @param withdrawn those whose hold may still be on its way to the database, and is to find its place taken there
     */
    record Batch(List<Settlement> settlements, List<UUID> withdrawn) {

        boolean isEmpty() {
            return settlements.isEmpty() && withdrawn.isEmpty();
        }
    }

    /** @return false if there is no room */
    boolean add(Settlement settlement) {
        lock.lock();
        try {
            Settlement earlier = waiting.get(settlement.call());
            if (earlier == null && waiting.size() >= MOST) {
                return false;
            }
            waiting.put(settlement.call(), settlement.after(earlier));
            wake();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whoever has asked for this hold has got no answer, and takes it for none. */
    void withdraw(Settlement nothing) {
        lock.lock();
        try {
            withdrawn.add(nothing.call());
            waiting.put(nothing.call(), nothing.after(waiting.get(nothing.call())));
            wake();
        } finally {
            lock.unlock();
        }
    }

    /** So many at most, after waiting until there are some, somebody wakes, or that time is over. */
    Batch take(int most, long waitMillis) throws InterruptedException {
        lock.lock();
        try {
            long rest = TimeUnit.MILLISECONDS.toNanos(waitMillis);
            while (waiting.isEmpty() && !woken && rest > 0) {
                rest = changed.awaitNanos(rest);
            }
            woken = false;
            List<Settlement> some = waiting.values().stream().limit(most).toList();
            some.forEach(one -> waiting.remove(one.call()));
            List<UUID> never = new ArrayList<>();
            some.stream().map(Settlement::call).filter(withdrawn::remove).forEach(never::add);
            return new Batch(some, never);
        } finally {
            lock.unlock();
        }
    }

    /** They could not be written; what has come meanwhile is later. */
    void putBack(Batch batch) {
        lock.lock();
        try {
            for (Settlement settlement : batch.settlements()) {
                Settlement later = waiting.get(settlement.call());
                waiting.put(settlement.call(), later == null ? settlement : later.after(settlement));
            }
            withdrawn.addAll(batch.withdrawn());
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Whoever waits in {@link #take} has something else to do. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
