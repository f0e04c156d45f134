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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.spi.BudgetKeeper.Amounts;
import io.github.camelopenrouter.spi.BudgetKeeper.Answer;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import io.github.camelopenrouter.spi.BudgetKeeper.Demand;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one process asks of budgets in a real PostgreSQL. */
@Timeout(120)
class SharedBudgetsTest extends OnBudgetTables {

    private static final Counter ORGANISATION = total("organisation", "");
    private static final Counter TEAM = total("team", "red");
    private static final Counter KEY = total("key", "ci");

    private SharedBudgets keeper;

    @BeforeEach
    void open() {
        keeper = tables.keeper();
    }

    @Test
    void holdsOnEveryBudgetAndSettlesToTheLastDigit() throws Exception {
        String call = call();
        assertThat(keeper.hold(call, all("10", "5", null), usd("0.3"))).isInstanceOf(Answer.Held.class);
        assertThat(amounts(keeper, ORGANISATION)).isEqualTo("0 0.3 0");
        assertThat(amounts(keeper, KEY)).isEqualTo("0 0.3 0");

        keeper.settle(call, usd("0.0000000000000000000000123456789"), true);

        await().until(() -> !amounts(keeper, TEAM).startsWith("0 0.3"));
        assertThat(keeper.amounts(List.of(ORGANISATION, TEAM, KEY)).values())
                .extracting(amounts -> amounts.spent().toPlainString())
                .containsExactly(
                        "0.0000000000000000000000123456789",
                        "0.0000000000000000000000123456789",
                        "0.0000000000000000000000123456789");
        assertThat(keeper.amounts(List.of(TEAM)).get(TEAM).held()).isZero();
    }

    @Test
    void namesTheFirstBudgetThatRefusesAndHoldsNothing() throws Exception {
        keeper.adjust(KEY, usd("0.95"));
        keeper.adjust(TEAM, usd("4.95"));
        keeper.hold(call(), List.of(upTo(TEAM, "100")), usd("0.01"));

        Answer answer = keeper.hold(call(), all("10", "5", "1"), usd("0.06"));

        assertThat(answer)
                .isEqualTo(new Answer.Spent(upTo(TEAM, "5"), new Amounts(usd("4.95"), usd("0.01"), usd("0"))));
        assertThat(amounts(keeper, ORGANISATION)).isEqualTo("0 0 0");
        assertThat(keeper.hold(call(), all("10", "6", "1"), usd("0.06")))
                .isInstanceOfSatisfying(
                        Answer.Spent.class,
                        spent -> assertThat(spent.demand().counter()).isEqualTo(KEY));
        assertThat(keeper.hold(call(), all("10", "5", "1"), usd("0.04"))).isInstanceOf(Answer.Held.class);
    }

    @Test
    void letsThroughWhatFitsExactlyAndCountsWhereThereIsNoLimit() throws Exception {
        assertThat(keeper.hold(call(), List.of(upTo(KEY, "1"), upTo(TEAM, null)), usd("1")))
                .isInstanceOf(Answer.Held.class);
        assertThat(keeper.hold(call(), List.of(upTo(KEY, "1"), upTo(TEAM, null)), usd("0.0000000001")))
                .isInstanceOf(Answer.Spent.class);
        assertThat(keeper.hold(call(), List.of(upTo(TEAM, null)), usd("1000"))).isInstanceOf(Answer.Held.class);
        assertThat(keeper.hold(call(), List.of(upTo(KEY, "1")), usd("0"))).isInstanceOf(Answer.Held.class);
        assertThat(amounts(keeper, TEAM)).isEqualTo("0 1001 0");
    }

    @Test
    void holdsOnceForOneCallEvenWhereNothingIsLeft() throws Exception {
        String call = call();
        List<Demand> demands = List.of(upTo(KEY, "1"));
        keeper.hold(call, demands, usd("1"));

        assertThat(keeper.hold(call, demands, usd("0.5"))).isInstanceOf(Answer.Held.class);
        assertThat(amounts(keeper, KEY)).isEqualTo("0 1 0");
    }

