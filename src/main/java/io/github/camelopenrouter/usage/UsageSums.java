/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.math.BigDecimal;

/**
 * {@link UsageTotals} as a store keeps them.
 *
 * @param times how long the calls took, as a sketch to which others can be added
 * @param firstTokens the same of the times to their first tokens
 */
public record UsageSums(
        long calls,
        long errors,
        long unresolved,
        long promptTokens,
        long cachedTokens,
        long completionTokens,
        long reasoningTokens,
        BigDecimal cost,
        BigDecimal upstreamCost,
        BigDecimal spend,
        byte[] times,
        byte[] firstTokens) {}
