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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last model list, refreshed by one caller when it is old and never given up: while the refresh runs and when it fails
 * the old list serves (RFC 5861, {@code stale-while-revalidate} and {@code stale-if-error}, here without a limit).
 */
final class ModelCache {

    /** The pause after a failed refresh, so that a dead upstream delays one caller now and then and not every one. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ModelCache.class);

    private final ModelFetcher fetcher;
    private final Clock clock;
    private final SingleFlight<ModelList> flight = new SingleFlight<>();
    private volatile @Nullable Copy copy;

    /** A list that serves without a question from one instant to another; a clock set back makes it old. */
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
        Copy held = copy;
        if (held != null && isFresh(held)) {
            return held.list();
        }
        return flight.run(this::refresh, held == null ? null : held.list());
    }

    /** What is there at this moment, however old; null before the first success. */
    @Nullable
    ModelList held() {
        Copy held = copy;
        return held == null ? null : held.list();
    }

    boolean isFresh() {
        Copy held = copy;
        return held != null && isFresh(held);
    }

    private boolean isFresh(Copy held) {
        return held.isFreshAt(clock.instant());
    }

    /** Looks at the copy once more: another refresh may have ended since the caller saw an old one. */
    private ModelList refresh() throws InterruptedException {
        Copy held = copy;
        if (held != null && isFresh(held)) {
            return held.list();
        }
        try {
            Fetched fetched = fetcher.fetch();
            return hold(fetched.list(), fetched.freshFor(), false);
        } catch (OpenRouterException failure) {
            if (held == null) {
                throw failure;
            }
            if (!held.overdue()) {
                LOG.warn("The model list could not be refreshed, the old one stays in use: {}", failure.getMessage());
            }
            return hold(held.list(), PAUSE_AFTER_FAILURE, true);
        }
    }

    private ModelList hold(ModelList list, Duration time, boolean overdue) {
        Instant now = clock.instant();
        copy = new Copy(list, now, now.plus(time), overdue);
        return list;
    }
}
