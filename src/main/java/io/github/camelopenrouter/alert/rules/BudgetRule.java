/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import io.github.camelopenrouter.api.AlertFinding;
import io.github.camelopenrouter.spi.AlertRule;
import io.github.camelopenrouter.spi.BudgetReport;
import io.github.camelopenrouter.spi.BudgetReport.Standing;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * So much of a budget is gone. Each threshold in each window is a subject of its own: it is told once, a higher one tells
 * anew, and all of them are over when the window is.
 */
final class BudgetRule implements AlertRule {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Supplier<Optional<BudgetReport>> report;
    private final SortedSet<Integer> percents;
    private final Background<List<Standing>> budgets;

    /**
     * @param report empty where there are no budgets
     * @param percents of the limit from which on somebody is to be told
     */
    BudgetRule(Supplier<Optional<BudgetReport>> report, Collection<Integer> percents, Executor behind, Duration every) {
        this.report = report;
        this.percents = new TreeSet<>(percents);
        this.budgets = new Background<>(behind, every, this::ask);
    }

    @Override
    public String name() {
        return "budget";
    }

    @Override
    public List<AlertFinding> look(Instant now) throws Exception {
        return report.get().isEmpty()
                ? List.of()
                : budgets.last(now).stream().flatMap(this::findings).toList();
    }

    private List<Standing> ask() throws IOException {
        Optional<BudgetReport> there = report.get();
        return there.isPresent() ? there.get().standings() : List.of();
    }

    private Stream<AlertFinding> findings(Standing budget) {
        BigDecimal gone = budget.limit().subtract(budget.remaining());
        return percents.stream()
                .filter(percent -> isReached(percent, gone, budget.limit()))
                .map(percent -> finding(percent, gone, budget));
    }

    /** Of a limit of nothing nothing is gone before somebody has spent something. */
    private static boolean isReached(int percent, BigDecimal gone, BigDecimal limit) {
        return gone.signum() > 0 && gone.multiply(HUNDRED).compareTo(limit.multiply(BigDecimal.valueOf(percent))) >= 0;
    }

    private static AlertFinding finding(int percent, BigDecimal gone, Standing budget) {
        String limit = Dollars.of(budget.limit());
        return new AlertFinding(
                whose(budget) + " " + budget.period() + " " + percent + "%"
                        + (budget.renews() == null ? "" : " since " + budget.since()),
                Dollars.of(gone),
                percent + "% of " + limit,
                "Of the budget of the " + whose(budget) + ", " + limit + " " + per(budget.period()) + ", "
                        + Dollars.of(gone) + " are gone: " + Dollars.of(budget.spent()) + " are spent, "
                        + Dollars.of(budget.pending()) + " pending, " + Dollars.of(budget.held()) + " held. It "
                        + (budget.renews() == null ? "does not renew." : "renews at " + budget.renews() + "."));
    }

    private static String whose(Standing budget) {
        return budget.name().isEmpty() ? budget.scope() : budget.scope() + " " + budget.name();
    }

    private static String per(String period) {
        return switch (period) {
            case "total" -> "in all";
            case "hour" -> "an hour";
            default -> "a " + period;
        };
    }
}
