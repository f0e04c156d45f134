/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.usage.JournalMark;
import io.github.camelopenrouter.usage.JournalPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far each journal has been read; written in the same transaction as what has been read. */
final class Positions {

    private static final Dialect.Table TABLE =
            new Dialect.Table("usage_position", List.of("journal"), List.of("journal_position", "last_record"));

    private static final String SELECT = "select " + TABLE.columns() + " from " + TABLE.name();

    private Positions() {}

    /** Nobody else reads on from there as long as the transaction lasts. */
    static JournalMark read(Connection connection, UUID journal) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + " where journal = ? for update")) {
            select.setObject(1, journal);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? mark(rows) : JournalMark.BEGINNING;
            }
        }
    }

    static Map<UUID, JournalMark> all(Connection connection) throws SQLException {
        Map<UUID, JournalMark> known = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                known.put(rows.getObject(1, UUID.class), mark(rows));
            }
        }
        return known;
    }

    /**
     * What stands in front of a position is about to become another line: nobody knows it, until somebody says.
     *
     * @param journal null for all of them
     */
    static void forgetRecords(Connection connection, @Nullable UUID journal) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update " + TABLE.name() + " set last_record = null" + (journal == null ? "" : " where journal = ?"))) {
            if (journal != null) {
                update.setObject(1, journal);
            }
            update.executeUpdate();
        }
    }

    private static JournalMark mark(ResultSet row) throws SQLException {
        return new JournalMark(JournalPosition.parse(row.getString(2)), row.getString(3));
    }

    static void write(Connection connection, Dialect dialect, UUID journal, JournalMark mark) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(dialect.upsert(TABLE))) {
            upsert.setObject(1, journal);
            upsert.setString(2, mark.position().toString());
            upsert.setString(3, mark.record());
            upsert.executeUpdate();
        }
    }
}
