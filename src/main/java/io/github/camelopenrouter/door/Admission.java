/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.call.ByteBudget;
import io.github.camelopenrouter.error.OpenRouterException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who may run: so many requests at once, and before them a bounded queue in order of arrival. Nobody blocks here: who
 * waits is called when its slot is free, by the thread that gives it back. Every step takes constant time.
 */
final class Admission {

    /** Whoever waits for a slot. */
    interface Waiter {
        /** The slot is there, and with it the duty to give it back. Runs on any thread, must not block. */
        void admit(Permit slot);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Waiter> waiting = new LinkedHashSet<>();
    private final AdmissionLimits limits;
    private final ByteBudget budget;
    private int free;

    Admission(EngineOptions options) {
        this.limits = options.limits();
        this.free = limits.concurrent();
        this.budget = new ByteBudget(options.maxBuffered().bytes());
    }

    /**
     * A slot at once if one is free, otherwise null: then the waiter has a place in the queue.
     *
     * @throws OpenRouterException if there is no place in the queue either
     */
    @Nullable
    Permit enter(Waiter waiter) {
        lock.lock();
        try {
            if (free > 0) {
                free--;
                return newSlot();
            }
            if (waiting.size() < limits.queued()) {
                waiting.add(waiter);
                return null;
            }
        } finally {
            lock.unlock();
        }
        throw full();
    }

    /** Gives up the waiter's place in the queue; false if it has none any more, because its slot is on the way. */
    boolean leave(Waiter waiter) {
        lock.lock();
        try {
            return waiting.remove(waiter);
        } finally {
            lock.unlock();
        }
    }

    /** A slot is free: the one who has waited longest gets it. */
    void release() {
        Waiter next = null;
        lock.lock();
        try {
            Iterator<Waiter> longest = waiting.iterator();
            if (longest.hasNext()) {
                next = longest.next();
                longest.remove();
            } else {
                free++;
            }
        } finally {
            lock.unlock();
        }
        if (next != null) {
            next.admit(newSlot());
        }
    }

    int freeSlots() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }

    int queued() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    long heldBytes() {
        return budget.held();
    }

    /** The answer to a waiter that has waited in vain. */
    static OpenRouterException waitedTooLong(EngineOptions options) {
        return OpenRouterException.overloaded(
                options.limits().reached() + ", and no place became free within "
                        + options.queueTimeout().toMillis() + " ms (openrouter.queue-timeout).",
                "queue_timeout",
                1);
    }

    private OpenRouterException full() {
        return OpenRouterException.overloaded(
                limits.reached() + limits.queueIsFull() + ".", "too_many_concurrent_requests", 1);
    }

    private Permit newSlot() {
        return new Permit(this, budget.open());
    }
}
