/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import io.github.camelopenrouter.spi.BudgetKeeper.Demand;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What one call asks its counters for: of several budgets on one counter the least has to be enough.
 *
 * @param asked in the order organisation, team, user, key
 */
record Demands(List<Budget> budgets, List<Demand> asked) {

    /** @param isEnforced which of them have to have enough left; on the others the call is only counted */
    static Demands of(List<Budget> budgets, Predicate<Budget> isEnforced, Instant now) {
        if (budgets.size() == 1) { // as a rule
            Budget only = budgets.get(0);
            return new Demands(
                    budgets, List.of(new Demand(only.counter(now), isEnforced.test(only) ? only.limit() : null)));
        }
        List<Counter> counters = new ArrayList<>(budgets.size());
        List<Budget> strictest = new ArrayList<>(budgets.size());
        for (Budget budget : budgets) {
            Counter counter = budget.counter(now);
            int known = counters.indexOf(counter);
            if (known < 0) {
                counters.add(counter);
                strictest.add(budget);
            } else {
                strictest.set(known, stricter(strictest.get(known), budget, isEnforced));
            }
        }
        List<Demand> asked = new ArrayList<>(counters.size());
        for (int i = 0; i < counters.size(); i++) {
            Budget budget = strictest.get(i);
            asked.add(new Demand(counters.get(i), isEnforced.test(budget) ? budget.limit() : null));
        }
        return new Demands(budgets, asked);
    }

    private static Budget stricter(Budget one, Budget other, Predicate<Budget> isEnforced) {
        if (!isEnforced.test(other)) {
            return one;
        }
        return !isEnforced.test(one) || other.limit().compareTo(one.limit()) < 0 ? other : one;
    }

    /** The same by what the policy says at this moment: a limit that has changed holds for who runs, too. */
    Demands now(BudgetBook book) {
        List<Budget> current = asked.stream()
                .map(Demand::counter)
                .flatMap(counter -> book.of(counter.scope(), counter.name()).stream())
                .distinct()
                .toList();
        return new Demands(
                current, asked.stream().map(demand -> now(demand, current)).toList());
    }

    private static Demand now(Demand held, List<Budget> current) {
        if (held.limit() == null) {
            return held;
        }
        Counter counter = held.counter();
        BigDecimal least = current.stream()
                .filter(budget -> budget.isEnforced() && budget.isOf(counter))
                .map(Budget::limit)
                .min(BigDecimal::compareTo)
                .orElse(null);
        return new Demand(counter, least);
    }

    /** The budget that has made this demand. */
    Budget budgetOf(Demand demand) {
        BigDecimal limit = Objects.requireNonNull(demand.limit());
        Counter counter = demand.counter();
        return budgets.stream()
                .filter(budget -> budget.limit().compareTo(limit) == 0 && budget.isOf(counter))
                .findFirst()
                .orElseThrow();
    }
}
