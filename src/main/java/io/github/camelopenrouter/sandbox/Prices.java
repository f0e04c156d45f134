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
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * USD, exact.
 *
 * @param cacheWrite null where a model takes no cache markers
 * @param request for each call
 * @param image for each image in the prompt
 * @param overrides what long prompts cost instead, the longest last
 */
record Prices(
        BigDecimal prompt,
        BigDecimal completion,
        BigDecimal cacheRead,
        @Nullable BigDecimal cacheWrite,
        BigDecimal request,
        BigDecimal image,
        List<LongPrompt> overrides) {

    /** Prices of prompts from so many tokens on. */
    record LongPrompt(int minPromptTokens, Prices prices) {}

    static final Prices FREE = perRequest(BigDecimal.ZERO);

    /** What the special models cost: gpt-4o-mini's prices, with Claude's factors for the cache. */
    static final Prices SPECIAL = of(Json.parse("""
            {"prompt":"0.00000015","completion":"0.0000006","input_cache_read":"0.000000015",\
            "input_cache_write":"0.0000001875"}"""));

    /** What the cheapest calls of the real one cost: seven tokens of an embedding. */
    static final Prices TINY = perRequest(new BigDecimal("0.00000014"));

    /** The same for every call, however long. */
    static Prices perRequest(BigDecimal price) {
        BigDecimal zero = BigDecimal.ZERO;
        return new Prices(zero, zero, zero, zero, price, zero, List.of());
    }

    /** Reads the {@code pricing} of a model list entry. */
    static Prices of(JsonNode pricing) {
        BigDecimal prompt = price(pricing, "prompt");
        BigDecimal read = pricing.has("input_cache_read") ? price(pricing, "input_cache_read") : prompt;
        BigDecimal write = pricing.has("input_cache_write") ? price(pricing, "input_cache_write") : null;
        BigDecimal request = price(pricing, "request");
        BigDecimal image = price(pricing, "image");
        return new Prices(prompt, price(pricing, "completion"), read, write, request, image, overrides(pricing));
    }

    /** An override has only the prices that differ. */
    private static List<LongPrompt> overrides(JsonNode pricing) {
        List<LongPrompt> overrides = new ArrayList<>();
        for (JsonNode entry : pricing.path("overrides")) {
            ObjectNode whole = ((ObjectNode) pricing).deepCopy().without(List.of("overrides"));
            whole.setAll((ObjectNode) entry);
            overrides.add(new LongPrompt(entry.path("min_prompt_tokens").asInt(), of(whole)));
        }
        return overrides;
    }

    /** As the model list has them. */
    ObjectNode listed() {
        ObjectNode pricing = Json.object();
        pricing.put("prompt", prompt.toPlainString()).put("completion", completion.toPlainString());
        if (request.signum() > 0) {
            pricing.put("request", request.toPlainString());
        }
        if (cacheWrite != null) {
            pricing.put("input_cache_read", cacheRead.toPlainString());
            pricing.put("input_cache_write", cacheWrite.toPlainString());
        }
        return pricing;
    }

    /** Those of a prompt of this length. */
    Prices at(int promptTokens) {
        Prices prices = this;
        for (LongPrompt override : overrides) {
            prices = promptTokens >= override.minPromptTokens() ? override.prices() : prices;
        }
        return prices;
    }

    boolean cacheable() {
        return cacheWrite != null;
    }

    private static BigDecimal price(JsonNode pricing, String name) {
        return new BigDecimal(pricing.path(name).asText("0"));
    }
}
