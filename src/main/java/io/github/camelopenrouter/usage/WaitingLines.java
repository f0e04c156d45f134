/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lines, or what they are to be made of, in the order in which they are to be written. Safe for many threads.
 *
 * @param <L> what stands for a line
 */
final class WaitingLines<L> {

    /** Lines are about 500 bytes. */
    private static final int MOST = 20_000;

    private final Queue<L> lines = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Takes one more, however many there are. */
    void add(L line) {
        count.incrementAndGet();
        lines.add(line);
    }

    /** @return false if too many wait already, because the disk does not take them */
    boolean addIfThereIsRoom(L line) {
        if (count.get() >= MOST) {
            return false;
        }
        add(line);
        return true;
    }

    /** The next one, which waits no more; null where there is none. */
    @Nullable
    L poll() {
        L next = lines.poll();
        if (next != null) {
            count.decrementAndGet();
        }
        return next;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    int count() {
        return count.get();
    }
}
