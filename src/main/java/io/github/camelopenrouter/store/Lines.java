/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.usage.UsageRecord;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The latest record of a call as its journal has it: of all calls, or of those that a later revision may come of. */
final class Lines {

    private static final Dialect.Table TABLE =
            new Dialect.Table("usage_line", List.of("id"), List.of("rev", "started_at", "line"));

    private Lines() {}

    static Map<UUID, UsageRecord> read(Connection connection, Collection<UUID> ids) throws SQLException {
        Map<UUID, UsageRecord> found = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("select line from usage_line where id = any(?)")) {
            Array array = connection.createArrayOf("uuid", ids.toArray());
            select.setArray(1, array);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    UsageRecord record = UsageRecord.parse(rows.getString(1).getBytes(UTF_8));
                    found.put(record.id(), record);
                }
            }
            array.free();
        }
        return found;
    }

    static void write(Connection connection, Dialect dialect, Collection<UsageRecord> calls) throws SQLException {
        if (calls.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert = connection.prepareStatement(dialect.upsert(TABLE))) {
            for (UsageRecord call : calls) {
                upsert.setObject(1, call.id());
                upsert.setInt(2, call.rev());
                upsert.setObject(3, call.time().atOffset(ZoneOffset.UTC));
                upsert.setString(4, new String(call.line(), UTF_8));
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    static void remove(Connection connection, Collection<UUID> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement("delete from usage_line where id = ?")) {
            for (UUID id : ids) {
                delete.setObject(1, id);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    /** Of calls that have arrived before. */
    static void removeBefore(Connection connection, Instant moment) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from usage_line where started_at < ?")) {
            delete.setObject(1, moment.atOffset(ZoneOffset.UTC));
            delete.executeUpdate();
        }
    }
}
