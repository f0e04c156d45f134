/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What goes wrong with each call is not said for each call. */
final class OnceAMinute {

    private static final long A_MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final AtomicLong said = new AtomicLong(System.nanoTime() - A_MINUTE);

    /** Whether it is to be said now, by whoever asks. */
    boolean isTime() {
        long before = said.get();
        long now = System.nanoTime();
        return now - before >= A_MINUTE && said.compareAndSet(before, now);
    }
}
