/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.policy.document.Policy;
import java.math.BigDecimal;

/**
 * What a call is taken to come to where nobody says it.
 *
 * @param completionTokens of each answer
 * @param toolsUsd for the tools that run behind the gateway, all together
 */
public record EstimateDefaults(long completionTokens, BigDecimal toolsUsd) {

    /** Where the policy says nothing either. */
    public static final EstimateDefaults NONE_SAID = new EstimateDefaults(4096, new BigDecimal("0.10"));

    /** As the policy says it in {@code defaults: estimate}. */
    public static EstimateDefaults of(Policy policy) {
        JsonNode said = policy.estimate();
        if (said == null) {
            return NONE_SAID;
        }
        JsonNode usd = said.path("tools-usd");
        return new EstimateDefaults(
                said.path("completion-tokens").asLong(NONE_SAID.completionTokens),
                usd.isTextual() ? new BigDecimal(usd.textValue()) : NONE_SAID.toolsUsd);
    }
}
