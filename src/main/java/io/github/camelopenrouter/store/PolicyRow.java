/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.spi.SharedPolicy.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an entry of the policy is a row. What anybody has written goes in by parameters alone. */
final class PolicyRow {

    private static final int AT_ONCE = 1_000;
    private static final int SECONDS = 60;

    private static final Dialect.Table TABLE = new Dialect.Table(
            "openrouter_policy_entry",
            List.of("kind", "name"),
            List.of("document", "sha256", "disabled", "expires", "revision"));

    private PolicyRow() {}

    static List<Row> since(Connection connection, long revision) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select " + TABLE.columns() + " from openrouter_policy_entry where revision > ?")) {
            select.setFetchSize(AT_ONCE);
            select.setQueryTimeout(SECONDS);
            select.setLong(1, revision);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(read(rows));
                }
            }
        }
        return found;
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getBoolean(5),
                instant(row.getObject(6, OffsetDateTime.class)),
                row.getLong(7));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** @param revision that they all get */
    static void write(Connection connection, Dialect dialect, List<Row> rows, long revision) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(dialect.upsert(TABLE))) {
            upsert.setQueryTimeout(SECONDS);
            int waiting = 0;
            for (Row row : rows) {
                add(upsert, row, revision);
                if (++waiting == AT_ONCE) {
                    upsert.executeBatch();
                    waiting = 0;
                }
            }
            upsert.executeBatch();
        }
    }

    private static void add(PreparedStatement upsert, Row row, long revision) throws SQLException {
        upsert.setString(1, row.kind());
        upsert.setString(2, row.name());
        upsert.setString(3, row.document());
        upsert.setString(4, row.sha256());
        upsert.setBoolean(5, row.disabled());
        upsert.setObject(6, row.expires() == null ? null : row.expires().atOffset(ZoneOffset.UTC));
        upsert.setLong(7, revision);
        upsert.addBatch();
    }
}
