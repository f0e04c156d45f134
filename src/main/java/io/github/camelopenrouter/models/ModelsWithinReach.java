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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The model list for those who would rather do without it than wait: an old one at once, or a first one if it comes soon.
 *
 * <p>It is fetched in the background, by one task at a time however many ask.
 */
final class ModelsWithinReach {

    /** Between failed fetches for those who come with every call. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    private final ModelCache cache;
    private final Clock clock;
    private final Executor background;
    private final Duration wait;
    private final AtomicReference<@Nullable CompletableFuture<@Nullable ModelList>> task = new AtomicReference<>();
    private volatile boolean waitedInVain;
    private volatile @Nullable Instant failed;

    ModelsWithinReach(ModelCache cache, Clock clock, Executor background, Duration wait) {
        this.cache = cache;
        this.clock = clock;
        this.background = background;
        this.wait = wait;
    }

    /** Null when there is no list within the wait; an interrupted caller keeps its flag. */
    @Nullable
    ModelList get() {
        ModelList held = cache.held();
        if (held == null) {
            return await(fetch());
        }
        if (!cache.isFresh()) {
            fetch();
        }
        return held;
    }

    /**
     * The same for those who come with every call: they wait during the first fetch only, until that has failed or one of
     * them has waited for as long as anybody does. From then on they take what is there, and a fetch that fails has a pause.
     */
    @Nullable
    ModelList getWithoutDelay() {
        if (cache.held() != null || !waitedInVain) {
            return getOnce();
        }
        return isPaused() ? null : fetch().getNow(null);
    }

    private @Nullable ModelList getOnce() {
        ModelList list = get();
        if (list == null && !Thread.currentThread().isInterrupted()) {
            waitedInVain = true;
        }
        return list;
    }

    /** A clock set back ends it. */
    private boolean isPaused() {
        Instant start = failed;
        Instant now = clock.instant();
        return start != null && !now.isBefore(start) && now.isBefore(start.plus(PAUSE_AFTER_FAILURE));
    }

    /** Waits for nothing; ends when there is nothing to wait for any more. */
    CompletionStage<?> refresh() {
        return cache.isFresh() ? CompletableFuture.completedStage(null) : fetch();
    }

    private CompletableFuture<@Nullable ModelList> fetch() {
        CompletableFuture<@Nullable ModelList> mine = new CompletableFuture<>();
        CompletableFuture<@Nullable ModelList> running = task.compareAndExchange(null, mine);
        if (running != null) {
            return running;
        }
        try {
            background.execute(() -> run(mine));
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            finish(mine, null);
        }
        return mine;
    }

    private void run(CompletableFuture<@Nullable ModelList> mine) {
        ModelList list = null;
        try {
            list = cache.get();
        } catch (OpenRouterException unavailable) {
            // those who wait do without; the next one starts a new task
        } finally {
            finish(mine, list);
        }
    }

    private void finish(CompletableFuture<@Nullable ModelList> mine, @Nullable ModelList list) {
        if (list == null) {
            failed = clock.instant();
        }
        task.set(null);
        mine.complete(list);
    }

    private @Nullable ModelList await(CompletableFuture<@Nullable ModelList> running) {
        try {
            return running.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            return null;
        }
    }
}
