/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what is wrong with the journal, but not for each call. */
final class OnceAMinute {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final long A_MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final AtomicLong last = new AtomicLong(System.nanoTime() - A_MINUTE);

    void error(String what) {
        long before = last.get();
        long now = System.nanoTime();
        if (now - before >= A_MINUTE && last.compareAndSet(before, now)) {
            LOG.error("Journal: {}", what);
        }
    }
}
