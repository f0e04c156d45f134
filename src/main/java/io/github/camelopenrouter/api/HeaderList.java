/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.api;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which headers cross the gateway's borders, and in which direction; every other one stays where it came from. */
public enum HeaderList {

    /** From a client up to OpenRouter; {@code Authorization} never. */
    FROM_CLIENT(
            Set.of("x-session-id", "x-anthropic-beta", "http-referer", "x-title", "traceparent", "tracestate"),
            List.of(HeaderList.ANTHROPICS, HeaderList.OPENROUTERS)),

    /** From OpenRouter into an exchange. */
    FROM_OPENROUTER(
            Set.of(
                    "content-type",
                    "content-encoding",
                    "cache-control",
                    "x-generation-id",
                    "retry-after",
                    "content-range"),
            List.of(HeaderList.LIMITS, HeaderList.OPENROUTERS)),

    /** From an exchange to a client; what CORS says does not come from a route. */
    TO_CLIENT(
            Set.of(
                    "content-type",
                    "content-encoding",
                    "cache-control",
                    "x-accel-buffering",
                    "x-generation-id",
                    "content-range",
                    "retry-after",
                    "x-request-id",
                    "request-id",
                    "x-should-retry",
                    "server-timing",
                    "etag",
                    "allow",
                    "connection"),
            List.of(HeaderList.LIMITS, HeaderList.ANTHROPICS_LIMITS, HeaderList.OPENROUTERS, HeaderList.GATEWAYS)),

    /** Those for a client that a script of a web page may read, beside the ones that every script may. */
    TO_SCRIPT(
            Set.of("x-request-id", "request-id", "x-generation-id", "retry-after", "x-should-retry"),
            List.of(HeaderList.LIMITS, HeaderList.ANTHROPICS_LIMITS, HeaderList.OPENROUTERS, HeaderList.GATEWAYS));

    private static final String ANTHROPICS = "anthropic-";
    private static final String ANTHROPICS_LIMITS = "anthropic-ratelimit-";
    private static final String LIMITS = "x-ratelimit-";
    private static final String OPENROUTERS = "x-openrouter-";
    private static final String GATEWAYS = "x-gateway-";

    private static final List<String> CREDENTIALS =
            List.of("key", "token", "secret", "auth", "cookie", "pass", "credential", "bearer", "jwt", "signature");

    private final Set<String> names;
    private final List<String> prefixes;

    HeaderList(Set<String> names, List<String> prefixes) {
        this.names = names;
        this.prefixes = prefixes;
    }

    /** Whether a header of this name, in any case, may pass. */
    public boolean allows(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return names.contains(lower) || hasPrefix(lower) && !(this == FROM_CLIENT && staysHere(lower));
    }

    /** A family of headers may hold one that is for the gateway alone. */
    private static boolean staysHere(String lowerName) {
        return lowerName.equals(OpenRouterConstants.TAGS_HEADER)
                || lowerName.equals(OpenRouterConstants.TEAM_HEADER)
                || isCredential(lowerName);
    }

    /** A family of headers may hold one that none should know but its own server. */
    private static boolean isCredential(String lowerName) {
        for (String word : CREDENTIALS) {
            if (lowerName.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasPrefix(String lowerName) {
        for (int n = 0; n < prefixes.size(); n++) {
            if (lowerName.startsWith(prefixes.get(n))) {
                return true;
            }
        }
        return false;
    }
}
