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

import io.github.camelopenrouter.store.StoreFixture.Kind;
import io.github.camelopenrouter.usage.CallQuery;
import io.github.camelopenrouter.usage.UsageFormat;
import io.github.camelopenrouter.usage.UsageQuery;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store with the tables of the first version, and with many rows, is brought up to date and tells the same. */
@Timeout(600)
class StoreUpgradeTest {

    private static final int MOST = Integer.getInteger("store.rows", 2_000);

    private static final String HOURS = """
            insert into usage_hour select '00000000-0000-0000-0000-000000000001',
            %s, 'hash-' || n, '{"model":{"served":"m' || mod(n, 50) || '"},"operation":"chat-completions","client":{"team":"red"}}',
            1, 0, 0, 7, 0, 3, 0, 0.000000000000000002, 0, 0.000000000000000002, %s, %s from %s""";

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void keepsEveryRow(Kind kind) throws Exception {
        StoreFixture store = new StoreFixture(data, kind);
        boolean h2 = kind == Kind.H2;
        int rows = h2 ? MOST / 10 : MOST; // of hours, not of calls
        UsageQuery teams = UsageQuery.parse(null, null, "team", null);
        String before;
        try (Database old = Database.open(store.settings, "1")) {
            execute(
                    old,
                    HOURS.formatted(
                            h2
                                    ? "dateadd(hour, mod(n, 8760), timestamp with time zone '2026-01-01 00:00:00+00')"
                                    : "timestamptz '2026-01-01 00:00:00+00' + mod(n, 8760) * interval '1 hour'",
                            h2 ? "X'00'" : "'\\x00'",
                            h2 ? "X'00'" : "'\\x00'",
                            h2
                                    ? "(select x as n from system_range(1, " + rows + "))"
                                    : "generate_series(1, " + rows + ") n"));
            if (!h2) {
                execute(
                        old,
                        "insert into usage_record (id, rev, started_at, request_id, team) select"
                                + " ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 0,"
                                + " timestamptz '2026-01-01 00:00:00+00' + n * interval '1 second', 'req_' || n, 'red' from"
                                + " generate_series(1, " + rows + ") n");
                execute(old, "insert into usage_line select id, rev, started_at, '{}' from usage_record");
            }
            before = UsageFormat.JSON.write(new Questions(old).report(teams));
        }
        store.write(
                "2027-01-01",
                List.of(CallLine.at(Instant.parse("2027-01-01T08:00:00Z"), 1)
                        .team("blue")
                        .toString()));
        store.start();
        try (store) {
            store.caughtUp();

            assertThat(before).contains("\"calls\" : " + rows).contains("\"spend\" : \"0." + spent(rows) + "\"");
            assertThat(store.fromStore(teams)).contains("\"team\" : \"blue\"").contains("\"calls\" : " + (rows + 1));
            assertThat(
                            store.select(
                                    "select \"version\" from \"openrouter_schema_history\" where \"success\" and \"version\" > '0'"))
                    .contains("1", "2", "3");
            if (!h2) {
                CallQuery last = CallQuery.parse(Map.of("request_id", "req_" + rows));
                assertThat(new Questions(store.database()).calls(last).records())
                        .hasSize(1);
            }
        }
    }

    /** A filter that few calls pass would read all of them through, the newest first. */
    @Test
    void rareCallsAreFoundByAnIndex() throws Exception {
        try (StoreFixture store = new StoreFixture(data, Kind.POSTGRESQL)) {
            store.start();
            store.caughtUp();
            store.execute("insert into usage_record (id, rev, started_at, status, outcome, model_asked, model_sent,"
                    + " model_served) select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 0,"
                    + " timestamptz '2026-01-01 00:00:00+00' + n * interval '1 second', 200, 'complete', 'a/b' || mod(n, 50),"
                    + " 'a/b' || mod(n, 50), 'a/b' || mod(n, 50) from generate_series(1, 20000) n");
            store.execute("update usage_record set status = 503, outcome = 'error', model_served = 'rare/model' where"
                    + " id = '00000000-0000-7000-8000-000000000007'");
            store.execute("analyze usage_record");
            assertThat(plan(store, "status", "503"))
                    .contains("usage_record_status")
                    .doesNotContain("Seq Scan");
            assertThat(plan(store, "outcome", "error"))
                    .contains("usage_record_outcome")
                    .doesNotContain("Seq Scan");
            assertThat(plan(store, "model", "rare/model"))
                    .contains("usage_record_model_served", "usage_record_model_sent", "usage_record_model_asked")
                    .doesNotContain("Seq Scan");
        }
    }

    private static String plan(StoreFixture store, String filter, String value) throws SQLException {
        CallConditions conditions = CallConditions.of(CallQuery.parse(Map.of(filter, value)));
        StringBuilder plan = new StringBuilder();
        try (Connection connection = store.database().connection();
                PreparedStatement explain = connection.prepareStatement("explain select r.id from usage_record r"
                        + conditions.where() + " order by r.id desc limit ?")) {
            conditions.set(explain, 101);
            try (ResultSet rows = explain.executeQuery()) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
        }
        return plan.toString();
    }

    /** So many times the smallest amount of a table. */
    private static String spent(int rows) {
        return "%018d".formatted(2L * rows).replaceAll("0+$", "");
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
