/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import io.github.camelopenrouter.models.ModelLimits;
import io.github.camelopenrouter.models.ModelPrice;
import io.github.camelopenrouter.models.UnitPrices;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What one model may take for a request. */
final class ModelCost {

    private static final String ONLINE = ":online";
    private static final String FREE = ":free";

    /** Their prompts are put into the cache unasked, and that is paid for since GPT-5.6 (source: OpenAI, "Prompt caching"). */
    private static final String CACHES_UNASKED = "openai/";

    private ModelCost() {}

    /**
     * Null where nobody knows how much it may be.
     *
     * @param model with its variants
     */
    static @Nullable CallCost of(String model, PricedRequest asked, ModelPrice list, ModelLimits limits) {
        long output = asked.output().within(limits, asked.prompt().estimate());
        if (output == RequestedOutput.BOUNDLESS || asked.tier() == null) {
            return null;
        }
        ModelPrice price = list.at(asked.prompt().tokens());
        BigDecimal prompt =
                asked.prompt().cost(price, mark(model, asked.prompt().cache()));
        BigDecimal token = outputPrice(price, asked);
        if (!model.contains(FREE) && isPaidElsewhere(asked, price, prompt, token)) {
            return null;
        }
        BigDecimal tier = ServiceTier.of(model, asked.tier());
        return new CallCost(
                prompt.multiply(tier).add(tools(model, asked)),
                token.multiply(tier),
                asked.output().answers(),
                output,
                asked.output().isSaid() || output < asked.output().tokens(),
                null);
    }

    /** Where what it is paid for has no price on the list, a price of none says nothing. */
    private static boolean isPaidElsewhere(PricedRequest asked, ModelPrice price, BigDecimal prompt, BigDecimal token) {
        boolean made = asked.made().images() || asked.made().sound();
        if (made && token.signum() == 0) {
            return true;
        }
        boolean read = asked.output().isNothing();
        boolean heard = asked.prompt().audioTokens() > 0;
        return asked.passedThrough()
                && (read && prompt.signum() == 0
                        || heard && price.units().audio().signum() == 0);
    }

    private static CacheMark mark(String model, CacheMark asked) {
        boolean unasked = model.startsWith(CACHES_UNASKED, model.startsWith("~") ? 1 : 0);
        return unasked ? asked.and(CacheMark.SHORT) : asked;
    }

    private static BigDecimal outputPrice(ModelPrice price, PricedRequest asked) {
        if (asked.output().isNothing()) {
            return BigDecimal.ZERO;
        }
        UnitPrices units = price.units();
        BigDecimal dearest = price.completion().max(units.reasoning());
        if (asked.made().images()) {
            dearest = dearest.max(units.imageOutput());
        }
        return asked.made().sound() ? dearest.max(units.audioOutput()) : dearest;
    }

    private static BigDecimal tools(String model, PricedRequest asked) {
        if (asked.toolsUsd() != null) {
            return asked.toolsUsd();
        }
        return model.contains(ONLINE) ? asked.onlineUsd() : BigDecimal.ZERO;
    }
}
