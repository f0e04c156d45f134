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
import io.github.camelopenrouter.models.ModelFetcher.Fetched;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last model list, fetched by one caller at a time and never given up for nothing (RFC 5861:
 * {@code stale-while-revalidate} and {@code stale-if-error}, both without a limit).
 *
 * <p>The caller who finds the list old fetches the next one on its own thread: a pool whose threads all wait for the list
 * could not fetch it. Meanwhile the others take the old list, or wait where there is none. No lock is held, so virtual
 * threads stay unpinned.
 */
final class ModelCache {

    /** The pause after a failed refresh, so that a dead upstream delays one caller now and then and not every one. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ModelCache.class);

    private final ModelFetcher fetcher;
    private final Clock clock;
    private final AtomicReference<CompletableFuture<ModelList>> flight = new AtomicReference<>();
    private volatile Copy copy;

    /** A list that is taken without a question from one instant to another; a clock set back makes it old. */
    private record Copy(ModelList list, Instant from, Instant until, boolean overdue) {
        boolean isFreshAt(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    ModelCache(ModelFetcher fetcher, Clock clock) {
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /** The list; blocks where it has to be fetched, and throws an {@link OpenRouterException} when there is none. */
    ModelList get() {
        while (true) {
            Copy held = copy;
            if (isFresh(held)) {
                return held.list();
            }
            CompletableFuture<ModelList> mine = new CompletableFuture<>();
            CompletableFuture<ModelList> running = flight.compareAndExchange(null, mine);
            if (running == null) {
                return fly(mine);
            }
            if (held != null) {
                return held.list();
            }
            try {
                return await(running);
            } catch (CancellationException leaderLeft) {
                // whoever comes first takes its place
            }
        }
    }

    /** What is there at this moment, however old; null before the first success. */
    ModelList held() {
        Copy held = copy;
        return held == null ? null : held.list();
    }

    boolean isFresh() {
        return isFresh(copy);
    }

    private boolean isFresh(Copy held) {
        return held != null && held.isFreshAt(clock.instant());
    }

    /** Ends with the flight cleared before anybody wakes: their next call must not meet a failure of the past. */
    private ModelList fly(CompletableFuture<ModelList> mine) {
        try {
            ModelList list = refreshed();
            flight.set(null);
            mine.complete(list);
            return list;
        } catch (OpenRouterException failure) {
            flight.set(null);
            mine.completeExceptionally(failure);
            throw failure;
        } catch (InterruptedException left) {
            throw interrupted();
        } finally {
            flight.compareAndSet(mine, null);
            mine.cancel(false);
        }
    }

    private ModelList refreshed() throws InterruptedException {
        Copy held = copy;
        if (isFresh(held)) {
            return held.list();
        }
        try {
            Fetched fetched = fetcher.fetch();
            Instant now = clock.instant();
            copy = new Copy(fetched.list(), now, now.plus(fetched.freshFor()), false);
            return fetched.list();
        } catch (OpenRouterException failure) {
            if (held == null) {
                throw failure;
            }
            return keep(held, failure);
        }
    }

    private ModelList keep(Copy held, OpenRouterException failure) {
        if (!held.overdue()) {
            LOG.warn("The model list could not be refreshed, the old one stays in use: {}", failure.getMessage());
        }
        Instant now = clock.instant();
        copy = new Copy(held.list(), now, now.plus(PAUSE_AFTER_FAILURE), true);
        return held.list();
    }

    private static ModelList await(CompletableFuture<ModelList> running) {
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
