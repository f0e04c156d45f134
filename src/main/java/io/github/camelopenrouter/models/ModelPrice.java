/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.api.TokenUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs, in US dollars a token, as the model list says it (source: OpenRouter's API reference, "pricing"): exact,
 * and with what long prompts cost.
 *
 * @param request for each request
 * @param cacheRead a token of the prompt that comes from the prompt cache
 * @param cacheWrite a token of the prompt that is put into it
 * @param units what else it is paid for
 * @param longer what holds from so many tokens of the prompt on, the shortest first
 */
public record ModelPrice(
        BigDecimal prompt,
        BigDecimal completion,
        BigDecimal request,
        BigDecimal cacheRead,
        BigDecimal cacheWrite,
        UnitPrices units,
        List<FromTokens> longer) {

    /** Another price from so many tokens of the prompt on. */
    record FromTokens(long tokens, ModelPrice price) {}

    /** Null where a price is missing, is no number, or is negative as that of {@code openrouter/auto}: nobody knows it. */
    static @Nullable ModelPrice of(JsonNode pricing) {
        try {
            return of(pricing, null);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable ModelPrice of(JsonNode pricing, @Nullable ModelPrice base) {
        BigDecimal prompt = price(pricing, "prompt", base == null ? null : base.prompt);
        BigDecimal completion = price(pricing, "completion", base == null ? null : base.completion);
        BigDecimal request = price(pricing, "request", base == null ? BigDecimal.ZERO : base.request);
        BigDecimal read = price(pricing, "input_cache_read", prompt);
        BigDecimal write = price(pricing, "input_cache_write", prompt);
        UnitPrices units = UnitPrices.of(pricing, base == null ? UnitPrices.NONE : base.units);
        if (prompt == null || completion == null || request == null || read == null || write == null || units == null) {
            return null;
        }
        ModelPrice price = new ModelPrice(prompt, completion, request, read, write, units, List.of());
        return base == null ? price.with(pricing.path("overrides")) : price;
    }

    private @Nullable ModelPrice with(JsonNode overrides) {
        List<FromTokens> longerPrompts = new ArrayList<>();
        for (JsonNode override : overrides) {
            ModelPrice price = of(override, this);
            if (price == null || !override.path("min_prompt_tokens").canConvertToLong()) {
                return null;
            }
            longerPrompts.add(new FromTokens(override.path("min_prompt_tokens").longValue(), price));
        }
        longerPrompts.sort((one, other) -> Long.compare(one.tokens(), other.tokens()));
        return new ModelPrice(prompt, completion, request, cacheRead, cacheWrite, units, List.copyOf(longerPrompts));
    }

    /** What this usage costs; null where it has no tokens of the prompt. */
    public @Nullable BigDecimal of(TokenUsage usage) {
        if (usage.prompt() == null) {
            return null;
        }
        long tokens = usage.prompt();
        long read = orNone(usage.cached());
        long write = orNone(usage.cacheWrite());
        ModelPrice at = at(tokens);
        return at.request
                .add(times(at.prompt, Math.max(0, tokens - read - write)))
                .add(times(at.cacheRead, read))
                .add(times(at.cacheWrite, write))
                .add(times(at.completion, orNone(usage.completion())));
    }

    /** What so many tokens cost without any cache. */
    public BigDecimal of(long promptTokens, long completionTokens) {
        ModelPrice at = at(promptTokens);
        return at.request.add(times(at.prompt, promptTokens)).add(times(at.completion, completionTokens));
    }

    /** What holds for a prompt of so many tokens. */
    public ModelPrice at(long promptTokens) {
        ModelPrice at = this;
        for (FromTokens other : longer) {
            at = promptTokens >= other.tokens() ? other.price() : at;
        }
        return at;
    }

    private static BigDecimal times(BigDecimal price, long tokens) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }

    private static long orNone(@Nullable Long tokens) {
        return tokens == null ? 0 : tokens;
    }

    /** Null where it is known to be unknown. */
    static @Nullable BigDecimal price(JsonNode pricing, String name, @Nullable BigDecimal otherwise) {
        JsonNode value = pricing.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        BigDecimal price = new BigDecimal(value.asText());
        return price.signum() < 0 ? null : price;
    }
}