    @Test
    void raisesByTheLimitsThatTheCallWasHeldWith() throws Exception {
        String call = call();
        keeper.hold(call, all("10", "2", null), usd("1"));
        keeper.adjust(ORGANISATION, usd("8.5"));

        assertThat(keeper.raise(call, usd("0.5"))).isInstanceOf(Answer.Held.class);
        assertThat(keeper.raise(call, usd("0.75")))
                .isEqualTo(new Answer.Spent(upTo(ORGANISATION, "10"), new Amounts(usd("8.5"), usd("1.5"), usd("0"))));
        assertThat(amounts(keeper, KEY)).isEqualTo("0 1.5 0");
        keeper.settle(call, usd("1.25"), true);
        await().until(() -> amounts(keeper, TEAM).equals("1.25 0 0"));
        assertThat(amounts(keeper, ORGANISATION)).isEqualTo("9.75 0 0");
        assertThatThrownBy(() -> keeper.raise(call(), usd("1"))).isInstanceOf(IOException.class);
    }

    /** The last counts, and what is known stays until something else is known. */
    @Test
    void settlesOnceHoweverOftenItIsSaid() throws Exception {
        String call = call();
        keeper.hold(call, List.of(upTo(KEY, "10")), usd("1"));

        keeper.settle(call, usd("0.9"), false);
        await().until(() -> amounts(keeper, KEY).equals("0 0 0.9"));
        keeper.settle(call, usd("0.8"), false);
        await().until(() -> amounts(keeper, KEY).equals("0 0 0.8"));
        keeper.settle(call, usd("0.7"), true);
        await().until(() -> amounts(keeper, KEY).equals("0.7 0 0"));
        keeper.settle(call, usd("0.6"), false);
        keeper.settle(call, usd("0.7"), true);
        written();
        assertThat(amounts(keeper, KEY)).isEqualTo("0.7 0 0");
        keeper.settle(call, usd("0.65"), true);
        await().until(() -> amounts(keeper, KEY).equals("0.65 0 0"));
    }

    @Test
    void releasesWhatHasCostNothingAndKnowsNothingOfOthers() throws Exception {
        String call = call();
        keeper.hold(call, List.of(upTo(KEY, "1")), usd("1"));

        keeper.settle(call(), usd("5"), true);
        keeper.settle("no id at all", usd("5"), true);
        keeper.settle(call, usd("0"), true);

        await().until(() -> amounts(keeper, KEY).equals("0 0 0"));
        assertThat(keeper.hold(call(), List.of(upTo(KEY, "1")), usd("1"))).isInstanceOf(Answer.Held.class);
    }

    /** Late costs do not re-open the window of a call, and a call that begins in it does not count in the next. */
    @Test
    void countsACallInTheWindowInWhichItBegan() throws Exception {
        String call = call();
        Counter now = hour("key", "ci", databaseTime());
        keeper.hold(call, List.of(upTo(now, "1")), usd("0.5"));
        tables.execute(
                "update openrouter_budget set begins = begins - interval '1 hour', ends = ends - interval '1 hour'");
        Counter closed = new Counter(
                "key",
                "ci",
                "hour",
                now.from().minus(Duration.ofHours(1)),
                now.until().minus(Duration.ofHours(1)));

        assertThat(keeper.raise(call, usd("0.25"))).isInstanceOf(Answer.Held.class);
        keeper.settle(call, usd("0.6"), true);

        await().until(() -> amounts(keeper, closed).equals("0.6 0 0"));
        assertThat(amounts(keeper, now)).isEqualTo("0 0 0");
    }

    @Test
    void saysWhatTimeItIsWhereAWindowIsAnother() throws Exception {
        Instant now = databaseTime();
        Counter before = hour("key", "ci", now.minus(Duration.ofHours(1)));
        Counter behind = hour("key", "ci", now.plus(Duration.ofHours(1)));

        for (Counter other : List.of(before, behind)) {
            assertThat(keeper.hold(call(), List.of(upTo(TEAM, null), upTo(other, "1")), usd("0.1")))
                    .isInstanceOfSatisfying(
                            Answer.Elsewhen.class,
                            elsewhen -> assertThat(elsewhen.now()).isBetween(now, now.plus(Duration.ofMinutes(1))));
        }
        assertThat(amounts(keeper, TEAM)).isEqualTo("0 0 0");
    }

