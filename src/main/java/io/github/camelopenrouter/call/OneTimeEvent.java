/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens at most once, with a reason: every listener hears of it once, in the order of registration, and
 * one that comes later at once.
 */
public final class OneTimeEvent<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Consumer<T>> listeners = new ArrayList<>(2);
    private @Nullable T reason;

    /** The reason, null as long as it has not happened. */
    @Nullable
    T reason() {
        lock.lock();
        try {
            return reason;
        } finally {
            lock.unlock();
        }
    }

    public void listen(Consumer<T> listener) {
        T known;
        lock.lock();
        try {
            known = reason;
            if (known == null) {
                listeners.add(listener);
            }
        } finally {
            lock.unlock();
        }
        if (known != null) {
            listener.accept(known);
        }
    }

    /** Makes it happen, the first time only; the listeners run on this thread. */
    public void give(T why) {
        List<Consumer<T>> heard;
        lock.lock();
        try {
            if (reason != null) {
                return;
            }
            reason = why;
            heard = List.copyOf(listeners);
            listeners.clear();
        } finally {
            lock.unlock();
        }
        heard.forEach(listener -> listener.accept(why));
    }
}
