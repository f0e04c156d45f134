/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.PlainJson;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What of a request decides on what it costs, whichever model serves it.
 *
 * @param passedThrough whether its path is one of those whose models may be paid for in units that the list does not tell
 * @param prompt what goes in
 * @param made what is to come out beside text
 * @param output how much of it
 * @param tier how many times the price of the list; null where nobody knows
 * @param toolsUsd what may be spent behind the gateway besides the model, null where nothing is
 * @param onlineUsd the same for a variant of a model that searches
 */
record PricedRequest(
        boolean passedThrough,
        PricedPrompt prompt,
        Made made,
        RequestedOutput output,
        @Nullable BigDecimal tier,
        @Nullable BigDecimal toolsUsd,
        BigDecimal onlineUsd) {

    /** Of a chat, a completion, a response, a message or an embedding. */
    static PricedRequest of(
            ObjectNode request,
            long estimate,
            long tokens,
            RequestedOutput output,
            BigDecimal toolsUsd,
            PlainJson plain) {
        ContentWalk content = ContentWalk.through(request, plain);
        boolean tools = content.hasServerTools() || PaidTools.any(request, plain);
        return new PricedRequest(
                false,
                new PricedPrompt(1, estimate, tokens, content.audioTokens(), content.images(), content.cache()),
                Made.by(request, plain),
                output,
                ServiceTier.of(request, plain),
                tools ? allowance(request, toolsUsd, plain) : null,
                toolsUsd);
    }

    /** Of a path that knows neither tools nor tiers. */
    static PricedRequest passedThrough(PricedPrompt prompt, Made made, RequestedOutput output) {
        return new PricedRequest(true, prompt, made, output, BigDecimal.ONE, null, BigDecimal.ZERO);
    }

    /** What the client lets its tools cost, and never more than what they get here. */
    private static BigDecimal allowance(ObjectNode request, BigDecimal toolsUsd, PlainJson plain) {
        BigDecimal own = StopConditions.of(request, plain).cost();
        return own == null ? toolsUsd : toolsUsd.min(own.max(StopConditions.STEP_USD));
    }
}