    /** A machine whose clock is wrong has the same windows as the others. */
    @Test
    void goesByTheClockOfTheDatabase() throws Exception {
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(90));
        SharedBudgets wrong = tables.keeper(ahead);
        assertThat(wrong.now()).isAfter(Instant.now().plusSeconds(80));

        wrong.hold(call(), List.of(upTo(KEY, "1")), usd("0.1"));

        Instant before = databaseTime();
        Instant told = wrong.now();
        assertThat(told).isBetween(before.minusMillis(500), databaseTime().plusMillis(500));
    }

    @Test
    void adjustsWhatIsSpentByPlusAndMinus() throws Exception {
        keeper.adjust(KEY, usd("2.5"));
        keeper.adjust(KEY, usd("-1"));
        Counter closed = hour("key", "ci", Instant.parse("2026-01-01T00:00:00Z"));
        keeper.adjust(closed, usd("1"));

        assertThat(amounts(keeper, KEY)).isEqualTo("1.5 0 0");
        assertThat(amounts(keeper, closed)).isEqualTo("1 0 0");
        assertThat(keeper.amounts(List.of(TEAM, KEY))).containsOnlyKeys(KEY);
    }

    /** A policy may warn of half of what it refuses. */
    @Test
    void aBudgetWithTwoLimitsCountsOnce() throws Exception {
        String call = call();
        List<Demand> demands = List.of(upTo(TEAM, "3"), upTo(KEY, null), upTo(TEAM, "2"));
        assertThat(keeper.hold(call, demands, usd("1.5"))).isInstanceOf(Answer.Held.class);
        assertThat(keeper.raise(call, usd("0.6")))
                .isInstanceOfSatisfying(
                        Answer.Spent.class, spent -> assertThat(spent.demand()).isEqualTo(upTo(TEAM, "2")));
        assertThat(keeper.raise(call, usd("0.5"))).isInstanceOf(Answer.Held.class);
        assertThat(amounts(keeper, TEAM)).isEqualTo("0 2 0");

        keeper.settle(call, usd("0.25"), true);

        await().until(() -> amounts(keeper, TEAM).equals("0.25 0 0"));
        assertThat(amounts(keeper, KEY)).isEqualTo("0.25 0 0");
    }

    /** Names come from a policy and from tokens of others. */
    @Test
    void takesWhateverSomebodyIsCalled() throws Exception {
        for (String name : List.of(
                "'", "\"; drop table openrouter_budget; --", "a\0b", "{a,\"b\"}", "\ud800", "❤", "\\", "NULL", "")) {
            Counter user = total("user", name);
            assertThat(keeper.hold(call(), List.of(upTo(user, "1")), usd("0.5")))
                    .isInstanceOf(Answer.Held.class);
            assertThat(amounts(keeper, user)).isEqualTo("0 0.5 0");
        }
        assertThat(keeper.hold(call(), List.of(upTo(KEY, "1")), usd("1e40"))).isInstanceOf(Answer.Spent.class);
        assertThat(keeper.hold(call(), List.of(), usd("1"))).isInstanceOf(Answer.Held.class);
    }

    /** Whatever was said before is in the database. */
    private void written() throws IOException {
        String last = call();
        keeper.hold(last, List.of(upTo(TEAM, null)), usd("1"));
        keeper.settle(last, usd("0"), true);
        await().until(() -> amounts(keeper, TEAM).equals("0 0 0"));
    }

    private Instant databaseTime() throws Exception {
        keeper.amounts(List.of(TEAM)); // it is open
        return Instant.parse(tables.select("select to_char(clock_timestamp() at time zone 'UTC',"
                        + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
                .get(0));
    }

    private static List<Demand> all(String organisation, String team, String key) {
        return List.of(upTo(ORGANISATION, organisation), upTo(TEAM, team), upTo(KEY, key));
    }
}
