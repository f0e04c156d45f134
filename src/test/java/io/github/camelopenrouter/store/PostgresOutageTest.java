/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.usage.UsageQuery;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL on its own: stopped and started again, and used by several machines. */
@Timeout(180)
class PostgresOutageTest {

    private static final UsageQuery ALL = UsageQuery.ALL;

    @TempDir
    private Path home;

    @Test
    void whatIsWrittenWhileItIsStoppedIsThereWhenItIsBack() throws Exception {
        EmbeddedPostgres server = Postgres.own(home.resolve("server"), 0);
        int port = server.getPort();
        try (StoreFixture store = new StoreFixture(home.resolve("data"), server.getJdbcUrl("postgres", "postgres"))) {
            store.write("2026-10-31", lines(0, 100));
            store.start();
            store.caughtUp();
            server.close();
            store.write("2026-10-31", lines(100, 900));
            store.ingest().catchUp(java.time.Duration.ofMillis(1));
            await().atMost(StoreFixture.PATIENCE).until(() -> store.ingest().problem() != null);
            assertThat(store.ingest().lag()).isNotNull();

            server = Postgres.own(home.resolve("server"), port);
            await().atMost(StoreFixture.PATIENCE).until(() -> store.ingest().problem() == null);

            assertThat(store.caughtUp().fromStore(ALL))
                    .isEqualTo(store.fromJournal(ALL))
                    .contains("\"calls\" : 900");
            assertThat(store.select("select count(*) from usage_record")).containsExactly("900");
        } finally {
            server.close();
        }
    }

    /** Of two data directories at once, the same hours and the same names: no machine waits for another, or undoes its sums. */
    @Test
    void severalMachinesMeetInIt() throws Exception {
        String url = Postgres.newDatabase();
        try (StoreFixture one = new StoreFixture(home.resolve("one"), url);
                StoreFixture other = new StoreFixture(home.resolve("other"), url)) {
            one.write("2026-10-31", lines(0, 1_200));
            other.write("2026-10-31", lines(1_200, 2_400));
            one.start();
            other.start();
            one.caughtUp();
            other.caughtUp();

            assertThat(one.fromStore(ALL)).contains("\"calls\" : 2400").contains("\"spend\" : \"240\"");
            assertThat(one.select("select journal_position from usage_position"))
                    .containsExactly("2026-10-31.1:1200", "2026-10-31.1:1200");
        }
    }

    @Test
    void itsSchemaMayBeUsedByOthers() throws Exception {
        String url = Postgres.newDatabase();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create table theirs (id integer)");
        }
        try (StoreFixture store = new StoreFixture(home, url)) {
            store.write("2026-10-31", lines(0, 3));
            store.start();
            store.caughtUp();

            assertThat(store.select("select tablename from pg_tables where schemaname = 'public' order by 1"))
                    .containsExactly(
                            "openrouter_alert_book",
                            "openrouter_budget",
                            "openrouter_budget_hold",
                            "openrouter_budget_node",
                            "openrouter_policy_entry",
                            "openrouter_policy_note",
                            "openrouter_policy_revision",
                            "openrouter_schema_history",
                            "theirs",
                            "usage_hour",
                            "usage_line",
                            "usage_position",
                            "usage_record");
        }
    }

    /** As where its data directory was copied to another machine: it is noticed, and nothing counts twice. */
    @Test
    void twoReadersOfOneJournalCountNothingTwice() throws Exception {
        try (StoreFixture one = new StoreFixture(home, Postgres.newDatabase());
                StoreFixture same = new StoreFixture(home, one.settings.url().text())) {
            one.write("2026-10-31", lines(0, 10));
            one.start();
            one.caughtUp();
            same.start();
            same.caughtUp();
            one.write("2026-10-31", lines(10, 2_500));
            one.caughtUp();
            same.caughtUp();

            assertThat(one.fromStore(ALL)).isEqualTo(one.fromJournal(ALL));
            assertThat(one.select("select sum(calls) from usage_hour")).containsExactly("2500");
        }
    }

    static List<String> lines(int from, int to) {
        Instant begin = Instant.parse("2026-10-31T08:00:00Z");
        return IntStream.range(from, to)
                .mapToObj(n -> CallLine.at(begin.plusMillis(n), n).cost("0.1").toString())
                .toList();
    }
}
