/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** USD per token, exact. {@code cacheWrite} is null where a model takes no cache markers. */
record Prices(
        BigDecimal prompt,
        BigDecimal completion,
        BigDecimal cacheRead,
        @Nullable BigDecimal cacheWrite) {

    static final Prices FREE = new Prices(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** What the special models cost: gpt-4o-mini's prices, with Claude's factors for the cache. */
    static final Prices SPECIAL = new Prices(
            new BigDecimal("0.00000015"),
            new BigDecimal("0.0000006"),
            new BigDecimal("0.000000015"),
            new BigDecimal("0.0000001875"));

    /** Reads the {@code pricing} of a model list entry. */
    static Prices of(JsonNode pricing) {
        BigDecimal prompt = price(pricing, "prompt");
        BigDecimal read = pricing.has("input_cache_read") ? price(pricing, "input_cache_read") : prompt;
        BigDecimal write = pricing.has("input_cache_write") ? price(pricing, "input_cache_write") : null;
        return new Prices(prompt, price(pricing, "completion"), read, write);
    }

    boolean cacheable() {
        return cacheWrite != null;
    }

    private static BigDecimal price(JsonNode pricing, String name) {
        return new BigDecimal(pricing.path(name).asText("0"));
    }
}
