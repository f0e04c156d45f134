/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.api.TokenUsage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Knows what tokens cost where an answer only counts them. */
@FunctionalInterface
public interface TokenPrices {

    /** In US dollars; null where the model's price is unknown. */
    @Nullable
    BigDecimal costOf(String model, TokenUsage usage);
}
