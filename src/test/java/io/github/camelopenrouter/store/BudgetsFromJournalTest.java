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
import static io.github.camelopenrouter.store.BudgetTables.total;
import static io.github.camelopenrouter.store.BudgetTables.upTo;
import static io.github.camelopenrouter.store.BudgetTables.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a budget was not told when its call ended is read from the journal, once. */
@Timeout(120)
class BudgetsFromJournalTest {

    private static final String DAY = "2026-10-31";
    private static final Counter KEY = total("key", "ci");

    private StoreFixture store;
    private BudgetTables tables;
    private SharedBudgets keeper;

    @BeforeEach
    void open(@TempDir Path data) throws Exception {
        store = new StoreFixture(data, StoreFixture.Kind.POSTGRESQL);
        store.start();
        store.caughtUp();
        tables = BudgetTables.in(store.settings.url().text(), data);
        keeper = tables.keeper();
    }

    @AfterEach
    void nothingContradicts() throws Exception {
        assertThat(tables.contradictions()).isEmpty();
        tables.close();
        store.close();
    }

    @Test
    void settlesWhatADeadProcessHasHeld() throws Exception {
        CallLine ended = line(1).cost("0.25");
        CallLine free = line(2).with("cost_source", "none");
        CallLine lost = line(3).unresolved().with("outcome", "lost").with("estimate", "0.125");
        CallLine unknown = line(4).unresolved();
        for (CallLine call : List.of(ended, free, lost, unknown)) {
            keeper.hold(call.id(), List.of(upTo(KEY, "9")), usd("1"));
        }
        tables.kill(keeper);
        SharedBudgets other = tables.keeper();
        assertThat(amounts(other, KEY)).isEqualTo("0 4 0");

        read(ended, free, lost, unknown, line(5).cost("3"));

        assertThat(amounts(other, KEY)).isEqualTo("0.25 0 1.125");
    }

    @Test
    void takesALateCostByItsDifference() throws Exception {
        CallLine call = line(1).unresolved().with("estimate", "0.5");
        keeper.hold(call.id(), List.of(upTo(KEY, "9")), usd("1"));
        read(call);
        assertThat(amounts(keeper, KEY)).isEqualTo("0 0 0.5");
        tables.execute("update openrouter_budget_hold set begun = begun - interval '25 hours'");
        tables.lapse();
        assertThat(amounts(keeper, KEY)).isEqualTo("0.5 0 0");

        read(line(1).rev(1).cost("0.375"));
        assertThat(amounts(keeper, KEY)).isEqualTo("0.375 0 0");
        read(line(1).rev(2).cost("0.25"), line(1).unresolved().with("estimate", "7"));
        assertThat(amounts(keeper, KEY)).isEqualTo("0.25 0 0");
    }

    /** Its process knows best what was held for it; a record's estimate is of an answer that nobody has seen. */
    @Test
    void anEstimateIsNoLessThanWhatItsProcessHasSaid() throws Exception {
        CallLine call = line(1).unresolved().with("estimate", "0.5");
        keeper.hold(call.id(), List.of(upTo(KEY, "9")), usd("1"));
        keeper.settle(call.id(), usd("0.75"), false);
        await().until(() -> amounts(keeper, KEY).equals("0 0 0.75"));

        read(call);
        assertThat(amounts(keeper, KEY)).isEqualTo("0 0 0.75");
        read(line(1).rev(1).unresolved().with("estimate", "0.875"));
        assertThat(amounts(keeper, KEY)).isEqualTo("0 0 0.875");
        read(line(1).rev(2).cost("0.25"));
        assertThat(amounts(keeper, KEY)).isEqualTo("0.25 0 0");
    }

    /** An attempt of a known cost and one that nobody has named the cost of. */
    @Test
    void anEstimateIsOfThatWhichIsNotKnown() throws Exception {
        CallLine call = line(1);
        keeper.hold(call.id(), List.of(upTo(KEY, "9")), usd("1"));

        store.write(
                DAY,
                List.of(call.unresolved()
                        .with("estimate", "0.5")
                        .toString()
                        .replace(
                                "\"attempts\":[",
                                "\"attempts\":[{\"n\":1,\"cost\":\"0.0625\",\"cost_source\":\"answer\"},"
                                        + "{\"n\":2,\"cost\":\"0.3\",\"cost_source\":\"estimate\"},")));
        store.caughtUp();

        assertThat(amounts(keeper, KEY)).isEqualTo("0 0 0.5625");
    }

    @Test
    void countsOnceWhatBothSay() throws Exception {
        CallLine call = line(1).cost("0.25");
        CallLine later = line(2).cost("0.5");
        keeper.hold(call.id(), List.of(upTo(KEY, "9")), usd("1"));
        keeper.hold(later.id(), List.of(upTo(KEY, "9")), usd("1"));

        keeper.settle(call.id(), usd("0.25"), true);
        await().until(() -> amounts(keeper, KEY).equals("0.25 1 0"));
        read(call, later);
        assertThat(amounts(keeper, KEY)).isEqualTo("0.75 0 0");
        keeper.settle(later.id(), usd("0.5"), true);
        keeper.settle(later.id(), usd("9"), false);
        keeper.close();

        assertThat(amounts(tables.keeper(), KEY)).isEqualTo("0.75 0 0");
    }

    /** A record that no table can have says nothing of what its call has cost, and holds up nothing. */
    @Test
    void anAmountThatIsNoneIsNobodys() throws Exception {
        CallLine nonsense = line(1).cost("much");
        CallLine huge = line(2).cost("1e38");
        keeper.hold(nonsense.id(), List.of(upTo(KEY, "9")), usd("1"));
        keeper.hold(huge.id(), List.of(upTo(KEY, "9")), usd("1"));

        read(nonsense, huge, line(3).cost("0.25"));

        assertThat(store.rejected()).hasSize(2);
        assertThat(amounts(keeper, KEY)).isEqualTo("0 1 1");
    }

    private void read(CallLine... lines) throws Exception {
        store.write(DAY, List.of(lines).stream().map(CallLine::toString).toList());
        store.caughtUp();
    }

    private static CallLine line(long number) {
        return CallLine.at("2026-10-31T08:00:00Z", number);
    }
}
