/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.passthrough.MultipartBody;
import io.github.camelopenrouter.passthrough.PassThroughPath;
import io.github.camelopenrouter.policy.cost.CallCost;
import io.github.camelopenrouter.policy.cost.CostEstimate;
import io.github.camelopenrouter.policy.cost.OutputCap;
import io.github.camelopenrouter.request.ModelGroups;
import io.github.camelopenrouter.tokens.CountedPrompt;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What the call of an exchange may cost at most, once its request says all that keeps it within that. */
final class RequestCost {

    private static final long READ_BEFORE = Integer.MAX_VALUE - 1;

    private final Supplier<CostEstimate> estimates;
    private final Supplier<BigDecimal> toolsUsd;
    private final BooleanSupplier knowsPrices;
    private final ModelGroups groups;
    private final boolean capsOutput;

    /**
     * @param estimates by the policy of this moment
     * @param toolsUsd what tools that run at OpenRouter may cost in one call
     * @param knowsPrices whether there is a list with prices
     * @param capsOutput whether a request that says nothing gets the most that was held for it as a limit
     */
    RequestCost(
            Supplier<CostEstimate> estimates,
            Supplier<BigDecimal> toolsUsd,
            BooleanSupplier knowsPrices,
            ModelGroups groups,
            boolean capsOutput) {
        this.knowsPrices = knowsPrices;
        this.estimates = estimates;
        this.toolsUsd = toolsUsd;
        this.groups = groups;
        this.capsOutput = capsOutput;
    }

    /** Whether anybody could know one. */
    boolean knowsPrices() {
        return knowsPrices.getAsBoolean();
    }

    CallCost of(Exchange exchange) throws IOException {
        CostEstimate estimate = estimates.get();
        List<String> candidates = candidates(exchange);
        Message message = exchange.getMessage();
        if (message.getBody() instanceof MultipartBody form) {
            return estimate.ofForm(form, candidates);
        }
        RequestBody request = RequestBody.in(message, READ_BEFORE);
        PassThroughPath path = PassThroughPath.ofCall(exchange);
        if (path != null) {
            return estimate.ofPath(path, request.tree(), candidates);
        }
        Operation operation = exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
        long prompt = CountedPrompt.of(exchange, request.tree());
        CallCost cost = estimate.of(operation, request.tree(), candidates, prompt);
        keepWithin(message, operation, request, cost);
        return cost;
    }

    private void keepWithin(Message message, Operation operation, RequestBody request, CallCost cost) {
        BigDecimal toolsUsd = this.toolsUsd.get();
        boolean stops = OutputCap.lacksStop(request.tree(), toolsUsd);
        boolean caps = capsOutput && OutputCap.lacksOutput(operation, request.tree());
        if (stops || caps) {
            RequestBody changed = request.convertedCopy();
            ObjectNode tree = changed.tree();
            if (stops) {
                OutputCap.stopServerTools(tree, toolsUsd);
            }
            if (caps) {
                OutputCap.outputTokens(operation, tree, cost.outputTokens());
            }
            changed.putInto(message);
        }
    }

    /** Each attempt may take another of them; those that the request names stand in it. */
    private List<String> candidates(Exchange exchange) {
        String alias = exchange.getProperty(OpenRouterConstants.MODEL_GROUP, String.class);
        List<String> members = alias == null ? null : groups.members(alias);
        List<?> others = exchange.getProperty(OpenRouterConstants.CANDIDATE_MODELS, List.class);
        if (members == null && others == null) {
            return List.of();
        }
        List<String> candidates = new ArrayList<>(members == null ? List.of() : members);
        for (Object other : others == null ? List.of() : others) {
            if (other != null) {
                candidates.add(other.toString());
            }
        }
        return candidates;
    }
}
