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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.policy.budgets.BudgetBook.Caller;
import io.github.camelopenrouter.spi.BudgetKeeper.Amounts;
import io.github.camelopenrouter.spi.BudgetKeeper.Answer;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import io.github.camelopenrouter.spi.BudgetKeeper.Demand;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessKeeperTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Counter TEAM = day("team", "t");
    private static final Counter ALL = new Counter(
            "organisation", "", "month", Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));

    private final AtomicReference<String> problem = new AtomicReference<>();
    private final ProcessKeeper keeper = new ProcessKeeper(Clock.fixed(NOW, ZoneOffset.UTC), problem::get);

    private static Counter day(String scope, String name) {
        return new Counter(
                scope, name, "day", Instant.parse("2026-11-30T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
    }

    private static BigDecimal usd(String amount) {
        return new BigDecimal(amount);
    }

    private static Demand atMost(Counter counter, String usd) {
        return new Demand(counter, usd(usd));
    }

    private Amounts amounts(Counter counter) throws IOException {
        return keeper.amounts(List.of(counter)).get(counter);
    }

    @BeforeEach
    void begin() {
        keeper.begin(new Tally(), (counter, usd) -> {});
    }

    @Test
    void ofAThousandAtOnceAsManyPassAsFit() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                String id = "call-" + i;
                answers.add(threads.submit(
                        () -> keeper.hold(id, List.of(atMost(ALL, "50"), atMost(TEAM, "1.00")), usd("0.01"))));
            }
            int held = 0;
            for (Future<Answer> answer : answers) {
                held += answer.get() instanceof Answer.Held ? 1 : 0;
            }
            assertThat(held).isEqualTo(100);
        } finally {
            threads.shutdownNow();
        }
        assertThat(amounts(TEAM)).isEqualTo(new Amounts(BigDecimal.ZERO, usd("1.00"), BigDecimal.ZERO));
        assertThat(amounts(ALL).used()).isEqualByComparingTo("1.00");
    }

    @Test
    void allAreHeldOrNone() throws Exception {
        Answer answer = keeper.hold("a", List.of(atMost(ALL, "50"), atMost(TEAM, "0.5")), usd("0.6"));
        assertThat(answer).isEqualTo(new Answer.Spent(atMost(TEAM, "0.5"), Amounts.NONE));
        assertThat(amounts(ALL)).isEqualTo(Amounts.NONE);
    }

    @Test
    void aCallIsHeldOnce() throws Exception {
        keeper.hold("a", List.of(atMost(TEAM, "1")), usd("0.6"));
        assertThat(keeper.hold("a", List.of(atMost(TEAM, "1")), usd("0.6"))).isInstanceOf(Answer.Held.class);
        assertThat(amounts(TEAM).held()).isEqualByComparingTo("0.6");
    }

    @ParameterizedTest
    @CsvSource({"true, 0.1, 0.1, 0", "true, 0, 0, 0", "true, 0.9, 0.9, 0", "false, 0.6, 0, 0.6"})
    void whatACallHasCostTakesThePlaceOfWhatWasHeld(boolean known, String cost, String spent, String pending)
            throws Exception {
        keeper.hold("a", List.of(atMost(TEAM, "1")), usd("0.6"));
        keeper.settle("a", usd(cost), known);
        keeper.settle("a", usd("5"), true);
        assertThat(amounts(TEAM).held()).isEqualByComparingTo("0");
        assertThat(amounts(TEAM).spent()).isEqualByComparingTo(spent);
        assertThat(amounts(TEAM).pending()).isEqualByComparingTo(pending);
    }

    @Test
    void theJournalTellsOfNothingTwice() throws Exception {
        keeper.hold("a", List.of(atMost(TEAM, "1")), usd("0.6"));
        keeper.settle("a", usd("0.6"), false);
        assertThat(keeper.takeEnded("a")).isNotNull();
        assertThat(amounts(TEAM)).isEqualTo(new Amounts(BigDecimal.ZERO, usd("0.0"), usd("0.6")));
        keeper.read(booked("a", 1, "0.25", true), List.of(TEAM));
        assertThat(amounts(TEAM).used()).isEqualByComparingTo("0.25");
        assertThat(amounts(TEAM).spent()).isEqualByComparingTo("0.25");
        keeper.read(booked("a", 2, "0.5", true), List.of(TEAM));
        assertThat(amounts(TEAM).spent()).isEqualByComparingTo("0.25");
    }

    @Test
    void aCallOfTheProcessBeforeCountsWhereItBelongs() throws Exception {
        keeper.read(booked("lost", 0, "0.7", false), List.of(TEAM));
        assertThat(amounts(TEAM).pending()).isEqualByComparingTo("0.7");
        assertThat(keeper.hold("b", List.of(atMost(TEAM, "1")), usd("0.4"))).isInstanceOf(Answer.Spent.class);
    }

    private static BookedCall booked(String id, int revision, String amount, boolean known) {
        return new BookedCall(id, revision, NOW, new Caller("t", null, "k"), usd(amount), known);
    }

    @Test
    void moreIsHeldAsLongAsThereIsMore() throws Exception {
        keeper.hold("a", List.of(atMost(TEAM, "1")), usd("0.6"));
        assertThat(keeper.raise("a", usd("0.4"))).isInstanceOf(Answer.Held.class);
        assertThat(keeper.raise("a", usd("0.01"))).isInstanceOf(Answer.Spent.class);
        assertThat(amounts(TEAM).held()).isEqualByComparingTo("1.0");
        keeper.settle("a", usd("0.8"), true);
        assertThat(amounts(TEAM).used()).isEqualByComparingTo("0.8");
    }

    @Test
    void aLimitThatHasChangedHoldsForWhoRuns() throws Exception {
        keeper.hold("a", List.of(atMost(TEAM, "1")), usd("0.6"));
        assertThat(keeper.raise("a", List.of(atMost(TEAM, "0.6")), usd("0.1"))).isInstanceOf(Answer.Spent.class);
        assertThat(keeper.raise("a", List.of(atMost(TEAM, "2")), usd("1.4"))).isInstanceOf(Answer.Held.class);
        assertThat(keeper.raise("a", List.of(new Demand(TEAM, null)), usd("5"))).isInstanceOf(Answer.Held.class);
        assertThat(amounts(TEAM).held()).isEqualByComparingTo("7.0");
    }

    @Test
    void aWindowOfAnotherTimeIsSaid() throws Exception {
        Counter yesterday = new Counter(
                "team", "t", "day", Instant.parse("2026-11-29T00:00:00Z"), Instant.parse("2026-11-30T00:00:00Z"));
        assertThat(keeper.hold("a", List.of(atMost(yesterday, "1")), usd("0.1")))
                .isEqualTo(new Answer.Elsewhen(NOW));
    }

    @Test
    void whereCallsAreNotWrittenDownNothingIsHeld() throws IOException {
        problem.set("the disk takes nothing");
        assertThatThrownBy(() -> keeper.hold("a", List.of(atMost(TEAM, "1")), usd("0.6")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the disk takes nothing");
        problem.set(null);
        assertThat(amounts(TEAM)).isEqualTo(Amounts.NONE);
    }

    @Test
    void whatIsGivenBackCanBeSpentAgain() throws Exception {
        keeper.hold("a", List.of(atMost(TEAM, "1")), usd("1"));
        keeper.settle("a", usd("1"), true);
        keeper.adjust(TEAM, usd("-0.5"));
        assertThat(keeper.hold("b", List.of(atMost(TEAM, "1")), usd("0.5"))).isInstanceOf(Answer.Held.class);
        assertThat(amounts(TEAM).spent()).isEqualByComparingTo("0.5");
    }

    @Test
    void anAdjustmentThatCannotBeWrittenChangesNothing() throws Exception {
        keeper.begin(new Tally(), (counter, usd) -> {
            throw new IOException("full");
        });
        assertThatThrownBy(() -> keeper.adjust(TEAM, usd("-0.5"))).hasMessage("full");
        assertThat(amounts(TEAM)).isEqualTo(Amounts.NONE);
    }
}
