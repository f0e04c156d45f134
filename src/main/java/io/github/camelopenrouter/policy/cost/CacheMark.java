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
import java.math.BigDecimal;

/** How long a request has its prompt kept in the prompt cache: which part of it, nobody counts, so all of it may be. */
enum CacheMark {
    NONE {
        @Override
        BigDecimal promptPrice(ModelPrice price) {
            return price.prompt();
        }
    },
    /** As long as the vendor usually does. */
    SHORT {
        @Override
        BigDecimal promptPrice(ModelPrice price) {
            return price.prompt().max(price.cacheWrite());
        }
    },
    HOUR {
        @Override
        BigDecimal promptPrice(ModelPrice price) {
            return SHORT.promptPrice(price).max(price.units().cacheWriteHour());
        }
    };

    /** What a token of the prompt costs at most. */
    abstract BigDecimal promptPrice(ModelPrice price);

    CacheMark and(CacheMark other) {
        return compareTo(other) < 0 ? other : this;
    }
}
