/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts calls from the arrival of their head to their end, and those whose client did not wait for it. */
final class CallCounter {

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong aborted = new AtomicLong();

    Call begin() {
        open.incrementAndGet();
        return new Call();
    }

    int open() {
        return open.get();
    }

    long aborted() {
        return aborted.get();
    }

    /** One call; the first end that is reported counts. */
    final class Call {

        private final AtomicBoolean over = new AtomicBoolean();

        boolean isOver() {
            return over.get();
        }

        void answered() {
            if (over.compareAndSet(false, true)) {
                open.decrementAndGet();
            }
        }

        void aborted() {
            if (over.compareAndSet(false, true)) {
                aborted.incrementAndGet();
                open.decrementAndGet();
            }
        }
    }
}
