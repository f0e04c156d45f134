/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyYaml;
import io.github.camelopenrouter.spi.BudgetReport.Standing;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyBudgetsTest {

    /** The windows of a month in which the clocks go forward begin at one moment, those of one in which they go back end at one. */
    @ParameterizedTest
    @CsvSource({
        "2027-03-10T12:00:00Z, 0",
        "2027-03-10T12:00:00Z, 1",
        "2027-10-10T12:00:00Z, 0",
        "2027-10-10T12:00:00Z, 1"
    })
    void anAdjustmentReachesTheWindowThatIsMeant(Instant now, int meant) throws Exception {
        Policy policy = PolicyYaml.read("policy.yaml", """
                organisation:
                  budgets:
                    - { usd: "10", period: month }
                    - { usd: "20", period: month, zone: Europe/London }
                """, label -> false);
        ProcessKeeper keeper = new ProcessKeeper(Clock.fixed(now, ZoneOffset.UTC), () -> null);
        keeper.begin(new Tally(), (counter, usd) -> {});
        BudgetBook book = new BudgetBook(() -> policy);
        PolicyBudgets budgets = new PolicyBudgets(() -> book, () -> keeper);
        List<Standing> before = budgets.standings();

        Standing adjusted = budgets.adjust(before.get(meant), new BigDecimal("1.5"));

        assertThat(adjusted).isNotNull();
        assertThat(adjusted.limit()).isEqualTo(before.get(meant).limit());
        assertThat(budgets.standings().get(meant).spent()).isEqualByComparingTo("1.5");
        assertThat(budgets.standings().get(1 - meant).spent()).isEqualByComparingTo("0");
    }
}
