/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.api;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a call has used, whichever API told it; null for what nobody said. Amounts are exact, in US dollars.
 *
 * @param prompt tokens of the prompt, with those that the prompt cache read and wrote
 * @param cached tokens of the prompt that came from the prompt cache
 * @param cacheWrite tokens of the prompt that were put into it
 * @param completion tokens of the answer
 * @param reasoning tokens of reasoning; may be more than {@code completion}, so nobody subtracts them
 * @param total what the upstream calls the total, else the sum of prompt and completion
 * @param cost what OpenRouter takes for the call (source: {@code usage.cost})
 * @param upstreamCost what the vendor takes beside it, of calls with a key of the operator's at that vendor only: elsewhere
 *     {@code cost} has it in it (source: {@code usage.cost_details.upstream_inference_cost})
 * @param byok whether the call was made with a key of the operator's at its vendor (source: {@code usage.is_byok})
 */
public record TokenUsage(
        @Nullable Long prompt,
        @Nullable Long cached,
        @Nullable Long cacheWrite,
        @Nullable Long completion,
        @Nullable Long reasoning,
        @Nullable Long total,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal upstreamCost,
        @Nullable Boolean byok) {

    public static final TokenUsage UNKNOWN = new TokenUsage(null, null, null, null, null, null, null, null, null);

    /** What the call costs altogether, null if nobody said. */
    public @Nullable BigDecimal spend() {
        return cost == null || upstreamCost == null ? cost : cost.add(upstreamCost);
    }

    /** An amount in all its digits, never with an exponent. */
    public static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }
}
