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
import io.github.camelopenrouter.body.PlainJson;
import io.github.camelopenrouter.models.ModelLimits;
import io.github.camelopenrouter.models.ModelPrice;
import io.github.camelopenrouter.passthrough.ModelField;
import io.github.camelopenrouter.passthrough.MultipartBody;
import io.github.camelopenrouter.passthrough.PassThroughPath;
import io.github.camelopenrouter.tokens.PromptTokens;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What calls may cost at most, by the list of models: looks at requests as they will be sent, with names resolved and caps
 * written down. Safe for many threads.
 */
public final class CostEstimate {

    /** Its name where the request leaves the choice to the account behind the key. */
    private static final String NO_MODEL = "the account's own";

    private final Function<String, @Nullable ModelPrice> prices;
    private final Function<String, ModelLimits> limits;
    private final EstimateDefaults defaults;
    private final boolean strict;

    /**
     * @param prices of a model, as {@link io.github.camelopenrouter.models.ModelCatalogue#price} knows them
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

    /** The same, for which an answer may have all that its model writes where the client says nothing. */
    public CostEstimate strict() {
        return new CostEstimate(prices, limits, defaults, true);
    }

    /** @param candidates models that may serve beside those that the request names */
    public CallCost of(Operation operation, ObjectNode request, Collection<String> candidates) {
        return of(operation, request, candidates, PromptTokens.of(request));
    }

    /**
     * The same where somebody has made the estimate before.
     *
     * @param promptTokens by {@link PromptTokens#of}; the call may have as many as {@link PromptTokens#most} of them
     * @throws IllegalArgumentException for {@link Operation#PASS_THROUGH}, which says nothing of what is asked for
     */
    public CallCost of(Operation operation, ObjectNode request, Collection<String> candidates, long promptTokens) {
        return of(operation, request, candidates, promptTokens, PromptTokens.most(promptTokens));
    }

    /** @param tokens of the prompt at most; its estimate leaves the more of the context for the answer */
    CallCost of(Operation operation, ObjectNode request, Collection<String> candidates, long estimate, long tokens) {
        if (operation == Operation.PASS_THROUGH) {
            throw new IllegalArgumentException("Which path it is decides on what it costs");
        }
        if (operation.listsModels() || operation == Operation.COUNT_TOKENS) {
            return CallCost.NONE;
        }
        PlainJson plain = new PlainJson();
        Collection<String> models = NamedModels.of(request, candidates, plain);
        RequestedOutput output = RequestedOutput.of(operation, request, unsaid());
        return dearest(models, PricedRequest.of(request, estimate, tokens, output, defaults.toolsUsd(), plain));
    }

    /** Of a path that passes through, with its JSON. What a film costs, and much of what else is made, no list tells. */
    public CallCost ofPath(PassThroughPath path, ObjectNode request, Collection<String> candidates) {
        if (path.model() == ModelField.NONE) {
            return CallCost.NONE;
        }
        Collection<String> models = NamedModels.of(request, candidates, new PlainJson());
        return dearest(models, PathRequest.of(path, request, unsaid()));
    }

    /** Of a path that passes through, with its form, which has a sound to be written down. */
    public CallCost ofForm(MultipartBody form, Collection<String> candidates) {
        Set<String> models = new LinkedHashSet<>(candidates);
        models.add(form.model());
        return dearest(models, PathRequest.ofSound(0, PromptTokens.ofRecording(form.length()), unsaid()));
    }

    private long unsaid() {
        return strict ? RequestedOutput.BOUNDLESS : defaults.completionTokens();
    }

    /** @param asked null for what has no price that anybody could know */
    private CallCost dearest(Collection<String> models, @Nullable PricedRequest asked) {
        CallCost dearest = null;
        String unknown = models.isEmpty() ? NO_MODEL : null;
        for (String model : models) {
            CallCost cost = asked == null ? null : cost(model, asked);
            if (cost != null && (dearest == null || cost.isAbove(dearest))) {
                dearest = cost;
            }
            unknown = cost == null && unknown == null ? model : unknown;
        }
        CallCost known = dearest == null ? CallCost.NONE : dearest;
        return unknown == null ? known : known.withUnknown(unknown);
    }

    /** Of several variants each may be on the list or not. */
    private @Nullable CallCost cost(String model, PricedRequest asked) {
        String listed = model;
        ModelPrice price = prices.apply(listed);
        for (int colon = listed.lastIndexOf(':'); price == null && colon > 0; colon = listed.lastIndexOf(':')) {
            listed = listed.substring(0, colon);
            price = prices.apply(listed);
        }
        return price == null ? null : ModelCost.of(model, asked, price, limits.apply(listed));
    }
}
