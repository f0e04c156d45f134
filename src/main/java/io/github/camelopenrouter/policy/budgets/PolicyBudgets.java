/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.spi.BudgetKeeper;
import io.github.camelopenrouter.spi.BudgetKeeper.Amounts;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import io.github.camelopenrouter.spi.BudgetReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells how the budgets of the policy of this moment stand. */
final class PolicyBudgets implements BudgetReport {

    private final Supplier<BudgetBook> book;
    private final Supplier<BudgetKeeper> keepers;

    PolicyBudgets(Supplier<BudgetBook> book, Supplier<BudgetKeeper> keepers) {
        this.book = book;
        this.keepers = keepers;
    }

    @Override
    public List<Standing> standings() throws IOException {
        return standings(book.get().all());
    }

    @Override
    public List<Standing> standings(String scope, String name) throws IOException {
        return standings(book.get().of(scope, name));
    }

    private List<Standing> standings(List<Budget> budgets) throws IOException {
        if (budgets.isEmpty()) {
            return List.of();
        }
        BudgetKeeper keeper = keepers.get();
        Instant now = keeper.now();
        Map<Counter, Amounts> amounts = keeper.amounts(
                budgets.stream().map(budget -> budget.counter(now)).distinct().toList());
        return budgets.stream()
                .map(budget -> standing(budget, budget.counter(now), amounts))
                .toList();
    }

    private static Standing standing(Budget budget, Counter counter, Map<Counter, Amounts> known) {
        Amounts amounts = known.getOrDefault(counter, Amounts.NONE);
        return new Standing(
                counter.scope(),
                counter.name(),
                counter.period(),
                budget.limit(),
                amounts.spent(),
                amounts.held(),
                amounts.pending(),
                counter.from(),
                budget.period() == Period.TOTAL ? null : counter.until());
    }

    private static boolean isOf(Standing asked, Standing known) {
        return asked.period().equals(known.period())
                && asked.since().equals(known.since())
                && Objects.equals(asked.renews(), known.renews());
    }

    @Override
    public @Nullable Standing adjust(Standing asked, BigDecimal usd) throws IOException {
        BudgetKeeper keeper = keepers.get();
        Instant now = keeper.now();
        for (Budget budget : book.get().of(asked.scope(), asked.name())) {
            Counter counter = budget.counter(now);
            if (isOf(asked, standing(budget, counter, Map.of()))) {
                keeper.adjust(counter, usd);
                return standings(List.of(budget)).get(0);
            }
        }
        return null;
    }
}
