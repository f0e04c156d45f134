/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import io.github.camelopenrouter.models.ModelPrice;
import io.github.camelopenrouter.models.UnitPrices;
import io.github.camelopenrouter.tokens.PromptTokens;
import java.math.BigDecimal;

/**
 * What goes into a model.
 *
 * @param requests as the vendor counts them
 * @param estimate of its tokens
 * @param tokens as many as it may be at most
 * @param audioTokens those of them that are sound
 * @param cache whether it is to be kept
 */
record PricedPrompt(long requests, long estimate, long tokens, long audioTokens, long images, CacheMark cache) {

    /** Of a path that knows no marks for the cache. */
    static PricedPrompt of(long requests, long estimate, long audioTokens, long images) {
        return new PricedPrompt(requests, estimate, PromptTokens.most(estimate), audioTokens, images, CacheMark.NONE);
    }

    /**
     * What it costs.
     *
     * @param price at this length
     * @param mark of the prompt cache, its own or what the model does unasked
     */
    BigDecimal cost(ModelPrice price, CacheMark mark) {
        UnitPrices units = price.units();
        BigDecimal token = mark.promptPrice(price);
        BigDecimal cost = price.request().multiply(BigDecimal.valueOf(requests)).add(times(token, tokens));
        if (images > 0) {
            cost = cost.add(times(units.image(), images));
        }
        return audioTokens > 0 && units.audio().compareTo(token) > 0
                ? cost.add(times(units.audio().subtract(token), audioTokens))
                : cost;
    }

    private static BigDecimal times(BigDecimal price, long count) {
        return price.multiply(BigDecimal.valueOf(count));
    }
}
