/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import io.github.camelopenrouter.response.TokenUsage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a call has used, as the types of the headers have it; each is null where the answer does not say it.
 *
 * @param cost in credits, exactly as OpenRouter writes it
 */
record Usage(
        @Nullable Integer promptTokens,
        @Nullable Integer completionTokens,
        @Nullable BigDecimal cost) {

    static final Usage UNKNOWN = new Usage(null, null, null);

    /** @param usage the JSON object, empty if there was none */
    static Usage of(String usage) {
        TokenUsage use = TokenUsage.of(usage);
        return new Usage(
                count(use.prompt()), count(use.completion()), use.cost() == null ? null : new BigDecimal(use.cost()));
    }

    private static @Nullable Integer count(@Nullable String number) {
        try {
            return number == null ? null : Integer.valueOf(number);
        } catch (NumberFormatException e) {
            return null; // no count of tokens has fractions, or more digits
        }
    }
}
