/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.FakeBudgets;
import io.github.camelopenrouter.testing.LogRecorder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which budgets have a series, and what it says. */
class BudgetGaugesTest {

    private static final String METRIC = "openrouter_budget_remaining_usd";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final FakeBudgets budgets = new FakeBudgets();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void eachBudgetHasASeriesOfWhatIsLeft() {
        budgets.with("organisation", "", "total", "1000", "1001.5")
                .with("team", "support", "month", "500", "100", "10", "1")
                .with("team", "support", "day", "50", "0");
        gauges(false).ask(budgets);

        assertThat(series())
                .containsExactlyInAnyOrder(
                        METRIC + "{name=\"\",period=\"total\",scope=\"organisation\"} -1.5",
                        METRIC + "{name=\"support\",period=\"month\",scope=\"team\"} 389.0",
                        METRIC + "{name=\"support\",period=\"day\",scope=\"team\"} 50.0");
    }

    @Test
    void thoseOfKeysAndUsersAreThereForWhoWantsThem() {
        budgets.with("user", "ada", "month", "5", "0").with("key", "bot", "month", "5", "0");

        gauges(false).ask(budgets);
        assertThat(series()).isEmpty();
        gauges(true).ask(budgets);
        assertThat(series()).hasSize(2);
    }

    @Test
    void aBudgetThatIsGoneHasNone() {
        BudgetGauges gauges = gauges(false);
        budgets.with("team", "support", "month", "5", "0").with("team", "sales", "month", "5", "0");
        gauges.ask(budgets);
        budgets.clear().with("team", "support", "month", "5", "1");
        gauges.ask(budgets);

        assertThat(series()).containsExactly(METRIC + "{name=\"support\",period=\"month\",scope=\"team\"} 4.0");
        gauges.close();
        assertThat(series()).isEmpty();
    }

    @Test
    void anOldFigureIsNotShownWhileNobodyKnowsANewOne() {
        BudgetGauges gauges = gauges(false);
        budgets.with("team", "support", "month", "5", "0");
        gauges.ask(budgets);
        try (LogRecorder log = LogRecorder.record()) {
            budgets.down(true);
            gauges.ask(budgets);
            gauges.ask(budgets);
            assertThat(series()).isEmpty();
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("no metrics of budgets"))
                    .hasSize(1);
        }
        budgets.down(false);
        gauges.ask(budgets);
        assertThat(series()).hasSize(1);
    }

    /** As in two time zones: the one that is spent first counts. */
    @Test
    void ofTwoThatLabelsDoNotTellApartTheOneWithLessIsShown() {
        budgets.with("team", "support", "day", "5", "0").with("team", "support", "day", "3", "0");
        gauges(false).ask(budgets);

        assertThat(series()).singleElement().asString().endsWith(" 3.0");
    }

    @Test
    void thereAreFiveHundredOfAScopeAtMost() {
        for (int number = 0; number < 600; number++) {
            budgets.with("team", "team-" + number, "month", "5", "0").with("key", "key-" + number, "month", "5", "0");
        }
        gauges(true).ask(budgets);

        assertThat(series()).hasSize(1000).noneMatch(line -> line.contains("-599"));
    }

    private BudgetGauges gauges(boolean isForKeys) {
        return new BudgetGauges(context, registry, isForKeys);
    }

    private List<String> series() {
        return registry.scrape().lines().filter(line -> line.startsWith(METRIC)).toList();
    }
}
