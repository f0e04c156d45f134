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
import static io.github.camelopenrouter.store.BudgetTables.total;
import static io.github.camelopenrouter.store.BudgetTables.upTo;
import static io.github.camelopenrouter.store.BudgetTables.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.spi.BudgetKeeper;
import io.github.camelopenrouter.spi.BudgetKeeper.Answer;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import io.github.camelopenrouter.spi.BudgetKeeper.Demand;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Budgets of several processes that ask at once: none is overdrawn, and nobody waits for good. */
@Timeout(180)
class BudgetsAtOnceTest extends OnBudgetTables {

    private static final int THREADS = 16;
    private static final Counter ORGANISATION = total("organisation", "");
    private static final Counter KEY = total("key", "ci");

    private SharedBudgets one;
    private SharedBudgets other;

    @BeforeEach
    void open() {
        one = tables.keeper();
        other = tables.keeper();
    }

    @Test
    void ofAThousandCallsAtOnceExactlyAHundredAreLetIn() throws Exception {
        List<Demand> demands = List.of(upTo(ORGANISATION, "1"), upTo(total("team", "red"), "500"), upTo(KEY, null));

        List<Answer> answers = atOnce(1_000, n -> keeper(n).hold(call(), demands, usd("0.01")));

        assertThat(answers).filteredOn(Answer.Held.class::isInstance).hasSize(100);
        assertThat(answers).filteredOn(Answer.Spent.class::isInstance).hasSize(900);
        assertThat(amounts(one, ORGANISATION)).isEqualTo("0 1 0");
        assertThat(amounts(other, KEY)).isEqualTo("0 1 0");
    }

    /** Its rows are made by whoever comes first, and all come first. */
    @Test
    void atTheBeginOfEachWindowHalfOfTheCallsAreLetIn() throws Exception {
        for (int window = 0; window < 40; window++) {
            String name = "w" + window;
            List<Demand> demands = Stream.of("a", "b", "c", "d", "e", "f")
                    .map(key -> upTo(total("key", name + key), "0.8"))
                    .toList();

            List<Answer> answers = atOnce(THREADS, n -> {
                List<Demand> mine = new ArrayList<>(demands);
                Collections.shuffle(mine, new Random(n));
                return keeper(n).hold(call(), mine, usd("0.1"));
            });

            assertThat(answers).filteredOn(Answer.Held.class::isInstance).hasSize(8);
        }
    }

    /** Each has made a row that the other needs, if they do not make them in one order. */
    @Test
    void whoeverMakesRowsWaitsForNobodyWhoWaitsForHim() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Connection third = tables.connection();
                Statement statement = third.createStatement()) {
            third.setAutoCommit(false);
            statement.execute("insert into openrouter_budget (scope, name, period, begins, ends) values"
                    + " ('key', 'x', 'total', '1970-01-01T00:00:00Z', 'infinity')");
            Future<Answer> there = threads.submit(() -> one.hold(call(), keys("a", "x", "b"), usd("1")));
            Future<Answer> back = threads.submit(() -> other.hold(call(), keys("b", "x", "a"), usd("1")));
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> tables.select("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                    + " and datname = current_database() and query like '%budget_hold%'")
                            .equals(List.of("2")));
            third.rollback();

            assertThat(there.get()).isInstanceOf(Answer.Held.class);
            assertThat(back.get()).isInstanceOf(Answer.Held.class);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Demand> keys(String... names) {
        return Stream.of(names).map(name -> upTo(total("key", name), "9")).toList();
    }

    /** Some hold, some hold more, some end, some are dead, and all in orders of their own. */
    @Test
    void nobodyWaitsForWhoWaitsForHim() throws Exception {
        List<Counter> counters = new ArrayList<>();
        IntStream.range(0, 6).forEach(n -> counters.add(total("key", "k" + n)));
        IntStream.range(0, 3).forEach(n -> counters.add(total("team", "t" + n)));
        counters.add(ORGANISATION);

        List<Boolean> held = atOnce(800, n -> {
            Random random = new Random(n);
            List<Counter> mine = new ArrayList<>(counters);
            Collections.shuffle(mine, random);
            List<Demand> demands = mine.subList(0, 2 + random.nextInt(7)).stream()
                    .map(counter -> upTo(counter, "20"))
                    .toList();
            BudgetKeeper keeper = keeper(n);
            String call = call();
            boolean isHeld = keeper.hold(call, demands, usd("0.1")) instanceof Answer.Held;
            if (isHeld && random.nextBoolean()) {
                keeper.raise(call, usd("0.05"));
            }
            if (n % 50 == 0) {
                tables.endAllLeases();
                tables.lapse();
            }
            keeper.settle(call, usd("0.01"), n % 3 > 0);
            return isHeld;
        });

        assertThat(held).contains(true);
        await().until(() -> tables.select("select count(*) from openrouter_budget_hold where state = 'held'")
                .equals(List.of("0")));
        assertThat(tables.select("select sum(deadlocks) from pg_stat_database where datname = current_database()"))
                .containsExactly("0");
    }

    private BudgetKeeper keeper(int n) {
        return n % 2 == 0 ? one : other;
    }

    private interface Asked<T> {
        T ask(int n) throws Exception;
    }

    /** On all threads, which begin together. */
    private static <T> List<T> atOnce(int calls, Asked<T> asked) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CountDownLatch begin = new CountDownLatch(1);
        try {
            List<Future<T>> answers = new ArrayList<>();
            for (int n = 0; n < calls; n++) {
                int number = n;
                Callable<T> one = () -> {
                    begin.await();
                    return asked.ask(number);
                };
                answers.add(threads.submit(one));
            }
            begin.countDown();
            List<T> all = new ArrayList<>();
            for (Future<T> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }
}
