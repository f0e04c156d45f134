/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Threads that call something at the same time; a test goes on once all of them really wait. */
final class Callers<T> {

    private final List<FutureTask<T>> calls;
    private final List<Thread> threads;

    private Callers(int count, Callable<T> call) {
        calls = IntStream.range(0, count).mapToObj(i -> new FutureTask<>(call)).toList();
        threads = calls.stream().map(Thread::new).toList();
        threads.forEach(thread -> thread.setDaemon(true));
        threads.forEach(Thread::start);
    }

    static <T> Callers<T> start(int count, Callable<T> call) {
        return new Callers<>(count, call);
    }

    Callers<T> untilAllWait() {
        await().until(() -> threads.stream().allMatch(Callers::waits));
        return this;
    }

    void interrupt() {
        threads.forEach(Thread::interrupt);
    }

    /** The result of the first caller. */
    T result() throws Exception {
        return results().get(0).get();
    }

    /** The calls, all of them ended. */
    List<FutureTask<T>> results() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
        return calls;
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }
}
