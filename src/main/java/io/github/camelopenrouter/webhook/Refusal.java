/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.webhook;

import io.github.camelopenrouter.config.Redacted;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Why a receiver has not taken what it was sent, as far as that may be said: never an address, which may hold a token.
 *
 * @param text for the log
 * @param status of its answer over HTTP; 0 where there was none
 * @param pause for which it has asked
 */
public record Refusal(String text, int status, Duration pause) {

    /** Nobody is left alone for longer because of what he says. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int TOO_LARGE = 413;
    private static final int DEEPEST = 30;

    public static Refusal of(@Nullable Throwable failure) {
        return of(failure, Clock.systemUTC());
    }

    static Refusal of(@Nullable Throwable failure, Clock clock) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpOperationFailedException answer) {
                return new Refusal(
                        "HTTP " + answer.getStatusCode(),
                        answer.getStatusCode(),
                        retryAfter(answer.getResponseHeaders(), clock));
            }
            Optional<Integer> status = statusOfService(cause);
            if (status.isPresent()) {
                return new Refusal("HTTP " + status.get() + ", " + rootOf(cause), status.get(), Duration.ZERO);
            }
        }
        return new Refusal(failure == null ? "the route has rolled it back" : rootOf(failure), 0, Duration.ZERO);
    }

    /** Whether it will never take it. */
    public boolean isFinal() {
        return status >= 400 && status < 500 && status != TIMEOUT && status != TOO_MANY;
    }

    /** Whether it might take a part of it. */
    public boolean isTooLarge() {
        return status == TOO_LARGE;
    }

    /** What is at the bottom of it, for the log: what Camel and others have wrapped it into says less. */
    public static String rootOf(Throwable failure) {
        Throwable root = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST)
                .reduce(failure, (above, below) -> below);
        String message = root.getMessage();
        String name = root.getClass().getSimpleName();
        return Redacted.of(message == null ? name : name + ": " + message);
    }

    /** AWS's and other kits have exceptions of their own, with their answer's status. */
    private static Optional<Integer> statusOfService(Throwable failure) {
        try {
            return failure.getClass().getMethod("statusCode").invoke(failure) instanceof Integer status && status >= 300
                    ? Optional.of(status)
                    : Optional.empty();
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    private static Duration retryAfter(@Nullable Map<String, String> headers, Clock clock) {
        if (headers == null) {
            return Duration.ZERO;
        }
        return headers.entrySet().stream()
                .filter(header -> "Retry-After".equalsIgnoreCase(header.getKey()))
                .map(header -> parse(header.getValue(), clock))
                .filter(wait -> !wait.isNegative())
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    /** Source: RFC 9110, 10.2.3. */
    private static Duration parse(String text, Clock clock) {
        if (text.strip().matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text.strip()));
        }
        try {
            return Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
