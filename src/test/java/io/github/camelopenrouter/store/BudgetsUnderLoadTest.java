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

import io.github.camelopenrouter.spi.BudgetKeeper.Answer;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import io.github.camelopenrouter.spi.BudgetKeeper.Demand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long calls wait for their budgets, of which all have the organisation's in common; {@code -Pproof} says it of more calls. */
@Timeout(300)
class BudgetsUnderLoadTest {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetsUnderLoadTest.class);

    private static final int SECONDS = Integer.getInteger("budgets.seconds", 1);
    private static final int THREADS = 32;
    private static final int RATE = 200;
    private static final Counter ORGANISATION = total("organisation", "");

    @TempDir
    private Path data;

    @Test
    void everyCallIsCountedHoweverManyComeAtOnce() throws Exception {
        try (BudgetTables tables = BudgetTables.in(Postgres.newDatabase(), data)) {
            SharedBudgets keeper = tables.keeper();
            inTurns(keeper, 2_000); // as a gateway that has run for a while

            long[] steady = atRate(keeper, RATE * SECONDS);
            LOG.info("hold at {}/s on {} threads: {}", RATE, THREADS, percentiles(steady));
            long begin = System.nanoTime();
            int calls = 2_000 * SECONDS;
            long[] most = inTurns(keeper, calls);
            double seconds = (System.nanoTime() - begin) / 1e9;
            LOG.info(
                    "as fast as {} threads can: {} calls/s, hold {}",
                    THREADS,
                    Math.round(calls / seconds),
                    percentiles(most));

            int all = 2_000 + RATE * SECONDS + calls;
            String spent = usd("0.001")
                    .multiply(usd(String.valueOf(all)))
                    .stripTrailingZeros()
                    .toPlainString();
            await().until(() -> amounts(keeper, ORGANISATION).equals(spent + " 0 0"));
            assertThat(tables.contradictions()).isEmpty();
            assertThat(tables.select("select sum(deadlocks) from pg_stat_database where datname = current_database()"))
                    .containsExactly("0");
        }
    }

    /** A call each five milliseconds, whether the others are through or not; its wait begins when it should have begun. */
    private static long[] atRate(SharedBudgets keeper, int calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            long begin = System.nanoTime();
            List<Future<Long>> waits = new ArrayList<>();
            for (int n = 0; n < calls; n++) {
                long due = begin + n * 1_000_000_000L / RATE;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                waits.add(threads.submit(() -> one(keeper, due)));
            }
            return sorted(waits);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long[] inTurns(SharedBudgets keeper, int calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<Long> one = () -> one(keeper, System.nanoTime());
            return sorted(threads.invokeAll(
                    IntStream.range(0, calls).mapToObj(n -> one).toList()));
        } finally {
            threads.shutdownNow();
        }
    }

    private static long one(SharedBudgets keeper, long due) throws Exception {
        int user = ThreadLocalRandom.current().nextInt(200);
        List<Demand> demands = List.of(
                upTo(ORGANISATION, "1000000"),
                upTo(total("team", "t" + user % 20), "1000000"),
                upTo(total("user", "u" + user), null),
                upTo(total("key", "k" + user), "1000000"));
        String call = call();
        assertThat(keeper.hold(call, demands, usd("0.002"))).isInstanceOf(Answer.Held.class);
        long wait = System.nanoTime() - due;
        keeper.settle(call, usd("0.001"), true);
        return wait;
    }

    private static long[] sorted(List<Future<Long>> waits) throws Exception {
        long[] all = new long[waits.size()];
        for (int n = 0; n < all.length; n++) {
            all[n] = waits.get(n).get();
        }
        Arrays.sort(all);
        return all;
    }

    private static String percentiles(long[] waits) {
        return String.format(
                Locale.ROOT,
                "p50 %.2f ms, p90 %.2f ms, p99 %.2f ms",
                waits[waits.length / 2] / 1e6,
                waits[waits.length * 9 / 10] / 1e6,
                waits[waits.length * 99 / 100] / 1e6);
    }
}
