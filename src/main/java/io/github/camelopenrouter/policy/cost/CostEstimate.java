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
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.models.ModelLimits;
import io.github.camelopenrouter.models.ModelPrice;
import io.github.camelopenrouter.passthrough.MultipartBody;
import io.github.camelopenrouter.passthrough.PassThroughPath;
import io.github.camelopenrouter.tokens.PromptTokens;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What calls may cost at most: looks at requests as they will be sent. Safe for many threads. */
public final class CostEstimate {

    private final Function<String, @Nullable ModelPrice> prices;
    private final Function<String, ModelLimits> limits;
    private final EstimateDefaults defaults;
    private final boolean strict;

    /**
     * @param prices null where nobody knows one
     * @param limits of a model
     */
    public CostEstimate(
            Function<String, @Nullable ModelPrice> prices,
            Function<String, ModelLimits> limits,
            EstimateDefaults defaults) {
        this(prices, limits, defaults, false);
    }

    private CostEstimate(
            Function<String, @Nullable ModelPrice> prices,
            Function<String, ModelLimits> limits,
            EstimateDefaults defaults,
            boolean strict) {
        this.prices = prices;
        this.limits = limits;
        this.defaults = defaults;
        this.strict = strict;
    }

    /** The same, for which an answer has all that its model may write where the client says nothing. */
    public CostEstimate strict() {
        return new CostEstimate(prices, limits, defaults, true);
    }

    /** @param candidates models that may serve beside those which the request names */
    public CallCost of(Operation operation, ObjectNode request, Collection<String> candidates) {
        return of(operation, request, candidates, PromptTokens.of(request));
    }

    /** The same where the tokens of the prompt have been counted. */
    public CallCost of(Operation operation, ObjectNode request, Collection<String> candidates, long promptTokens) {
        return CallCost.NONE; // skeleton
    }

    /** Of a path that passes through, with its JSON. */
    public CallCost ofPath(PassThroughPath path, ObjectNode request, Collection<String> candidates) {
        return CallCost.NONE; // skeleton
    }

    /** Of a path that passes through, with its form. */
    public CallCost ofForm(MultipartBody form, Collection<String> candidates) {
        return CallCost.NONE; // skeleton
    }
}
