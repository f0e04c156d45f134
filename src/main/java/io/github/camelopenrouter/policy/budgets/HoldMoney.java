/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.call.CallIdentity;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.cost.CallCost;
import io.github.camelopenrouter.policy.request.Grant;
import io.github.camelopenrouter.spi.BudgetKeeper;
import io.github.camelopenrouter.spi.BudgetKeeper.Answer;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what a call may cost at most on all budgets of its principal, or refuses it: 402 {@code budget_exceeded} or {@code
 * price_unknown}, 503 {@code budget_store_down}. Node {@code openrouter-upstream-budget}, behind all other steps of a request: nothing
 * that is paid for runs for a call that is refused.
 */
final class HoldMoney implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(HoldMoney.class);

    /** As many windows may end while one call is looked at. */
    private static final int MOST_TRIES = 5;

    private final BudgetBook book;
    private final Supplier<BudgetKeeper> keepers;
    private final RequestCost costs;
    private final BudgetSettings settings;

    HoldMoney(BudgetBook book, Supplier<BudgetKeeper> keepers, RequestCost costs, BudgetSettings settings) {
        this.book = book;
        this.keepers = keepers;
        this.costs = costs;
        this.settings = settings;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        if (book.isEmpty()) {
            return;
        }
        List<Budget> budgets = book.of(Grant.of(exchange));
        if (budgets.isEmpty()) {
            return;
        }
        BudgetedCall call = BudgetedCall.of(exchange);
        CallIdentity identity = CallIdentity.of(exchange);
        if (call == null || identity == null) { // it began before there were budgets
            throw BudgetRefusal.away();
        }
        CallCost cost = costs.of(exchange);
        requireKnown(budgets, cost, unknown -> BudgetRefusal.unknownPrice(asked(exchange, unknown)));
        try {
            hold(exchange, call, identity.id(), budgets, cost);
        } catch (IOException e) {
            LOG.debug("Nobody can say what is left of the budgets", e);
            if (!settings.awayPasses()) {
                throw BudgetRefusal.away();
            }
        }
    }

    private void requireKnown(List<Budget> budgets, CallCost cost, Function<String, OpenRouterException> unknownPrice) {
        if (cost.unknown() != null
                && !settings.unknownPasses()
                && budgets.stream().anyMatch(Budget::isEnforced)) {
            throw costs.knowsPrices() ? unknownPrice.apply(cost.unknown()) : BudgetRefusal.withoutPrices();
        }
    }

    private void hold(Exchange exchange, BudgetedCall call, String id, List<Budget> budgets, CallCost asked)
            throws IOException {
        BudgetKeeper keeper = keepers.get();
        CallCost cost = asked;
        Set<Budget> passed = cost.isFree() ? new HashSet<>(budgets) : new HashSet<>(0);
        Instant now = keeper.now();
        int tries = 0;
        while (tries++ < MOST_TRIES + budgets.size()) {
            Demands demands = Demands.of(budgets, budget -> !passed.contains(budget), now);
            Answer answer = call.hold(id, keeper, demands, cost);
            if (answer instanceof Answer.Held) {
                return;
            }
            if (answer instanceof Answer.Elsewhen moved) {
                now = moved.now();
            } else if (answer instanceof Answer.Spent spent) {
                Budget budget = demands.budgetOf(spent.demand());
                if (!goesOn(exchange, budget, passed)) {
                    throw BudgetRefusal.exceeded(budget, spent, cost);
                }
                passed.add(budget);
                call.markSpent();
                if (budget.whenSpent() instanceof WhenSpent.Instead other) {
                    cost = costs.of(exchange);
                    requireKnown(budgets, cost, unknown -> BudgetRefusal.unknownPriceInstead(other.model()));
                }
            }
        }
        throw new IOException("windows end faster than anybody can look");
    }

    /** Whether the call is made all the same, past this budget. */
    private boolean goesOn(Exchange exchange, Budget budget, Set<Budget> passed) throws IOException {
        if (budget.whenSpent() instanceof WhenSpent.Instead other) {
            return passed.stream().noneMatch(known -> known.whenSpent() instanceof WhenSpent.Instead)
                    && OtherModel.serves(exchange, other.model());
        }
        return budget.whenSpent() instanceof WhenSpent.Warn;
    }

    /** What stands behind an alias is not told. */
    private static String asked(Exchange exchange, String unknown) {
        String asked = exchange.getProperty(OpenRouterConstants.REQUESTED_MODEL, String.class);
        String sent = exchange.getProperty(OpenRouterConstants.SENT_MODEL, String.class);
        return asked != null && unknown.equals(sent) ? asked : unknown;
    }
}
