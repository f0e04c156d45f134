/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import io.github.camelopenrouter.error.OpenRouterException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets one of many callers do the work, and gives the others its result or its failure.
 *
 * <p>The first caller works on its own thread: a pool whose threads all wait for the result could not run a task of their
 * own. No lock is held meanwhile, so virtual threads stay unpinned. A leader that is interrupted fails alone; one of those
 * who wait takes its place.
 */
final class SingleFlight<T> {

    private final AtomicReference<@Nullable CompletableFuture<T>> flight = new AtomicReference<>();

    /** What the leader does; an {@link OpenRouterException} is the failure of all, an interruption its own. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws InterruptedException;
    }

    /** Leads, or while another one leads takes {@code meanwhile}, or without one (null) waits. */
    T run(Work<T> work, @Nullable T meanwhile) {
        while (true) {
            CompletableFuture<T> mine = new CompletableFuture<>();
            CompletableFuture<T> running = flight.compareAndExchange(null, mine);
            if (running == null) {
                return lead(mine, work);
            }
            if (meanwhile != null) {
                return meanwhile;
            }
            try {
                return await(running);
            } catch (CancellationException leaderLeft) {
                // the first to come round leads
            }
        }
    }

    /** Clears the flight before anybody wakes: their next call must not meet a failure of the past. */
    private T lead(CompletableFuture<T> mine, Work<T> work) {
        try {
            T result = work.run();
            flight.set(null);
            mine.complete(result);
            return result;
        } catch (OpenRouterException failure) {
            flight.set(null);
            mine.completeExceptionally(failure);
            throw failure;
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            flight.compareAndSet(mine, null);
            mine.cancel(false);
        }
    }

    private T await(CompletableFuture<T> running) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof OpenRouterException failure ? failure : new CompletionException(e.getCause());
        }
    }

    /** Nobody reads this answer: the thread was told to stop, and is told again. */
    private static OpenRouterException interrupted() {
        Thread.currentThread().interrupt();
        return OpenRouterException.of(503, "The wait for the model list was interrupted.", null, null);
    }
}
