/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.keys;

import io.github.camelopenrouter.error.FailureKind;
import io.github.camelopenrouter.error.UpstreamError;
import io.github.camelopenrouter.upstream.PlatformLimit;
import io.github.camelopenrouter.upstream.RetryAfter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells by an error of OpenRouter's whether the key is at fault, and how long it should be left alone for that.
 *
 * <p>Source: errors of a vendor have {@code error.metadata.provider_name}, those of the platform do not; only the
 * platform's own 429 have {@code X-RateLimit-*}, with the reset in milliseconds since 1970.
 */
final class KeyRefusal {

    private static final Duration REFUSED_REST = Duration.ofMinutes(5);

    /** OpenRouter's longest window is a day. */
    private static final Duration LONGEST_REST = Duration.ofDays(1);

    private KeyRefusal() {}

    /** Whether it is worth a look into the answer. */
    static boolean mayBe(int status) {
        FailureKind kind = FailureKind.ofStatus(status);
        return kind == FailureKind.KEY_REFUSED || kind == FailureKind.RATE_LIMITED;
    }

    /**
     * How long the key has to be left alone.
     *
     * @param headers of the answer, by name
     * @return empty if it need not
     */
    static Optional<Duration> cooldown(
            int status, byte[] body, Function<String, @Nullable Object> headers, Clock clock) {
        UpstreamError error = UpstreamError.in(body);
        if (!error.json().isObject() || error.isVendors()) {
            return Optional.empty();
        }
        FailureKind kind = FailureKind.ofStatus(status);
        if (kind == FailureKind.RATE_LIMITED) {
            return PlatformLimit.isIn(headers)
                    ? Optional.of(limitRest(headers, clock)).filter(KeyRefusal::isRest)
                    : Optional.empty();
        }
        return kind == FailureKind.KEY_REFUSED && !error.isAboutTheRequest()
                ? Optional.of(REFUSED_REST)
                : Optional.empty();
    }

    /** Until the reset, else as long as {@code Retry-After} says. */
    private static Duration limitRest(Function<String, @Nullable Object> headers, Clock clock) {
        Duration rest = untilReset(headers.apply(PlatformLimit.RESET), clock);
        Duration known = isRest(rest) ? rest : RetryAfter.parse(headers.apply("Retry-After"), clock);
        return known.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : known;
    }

    private static Duration untilReset(@Nullable Object header, Clock clock) {
        String text = header == null ? "" : header.toString().trim();
        return text.matches("\\d{12,15}")
                ? Duration.between(clock.instant(), Instant.ofEpochMilli(Long.parseLong(text)))
                : Duration.ZERO;
    }

    private static boolean isRest(Duration rest) {
        return !rest.isZero() && !rest.isNegative();
    }
}
