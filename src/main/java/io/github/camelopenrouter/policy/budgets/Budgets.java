/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.models.ModelCatalogue;
import io.github.camelopenrouter.policy.cost.CostEstimate;
import io.github.camelopenrouter.policy.cost.EstimateDefaults;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.request.ModelGroups;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.spi.FeatureContext.Place;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the budgets of a policy hold in a gateway. */
public final class Budgets {

    private static final Logger LOG = LoggerFactory.getLogger(Budgets.class);

    private static final String NAME = "budget";
    private static final String HEADER = "x-gateway-budget";

    private Budgets() {}

    /**
     * Adds the steps; behind those that authorize and those of limits.
     *
     * @return why a policy cannot hold that comes while the gateway runs; null for one that can
     * @throws SettingException if there are budgets and nothing to count with
     */
    public static Function<Policy, @Nullable String> install(FeatureContext gateway, Supplier<Policy> policy)
            throws Exception {
        CamelContext context = gateway.camelContext();
        gateway.part(Settings.class)
                .requireOfProcess(BudgetSettings.SECTION.settings(), "count their budgets together");
        BudgetSettings settings = BudgetSettings.of(context);
        if (settings.capsOutput() && !settings.strict()) {
            throw new SettingException("openrouter.budget.cap-output=true writes down what strict budgets hold:"
                    + " set openrouter.budget.enforce=strict, or leave it out.");
        }
        BudgetService service = BudgetService.of(context);
        requireKeeper(service, policy);
        BudgetBook book = new BudgetBook(policy);
        service.follow(book);
        ModelCatalogue models = gateway.part(ModelCatalogue.class);
        RequestCost costs = new RequestCost(
                () -> estimate(models, policy.get(), settings),
                () -> EstimateDefaults.of(policy.get()).toolsUsd(),
                models::isListed,
                gateway.part(ModelGroups.class),
                settings.capsOutput());
        gateway.listener(new BudgetCalls(book, settings));
        gateway.step(Place.REQUEST, NAME, new HoldMoney(book, service::keeper, costs, settings));
        gateway.step(Place.ATTEMPT, NAME, new HoldForAttempt(settings));
        gateway.step(Place.RESPONSE, NAME, Budgets::mark);
        return next -> lacking(service, next);
    }

    private static CostEstimate estimate(ModelCatalogue models, Policy policy, BudgetSettings settings) {
        CostEstimate estimate = new CostEstimate(models::price, models::limits, EstimateDefaults.of(policy));
        return settings.strict() ? estimate.strict() : estimate;
    }

    private static void requireKeeper(BudgetService service, Supplier<Policy> policy) {
        String lacking = service.lacks();
        if (lacking != null && areThere(policy)) {
            throw new SettingException(
                    "The policy has budgets, which are counted behind the journal, and " + lacking + ".");
        }
    }

    private static @Nullable String lacking(BudgetService service, Policy policy) {
        return policy.hasBudgets() && !service.counts()
                ? "it has budgets, which are counted behind the journal, and there is none: set openrouter.data-dir and start again."
                : null;
    }

    private static boolean areThere(Supplier<Policy> policy) {
        try {
            return policy.get().hasBudgets();
        } catch (OpenRouterException notReadYet) {
            LOG.debug("The policy has not been read yet: its budgets hold once it is", notReadYet);
            return false;
        }
    }

    private static void mark(Exchange exchange) {
        BudgetedCall call = BudgetedCall.of(exchange);
        if (call != null && call.isMarkedSpent()) {
            exchange.getMessage().setHeader(HEADER, "spent");
        }
    }
}
