/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One thread per exchange: virtual threads where the JVM has them (21+), otherwise a pool that grows on demand to the
 * number of concurrent requests and shrinks again.
 *
 * <p>Bytecode is for Java 17, so the virtual ones are reached by reflection.
 */
final class ExchangeThreads {

    private static final String NAME = "openrouter-";
    private static final int IDLE_SECONDS = 30;

    private ExchangeThreads() {}

    /** Takes every task at once: how many there are is limited by who hands them in. */
    public static ExecutorService create() {
        ThreadFactory virtual = virtualThreads();
        return virtual != null ? perTask(virtual) : pool();
    }

    /** Whether exchanges run on virtual threads in this JVM. */
    public static boolean areVirtual() {
        return Runtime.version().feature() >= 21;
    }

    /** Without a limit of its own: a request may come in when the thread of the one before is not idle yet. */
    private static ExecutorService pool() {
        AtomicLong number = new AtomicLong();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, NAME + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    private static @Nullable ThreadFactory virtualThreads() {
        if (!areVirtual()) {
            return null;
        }
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object virtual = Thread.class.getMethod("ofVirtual").invoke(null);
            builder.getMethod("name", String.class, long.class).invoke(virtual, NAME, 0L);
            return (ThreadFactory) builder.getMethod("factory").invoke(virtual);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JVM says it is 21 or newer but has no virtual threads", e);
        }
    }

    private static ExecutorService perTask(ThreadFactory factory) {
        try {
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, factory);
        } catch (IllegalAccessException | InvocationTargetException | NoSuchMethodException e) {
            throw new IllegalStateException("This JVM says it is 21 or newer but has no thread-per-task executor", e);
        }
    }
}
