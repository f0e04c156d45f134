/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import java.util.Locale;
import java.util.Set;

/**
 * The allow-list of headers that a client ever gets (source: the gateway's design; everything else stays inside).
 * What {@link Cors} says does not come from a route.
 */
public final class ResponseHeaderFilter {

    private static final Set<String> NAMES = Set.of(
            "content-type",
            "content-encoding",
            "cache-control",
            "x-accel-buffering",
            "x-generation-id",
            "retry-after",
            "x-request-id",
            "x-should-retry",
            "allow",
            "connection");

    private ResponseHeaderFilter() {}

    /** Whether a header of this name, in any case, may reach the client. */
    public static boolean allows(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAMES.contains(lower) || lower.startsWith("x-ratelimit-") || lower.startsWith("x-openrouter-");
    }
}
