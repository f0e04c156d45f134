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

import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The thread that looks after what dead processes have left. */
@Timeout(120)
class BudgetUpkeepTest {

    private static final Counter KEY = total("key", "ci");

    @TempDir
    private Path data;

    @Test
    void findsTheDeadAndLeavesTheLiving() throws Exception {
        String url = Postgres.newDatabase();
        StoreSettings settings = new StoreSettings(StoreUrl.parse(url), null, null, data);
        AtomicReference<Database> open = new AtomicReference<>();
        BudgetUpkeep upkeep = new BudgetUpkeep(open::get, Duration.ofMillis(500));
        Thread thread = new Thread(upkeep, "test-upkeep");
        try (BudgetTables tables = BudgetTables.in(url, data);
                Database database = Database.open(settings)) {
            thread.start();
            SharedBudgets dead = tables.keeper();
            SharedBudgets living = tables.keeper();
            dead.hold(call(), List.of(upTo(KEY, "9")), usd("1"));
            living.hold(call(), List.of(upTo(KEY, "9")), usd("2"));
            tables.kill(dead);
            tables.execute("update openrouter_budget_node set lease = clock_timestamp() - interval '6 seconds'"
                    + " where node = (select node from openrouter_budget_hold where amount = 1)");
            open.set(database);

            await().until(() -> amounts(living, KEY).equals("0 2 1"));
            assertThat(
                            tables.select(
                                    "select count(*) from openrouter_budget_node where lease between"
                                            + " clock_timestamp() + interval '5 seconds' and clock_timestamp() + interval '35 seconds'"))
                    .containsExactly("1");
        } finally {
            upkeep.finish();
            thread.join();
        }
    }

    /** When the database is back, or it was itself that stood still, the others get the time to prove that they are alive. */
    @Test
    void believesNobodyDeadAtItsFirstLook() throws Exception {
        String url = Postgres.newDatabase();
        StoreSettings settings = new StoreSettings(StoreUrl.parse(url), null, null, data);
        CountDownLatch looks = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        try (BudgetTables tables = BudgetTables.in(url, data);
                Database database = Database.open(settings)) {
            SharedBudgets keeper = tables.keeper();
            keeper.hold(call(), List.of(upTo(KEY, "9")), usd("1"));
            tables.endAllLeases();
            BudgetUpkeep upkeep = new BudgetUpkeep(
                    () -> {
                        if (asked.incrementAndGet() > 1) {
                            looks.countDown();
                            return null;
                        }
                        return database;
                    },
                    Duration.ofMillis(20));
            Thread thread = new Thread(upkeep, "test-upkeep");
            thread.start();
            looks.await();
            upkeep.finish();
            thread.join();

            assertThat(amounts(keeper, KEY)).isEqualTo("0 1 0");
            assertThat(tables.lapse()).isEqualTo(1);
        }
    }
}
