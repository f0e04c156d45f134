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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.spi.BudgetKeeper.Answer;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import io.github.camelopenrouter.spi.BudgetKeeper.Demand;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that is away, stands still, or has lost its memory: nobody waits for long, and nothing is held by halves. */
@Timeout(180)
class BudgetOutageTest {

    private static final Counter KEY = total("key", "ci");
    private static final List<Demand> DEMANDS = List.of(upTo(KEY, "9"));
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path home;

    @Test
    void refusesAtOnceWhileItIsStoppedAndSettlesWhenItIsBack() throws Exception {
        EmbeddedPostgres server = Postgres.own(home.resolve("server"), 0);
        int port = server.getPort();
        try (BudgetTables tables = BudgetTables.in(server.getJdbcUrl("postgres", "postgres"), home)) {
            SharedBudgets keeper = tables.keeper();
            String ended = call();
            String running = call();
            keeper.hold(ended, DEMANDS, usd("1"));
            keeper.hold(running, DEMANDS, usd("2"));
            server.close();

            keeper.settle(ended, usd("0.5"), true);
            assertThatThrownBy(() -> keeper.hold(call(), DEMANDS, usd("1"))).isInstanceOf(IOException.class);
            for (ThrowingCallable question : List.<ThrowingCallable>of(
                    () -> keeper.hold(call(), DEMANDS, usd("1")),
                    () -> keeper.raise(running, usd("1")),
                    () -> keeper.amounts(List.of(KEY)),
                    () -> keeper.adjust(KEY, usd("1")))) {
                long begin = System.nanoTime();
                assertThatThrownBy(question).isInstanceOf(IOException.class).hasMessageStartingWith("the store cannot");
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
            }

            server = Postgres.own(home.resolve("server"), port);
            await().atMost(A_MINUTE)
                    .ignoreException(IOException.class)
                    .until(() -> amounts(keeper, KEY).equals("0.5 2 0"));
            assertThat(keeper.hold(call(), DEMANDS, usd("1"))).isInstanceOf(Answer.Held.class);
            assertThat(tables.contradictions()).isEmpty();
        } finally {
            server.close();
        }
    }

    /** A server that was started anew has ended all connections, which costs no call anything. */
    @Test
    void noticesNothingOfConnectionsThatWereEnded() throws Exception {
        try (BudgetTables tables = BudgetTables.in(Postgres.newDatabase(), home)) {
            SharedBudgets keeper = tables.keeper();
            for (int n = 0; n < 5; n++) {
                keeper.hold(call(), DEMANDS, usd("1"));
                tables.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid()");
            }

            assertThat(amounts(keeper, KEY)).isEqualTo("0 5 0");
        }
    }

    /** Nor does one that answers no more, as behind a cable that was pulled. */
    @Test
    void aDatabaseThatStandsStillHoldsUpACallForThreeSecondsAndTheNextNotAtAll() throws Exception {
        String url = Postgres.newDatabase();
        try (StandingLink link = StandingLink.to(url);
                BudgetTables tables = BudgetTables.in(link.url(), home)) {
            SharedBudgets keeper = tables.keeper();
            String running = call();
            keeper.hold(running, DEMANDS, usd("1"));
            link.standStill();

            String call = call();
            long begin = System.nanoTime();
            assertThatThrownBy(() -> keeper.hold(call, DEMANDS, usd("1"))).isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            begin = System.nanoTime();
            assertThatThrownBy(() -> keeper.hold(call(), DEMANDS, usd("1"))).isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
            keeper.settle(running, usd("0.5"), true);
            link.goOn();

            await().atMost(A_MINUTE)
                    .ignoreException(IOException.class)
                    .until(() -> amounts(keeper, KEY).equals("0.5 0 0"));
            assertThat(tables.contradictions()).isEmpty();
        }
    }

    /** It was held or it was not: whoever has got no answer has nothing. */
    @Test
    void whatGotNoAnswerIsNotHeld() throws Exception {
        try (BudgetTables tables = BudgetTables.in(Postgres.newDatabase(), home)) {
            SharedBudgets keeper = tables.keeper();
            keeper.hold(call(), DEMANDS, usd("1"));
            String call = call();
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            try (Connection other = tables.connection();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("select 1 from openrouter_budget for update");
                Thread asking = new Thread(() -> {
                    try {
                        answer.complete(keeper.hold(call, DEMANDS, usd("1")));
                    } catch (IOException e) {
                        answer.completeExceptionally(e);
                    }
                });
                asking.start();
                String waiting = " from pg_stat_activity where wait_event_type = 'Lock' and query like '%budget_hold%'"
                        + " and datname = current_database() and query_start < clock_timestamp() - interval '0.5 seconds'";
                await().pollInterval(Duration.ofMillis(20))
                        .until(() -> !tables.select("select pid" + waiting).isEmpty());
                tables.select("select pg_terminate_backend(pid)" + waiting);
                assertThatThrownBy(answer::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(BudgetConnections.NoAnswerException.class);
                other.rollback();
            }

            await().atMost(A_MINUTE)
                    .until(() -> tables.select("select state from openrouter_budget_hold where call = '" + call + "'")
                            .equals(List.of("settled")));
            try (Connection late = tables.connection()) {
                BudgetStatements.Entry entry =
                        new BudgetStatements.Entry(UUID.fromString(call), UUID.randomUUID(), DEMANDS, usd("1"));
                BudgetStatements.hold(late, entry, BudgetStatements.Way.AGAIN, false);
            }
            assertThat(amounts(keeper, KEY)).isEqualTo("0 1 0");
            assertThat(tables.contradictions()).isEmpty();
        }
    }

    /** Holds are not on the disk at once: after a loss of power the process that has them says so again. */
    @Test
    void holdsThatTheDatabaseHasLostAreMadeAgain() throws Exception {
        try (BudgetTables tables = BudgetTables.in(Postgres.newDatabase(), home)) {
            SharedBudgets keeper = tables.keeper();
            String ended = call();
            String running = call();
            keeper.hold(ended, DEMANDS, usd("1"));
            keeper.hold(running, DEMANDS, usd("2"));
            keeper.raise(running, usd("0.5"));
            tables.execute("truncate openrouter_budget, openrouter_budget_hold, openrouter_budget_node");

            assertThat(keeper.raise(running, usd("0.25"))).isInstanceOf(Answer.Held.class);
            assertThat(amounts(keeper, KEY)).isEqualTo("0 2.75 0");
            keeper.settle(ended, usd("0.5"), true);
            await().until(() -> amounts(keeper, KEY).equals("0.5 2.75 0"));
            assertThat(tables.contradictions()).isEmpty();
        }
    }

    /** Whoever has a row for good, such as somebody who looks into the tables, is no reason to wait for good. */
    @Test
    void aRowThatSomebodyKeepsHoldsUpACallForTwoSeconds() throws Exception {
        try (BudgetTables tables = BudgetTables.in(Postgres.newDatabase(), home)) {
            SharedBudgets keeper = tables.keeper();
            keeper.hold(call(), DEMANDS, usd("1"));
            try (Connection other = tables.connection();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("select 1 from openrouter_budget for update");
                assertThatThrownBy(() -> keeper.hold(call(), DEMANDS, usd("1")))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("lock timeout");
                assertThat(keeper.amounts(List.of(KEY))).containsKey(KEY);
                other.rollback();
            }

            assertThat(keeper.hold(call(), DEMANDS, usd("1"))).isInstanceOf(Answer.Held.class);
            assertThat(amounts(keeper, KEY)).isEqualTo("0 2 0");
        }
    }
}
