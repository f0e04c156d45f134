/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How long an answer of OpenRouter's may be used without asking again, by its {@code Cache-Control}.
 *
 * <p>Source: RFC 9111, 5.2.2. {@code s-maxage} is left alone: it speaks to caches shared by strangers, and a gateway holds
 * the list for its own users.
 */
final class CacheControl {

    /** What OpenRouter itself sends for {@code /models}; used where an answer says nothing usable. */
    static final Duration DEFAULT = Duration.ofSeconds(300);

    /** The most that RFC 9111, 1.2.2 wants a larger number to mean. */
    private static final long MAX_SECONDS = 1L << 31;

    private CacheControl() {}

    /** The time that an answer with this header stays fresh; the header may be null. */
    static Duration freshness(@Nullable String header) {
        Duration freshness = null;
        for (String directive : (header == null ? "" : header).split(",")) {
            String[] parts = directive.trim().toLowerCase(Locale.ROOT).split("\\s*=\\s*", 2);
            if (parts[0].equals("no-store") || parts[0].equals("no-cache")) {
                return Duration.ZERO;
            }
            if (freshness == null && parts.length == 2 && parts[0].equals("max-age")) {
                freshness = seconds(parts[1].replace("\"", ""));
            }
        }
        return freshness == null ? DEFAULT : freshness;
    }

    private static @Nullable Duration seconds(String digits) {
        if (!digits.matches("[0-9]+")) {
            return null;
        }
        return Duration.ofSeconds(digits.length() > 10 ? MAX_SECONDS : Math.min(Long.parseLong(digits), MAX_SECONDS));
    }
}
