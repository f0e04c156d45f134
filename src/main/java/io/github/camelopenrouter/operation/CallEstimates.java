/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.TokenUsage;
import io.github.camelopenrouter.models.ModelCatalogue;
import io.github.camelopenrouter.models.ModelPrice;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What calls cost by the model list, where nobody has said it: exactly by their tokens where an upstream that is not
 * OpenRouter names those alone, and about, where nothing at all is known of an answer.
 */
final class CallEstimates {

    /** In bytes; JSON has more of them in most languages. */
    private static final long BYTES_OF_A_TOKEN = 4;

    /** Of an answer of which nothing is known. */
    private static final long COMPLETION_TOKENS = 4096;

    private final ModelCatalogue models;

    CallEstimates(ModelCatalogue models) {
        this.models = models;
    }

    /** About what a request of this length may cost, null where the price of its model is unknown. Never waits. */
    @Nullable
    BigDecimal about(@Nullable String model, long requestBytes) {
        ModelPrice price = model == null ? null : models.heldPrice(model);
        return price == null ? null : price.of(requestBytes / BYTES_OF_A_TOKEN, COMPLETION_TOKENS);
    }

    /** What this usage of the model costs, null where its price is unknown. Only calls during the first fetch of the list wait for it. */
    @Nullable
    BigDecimal costOf(String model, TokenUsage usage) {
        ModelPrice price = models.price(model);
        return price == null ? null : price.of(usage);
    }

    /**
     * What those attempts cost together that nobody has told the cost of, null where nobody knows or all have.
     *
     * @param held what each of them may cost at most, null where nobody knows
     */
    @Nullable
    BigDecimal of(List<CallRecord.Attempt> attempts, long requestBytes, List<@Nullable BigDecimal> held) {
        BigDecimal all = null;
        for (int n = 0; n < attempts.size(); n++) {
            BigDecimal one = of(attempts.get(n), requestBytes, held.get(n));
            if (one != null) {
                all = all == null ? one : all.add(one);
            }
        }
        return all;
    }

    private @Nullable BigDecimal of(CallRecord.Attempt attempt, long requestBytes, @Nullable BigDecimal held) {
        return switch (attempt.costSource()) {
            case ESTIMATE -> attempt.cost();
            case UNRESOLVED -> held == null ? about(attempt.model(), requestBytes) : held;
            default -> null;
        };
    }
}
