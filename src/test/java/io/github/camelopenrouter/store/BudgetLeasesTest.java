/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import static io.github.camelopenrouter.store.BudgetTables.amounts;
import static io.github.camelopenrouter.store.BudgetTables.call;
import static io.github.camelopenrouter.store.BudgetTables.hour;
import static io.github.camelopenrouter.store.BudgetTables.total;
import static io.github.camelopenrouter.store.BudgetTables.upTo;
import static io.github.camelopenrouter.store.BudgetTables.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.spi.BudgetKeeper.Answer;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Budgets of several processes, of which some die, stop or come back, and of calls whose cost nobody names. */
@Timeout(180)
class BudgetLeasesTest extends OnBudgetTables {

    private static final Counter KEY = total("key", "ci");

    private SharedBudgets one;
    private SharedBudgets other;

    @BeforeEach
    void open() {
        one = tables.keeper();
        other = tables.keeper();
    }

    /** Its calls count on, as those of which nobody knows what they have cost; no minute passes in this test. */
    @Test
    void whatADeadProcessHoldsIsPending() throws Exception {
        one.hold(call(), List.of(upTo(KEY, "1")), usd("0.4"));
        other.hold(call(), List.of(upTo(KEY, "1")), usd("0.25"));
        tables.kill(one);
        assertThat(tables.lapse()).isZero();
        assertThat(amounts(other, KEY)).isEqualTo("0 0.65 0");

        endLeaseOf("0.4");
        assertThat(tables.lapse()).isEqualTo(1);

        assertThat(amounts(other, KEY)).isEqualTo("0 0.25 0.4");
        assertThat(other.hold(call(), List.of(upTo(KEY, "1")), usd("0.4"))).isInstanceOf(Answer.Spent.class);
        assertThat(tables.lapse()).isZero();
    }

    /** A process that has stood still for a while settles its own calls, once, and holds what comes next as before. */
    @Test
    void whoeverWasTakenForDeadGoesOn() throws Exception {
        String call = call();
        one.hold(call, List.of(upTo(KEY, "1")), usd("0.4"));
        tables.endAllLeases();
        assertThat(tables.lapse()).isEqualTo(1);
        assertThat(amounts(other, KEY)).isEqualTo("0 0 0.4");

        assertThat(one.raise(call, usd("0.1"))).isInstanceOf(Answer.Held.class);
        assertThat(amounts(other, KEY)).isEqualTo("0 0 0.5");
        one.settle(call, usd("0.45"), true);
        await().until(() -> amounts(other, KEY).equals("0.45 0 0"));
        assertThat(one.hold(call(), List.of(upTo(KEY, "1")), usd("0.5"))).isInstanceOf(Answer.Held.class);
        assertThat(tables.lapse()).isZero();
        assertThat(amounts(other, KEY)).isEqualTo("0.45 0.5 0");
    }

    @Test
    void whoeverStopsLeavesNothingHeld() throws Exception {
        String ended = call();
        one.hold(ended, List.of(upTo(KEY, "1")), usd("0.4"));
        one.hold(call(), List.of(upTo(KEY, "1")), usd("0.2"));
        one.settle(ended, usd("0.3"), true);
        one.close();

        assertThat(amounts(other, KEY)).isEqualTo("0.3 0.2 0");
        tables.lapse();
        assertThat(amounts(other, KEY)).isEqualTo("0.3 0 0.2");
    }

    /** After a day it counts as spent, until somebody knows better. */
    @Test
    void whatNobodyNamesTheCostOfIsSpentAtItsEstimate() throws Exception {
        String call = call();
        String running = call();
        one.hold(call, List.of(upTo(KEY, "9")), usd("0.4"));
        one.settle(call, usd("0.3"), false);
        one.hold(running, List.of(upTo(KEY, "9")), usd("0.2"));
        await().until(() -> amounts(one, KEY).equals("0 0.2 0.3"));
        tables.execute("update openrouter_budget_hold set begun = begun - interval '25 hours'");

        assertThat(tables.lapse()).isEqualTo(2);
        assertThat(amounts(one, KEY)).isEqualTo("0.5 0 0");
        assertThat(one.raise(running, usd("0.1"))).isInstanceOf(Answer.Held.class);
        one.settle(call, usd("0.35"), false);
        one.settle(running, usd("0.05"), true);
        await().until(() -> amounts(one, KEY).equals("0.4 0 0"));
        one.settle(call, usd("0.15"), true);
        await().until(() -> amounts(one, KEY).equals("0.2 0 0"));
        assertThat(tables.select("select distinct state from openrouter_budget_hold"))
                .containsExactly("settled");
    }

    @Test
    void removesWhatNothingIsToComeForAndKeepsTheRest() throws Exception {
        String settled = call();
        String pending = call();
        String held = call();
        Counter closed = hour("key", "ci", Instant.now().minus(Duration.ofDays(401)));
        one.adjust(closed, usd("1"));
        one.adjust(hour("key", "ci", Instant.now().minus(Duration.ofDays(399))), usd("2"));
        one.hold(settled, List.of(upTo(KEY, "9")), usd("1"));
        one.hold(pending, List.of(upTo(KEY, "9")), usd("2"));
        one.hold(held, List.of(upTo(KEY, "9")), usd("3"));
        one.settle(settled, usd("1"), true);
        one.settle(pending, usd("2"), false);
        await().until(() -> amounts(one, KEY).equals("1 3 2"));

        clean();
        assertThat(tables.select("select count(*) from openrouter_budget_hold")).containsExactly("5");
        tables.execute("update openrouter_budget_hold set begun = begun - interval '2 hours'");
        clean();
        assertThat(tables.select("select count(*) from openrouter_budget_hold")).containsExactly("5");
        tables.execute("update openrouter_budget_hold set ended = ended - interval '2 hours'");
        clean();
        assertThat(tables.select("select state from openrouter_budget_hold order by 1"))
                .containsExactly("held", "pending");
        tables.execute("update openrouter_budget_hold set begun = begun - interval '2 days'");
        tables.lapse();
        clean();
        assertThat(tables.select("select state from openrouter_budget_hold"))
                .containsExactly("unresolved", "unresolved");
        tables.execute("update openrouter_budget_hold set begun = begun - interval '9 days'");
        clean();
        assertThat(tables.select("select state from openrouter_budget_hold")).isEmpty();
        assertThat(tables.select("select spent::numeric(9, 1) from openrouter_budget order by ends"))
                .containsExactly("2.0", "6.0");
        tables.execute("truncate openrouter_budget");
    }

    private void clean() throws Exception {
        try (Connection connection = tables.connection()) {
            BudgetUpkeep.clean(connection);
        }
    }

    private void endLeaseOf(String amount) throws Exception {
        tables.execute("update openrouter_budget_node set lease = '-infinity' where node ="
                + " (select node from openrouter_budget_hold where amount = " + amount + ")");
    }
}
