/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.AlertFinding;
import io.github.camelopenrouter.spi.BudgetReport;
import io.github.camelopenrouter.spi.NotYetKnownException;
import io.github.camelopenrouter.testing.FakeBudgets;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When so much of a budget is gone that somebody has to know. */
class BudgetRuleTest {

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final String SINCE = " since 2026-11-01T00:00:00Z";

    private final FakeBudgets budgets = new FakeBudgets();
    private Instant now = Instant.parse("2026-11-30T10:30:00Z");

    @Test
    void eachThresholdThatIsReachedIsFoundByItself() throws Exception {
        budgets.with("team", "support", "month", "500", "399.99");
        BudgetRule rule = rule(budgets, 100, 50, 80, 95);
        assertThat(subjects(rule)).containsExactly("team support month 50%" + SINCE);

        budgets.clear().with("team", "support", "month", "500", "390", "4", "6");
        assertThat(subjects(rule)).containsExactly("team support month 50%" + SINCE, "team support month 80%" + SINCE);

        budgets.clear().with("team", "support", "month", "500", "600");
        assertThat(subjects(rule)).hasSize(4).last().isEqualTo("team support month 100%" + SINCE);
    }

    @Test
    void aFindingSaysWhoseBudgetItIsAndWhatIsGone() throws Exception {
        budgets.with("team", "support", "month", "500", "390", "4", "6.5")
                .with("organisation", "", "total", "1", "1")
                .with("key", "bot", "hour", "2", "2");
        BudgetRule rule = rule(budgets, 80);

        assertThat(rule.look(now))
                .containsExactly(
                        new AlertFinding(
                                "team support month 80%" + SINCE,
                                "400.50 USD",
                                "80% of 500.00 USD",
                                "Of the budget of the team support, 500.00 USD a month, 400.50 USD are gone: 390.00 USD are"
                                        + " spent, 6.50 USD pending, 4.00 USD held. It renews at 2026-12-01T00:00:00Z."),
                        new AlertFinding(
                                "organisation total 80%",
                                "1.00 USD",
                                "80% of 1.00 USD",
                                "Of the budget of the organisation, 1.00 USD in all, 1.00 USD are gone: 1.00 USD are spent,"
                                        + " 0.00 USD pending, 0.00 USD held. It does not renew."),
                        new AlertFinding(
                                "key bot hour 80%" + SINCE,
                                "2.00 USD",
                                "80% of 2.00 USD",
                                "Of the budget of the key bot, 2.00 USD an hour, 2.00 USD are gone: 2.00 USD are spent,"
                                        + " 0.00 USD pending, 0.00 USD held. It renews at 2026-12-01T00:00:00Z."));
    }

    @Test
    void ofALimitOfNothingNothingIsGoneUntilSomethingIs() throws Exception {
        BudgetRule rule = rule(budgets.with("team", "idle", "month", "0", "0"), 50);
        assertThat(subjects(rule)).isEmpty();

        budgets.clear().with("team", "idle", "month", "0", "0.01");
        assertThat(subjects(rule)).hasSize(1);
    }

    @Test
    void withoutAPolicyNothingIsFound() throws Exception {
        assertThat(rule(null, 50).look(now)).isEmpty();
    }

    @Test
    void whereNobodyCanSayHowTheyStandNothingBeginsOrEnds() throws Exception {
        BudgetRule rule = rule(budgets.with("team", "support", "month", "1", "1"), 50);
        budgets.down(true);
        assertThatThrownBy(() -> rule.look(now)).isInstanceOf(IOException.class);

        budgets.down(false);
        now = now.plus(EVERY);
        assertThat(subjects(rule)).hasSize(1);
    }

    /** A database may take its time. */
    @Test
    void nobodyWaitsForTheAnswer() throws Exception {
        List<Runnable> behind = new ArrayList<>();
        BudgetRule rule = rule(budgets.with("team", "support", "month", "1", "1"), behind::add, 50);
        assertThatThrownBy(() -> rule.look(now)).isInstanceOf(NotYetKnownException.class);

        behind.forEach(Runnable::run);
        assertThat(rule.look(now)).hasSize(1);
    }

    private List<String> subjects(BudgetRule rule) throws Exception {
        now = now.plus(EVERY);
        return rule.look(now).stream().map(AlertFinding::subject).toList();
    }

    private static BudgetRule rule(@Nullable BudgetReport report, Integer... percents) {
        return rule(report, Runnable::run, percents);
    }

    private static BudgetRule rule(@Nullable BudgetReport report, Executor behind, Integer... percents) {
        return new BudgetRule(() -> Optional.ofNullable(report), List.of(percents), behind, EVERY);
    }
}
