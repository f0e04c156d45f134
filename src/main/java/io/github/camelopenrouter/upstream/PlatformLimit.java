/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** OpenRouter's own limit of a key, which it tells by {@code X-RateLimit-*}; a vendor's 429 has none (source: OpenRouter). */
public final class PlatformLimit {

    /** When the limit ends, in milliseconds since 1970. */
    public static final String RESET = "X-RateLimit-Reset";

    private PlatformLimit() {}

    /**
     * Whether OpenRouter itself limits the key, and not a vendor its model.
     *
     * @param headers of the response, by name
     */
    public static boolean isIn(Function<String, @Nullable Object> headers) {
        return headers.apply("X-RateLimit-Limit") != null
                || headers.apply("X-RateLimit-Remaining") != null
                || headers.apply(RESET) != null;
    }
}
