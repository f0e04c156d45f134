/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.stream;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** One of the engine's places for concurrent requests; given back once, by whoever comes first. */
final class Slot {

    private final Semaphore slots;
    private final AtomicBoolean taken = new AtomicBoolean(true);

    private Slot(Semaphore slots) {
        this.slots = slots;
    }

    /** A slot if one is free, otherwise null. */
    static Slot take(Semaphore slots) {
        return slots.tryAcquire() ? new Slot(slots) : null;
    }

    void giveBack() {
        if (taken.compareAndSet(true, false)) {
            slots.release();
        }
    }
}
