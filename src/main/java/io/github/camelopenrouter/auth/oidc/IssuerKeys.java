/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an issuer, as long as they are good: fetched anew every few minutes beside the requests, and at once where there
 * are none, or for one that a token names and nobody knows. There is never more than one fetch at a time, and whatever
 * tokens say, one in {@link #PAUSE} of either kind. While the issuer is away the last ones go on for {@link #USABLE}.
 */
final class IssuerKeys {

    static final Duration FRESH = Duration.ofMinutes(5);
    static final Duration USABLE = Duration.ofHours(1);
    static final Duration PAUSE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    private final String issuer;
    private final Supplier<CompletableFuture<SigningKeys>> fresh;
    private final Supplier<CompletableFuture<SigningKeys>> again;
    private final Clock clock;
    private volatile @Nullable Known known;
    private @Nullable CompletableFuture<?> running;
    private Instant nextRefresh = Instant.MIN;
    private Instant nextForUnknown = Instant.MIN;
    private boolean away;

    private record Known(SigningKeys keys, Instant fetched) {

        boolean isOlderThan(Duration age, Instant now) {
            return now.isAfter(fetched.plus(age));
        }
    }

    /**
     * @param fresh looks up where they stand, and fetches them
     * @param again fetches them from there once more
     */
    IssuerKeys(
            String issuer,
            Supplier<CompletableFuture<SigningKeys>> fresh,
            Supplier<CompletableFuture<SigningKeys>> again,
            Clock clock) {
        this.issuer = issuer;
        this.fresh = fresh;
        this.again = again;
        this.clock = clock;
    }

    /** Those that are good now; waits only where there are none. */
    SigningKeys current() {
        Known last = known;
        if (last == null || last.isOlderThan(USABLE, clock.instant())) {
            await(refresh());
            last = known;
        } else if (last.isOlderThan(FRESH, clock.instant())) {
            refresh();
        }
        return usable(last);
    }

    /** Those that the issuer has published since these, which did not have a key that a token names. */
    SigningKeys after(SigningKeys seen) {
        SigningKeys last = usable(known);
        if (last == seen && last != SigningKeys.NONE) {
            await(forUnknown());
            last = usable(known);
        }
        return last;
    }

    private SigningKeys usable(@Nullable Known last) {
        return last == null || last.isOlderThan(USABLE, clock.instant()) ? SigningKeys.NONE : last.keys();
    }

    private synchronized CompletableFuture<?> refresh() {
        if (isRunning() || clock.instant().isBefore(nextRefresh)) {
            return atWork();
        }
        nextRefresh = clock.instant().plus(PAUSE);
        return fetch(fresh);
    }

    private synchronized CompletableFuture<?> forUnknown() {
        if (isRunning() || clock.instant().isBefore(nextForUnknown)) {
            return atWork();
        }
        nextForUnknown = clock.instant().plus(PAUSE);
        return fetch(again);
    }

    private boolean isRunning() {
        return running != null && !running.isDone();
    }

    private CompletableFuture<?> atWork() {
        return running == null ? CompletableFuture.completedFuture(null) : running;
    }

    /** Told what came of it before anybody who waits goes on. */
    private CompletableFuture<?> fetch(Supplier<CompletableFuture<SigningKeys>> source) {
        CompletableFuture<?> fetching = source.get()
                .orTimeout(IssuerClient.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .handle(this::fetched);
        running = fetching;
        return fetching;
    }

    private synchronized boolean fetched(@Nullable SigningKeys keys, @Nullable Throwable failure) {
        if (keys != null) {
            known = new Known(keys, clock.instant());
            nextRefresh = Instant.MIN;
            if (away) {
                LOG.info("The keys of the issuer {} can be fetched again", issuer);
            }
        } else if (!away) {
            LOG.warn("The keys of the issuer {} could not be fetched: {}", issuer, reason(failure));
        }
        away = keys == null;
        return !away;
    }

    /** What an issuer answers is not repeated: only its status, or our own words. */
    private static String reason(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        String message = cause == null ? null : cause.getMessage();
        return message == null ? String.valueOf(cause) : message;
    }

    private static void await(CompletableFuture<?> fetching) {
        try {
            fetching.get(IssuerClient.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("Nobody waits any longer for the keys of an issuer");
        }
    }
}
