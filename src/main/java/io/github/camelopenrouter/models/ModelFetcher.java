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
import io.github.camelopenrouter.models.ModelSource.Answer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to get the model list from OpenRouter, ending in a list or in the exception that the client shall see.
 *
 * <p>Without a query OpenRouter lists only models that write text (source: its API reference, {@code output_modalities}),
 * so the embedding models have to be asked for. An upstream that refuses the query is asked without it.
 */
final class ModelFetcher {

    static final String EVERY_MODALITY = "output_modalities=all";

    /** How long an upstream that refused the query is not bothered with it again. */
    private static final Duration WITHOUT_QUERY = Duration.ofHours(1);

    private static final Set<Integer> QUERY_REFUSED = Set.of(400, 404, 422);

    private static final Set<Integer> PASSED_ON = Set.of(401, 402, 403, 429);

    private static final Logger LOG = LoggerFactory.getLogger(ModelFetcher.class);

    private final ModelSource source;
    private final Clock clock;
    private final ModelAliases aliases;
    private volatile Instant plainUntil = Instant.MIN;

    /** A list and how long it may be used. */
    record Fetched(ModelList list, Duration freshFor) {}

    ModelFetcher(ModelSource source, Clock clock, ModelAliases aliases) {
        this.source = source;
        this.clock = clock;
        this.aliases = aliases;
    }

    /** Blocks for as long as the source does; throws an {@link OpenRouterException} when there is no list to be had. */
    Fetched fetch() throws InterruptedException {
        if (clock.instant().isBefore(plainUntil)) {
            return read(ask(null));
        }
        Answer everything = askForEverything();
        if (everything != null) {
            return read(everything);
        }
        Fetched plain = read(ask(null));
        plainUntil = clock.instant().plus(WITHOUT_QUERY);
        return plain;
    }

    /** Null when the upstream refuses the query. */
    private @Nullable Answer askForEverything() throws InterruptedException {
        try {
            Answer answer = ask(EVERY_MODALITY);
            return QUERY_REFUSED.contains(answer.status()) ? null : answer;
        } catch (OpenRouterException failure) {
            if (QUERY_REFUSED.contains(failure.status())) {
                return null;
            }
            throw failure;
        }
    }

    private Answer ask(@Nullable String query) throws InterruptedException {
        try {
            return Objects.requireNonNull(source.fetch(query), "no answer");
        } catch (Exception failure) {
            if (isInterruption(failure)) {
                throw new InterruptedException();
            }
            if (failure instanceof OpenRouterException own) {
                throw own;
            }
            LOG.debug("The model list could not be fetched: {}", failure.toString());
            throw OpenRouterException.badGateway("OpenRouter could not be reached for the model list.");
        }
    }

    private Fetched read(Answer answer) {
        if (answer.status() >= 400) {
            throw refused(answer.status());
        }
        try {
            return new Fetched(ModelList.read(answer.body(), aliases), CacheControl.freshness(answer.cacheControl()));
        } catch (IOException | RuntimeException broken) {
            LOG.debug("OpenRouter's model list cannot be read: {}", broken.toString());
            throw OpenRouterException.badGateway("OpenRouter's answer is not a model list.");
        }
    }

    /**
     * Statuses about the key, the account, the load or the server hold for the client too. Any other blames a request
     * that the gateway wrote, and a 404 would even say that the client's model does not exist.
     */
    private static OpenRouterException refused(int status) {
        String message = "OpenRouter answered the request for the model list with status " + status + ".";
        return status >= 500 || PASSED_ON.contains(status)
                ? OpenRouterException.of(status, message, null, null)
                : OpenRouterException.badGateway(message);
    }

    /** Frameworks wrap the exception, and some of them clear the flag, others do not. */
    private static boolean isInterruption(Throwable failure) {
        return Thread.currentThread().isInterrupted()
                || Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(InterruptedException.class::isInstance);
    }
}
