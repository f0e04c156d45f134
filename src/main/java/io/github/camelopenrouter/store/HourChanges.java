/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.usage.UsageRecord;
import io.github.camelopenrouter.usage.UsageTotals;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What some records add to the sums of hours, and what they take back of earlier revisions. */
final class HourChanges {

    /** With escapes for all else, so that whatever a client has named comes back as it was, from any database. */
    private static final ObjectWriter ASCII = new ObjectMapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private final UUID journal;
    private final TreeMap<Key, UsageTotals> changes = new TreeMap<>();
    private final Map<String, String> hashes = new HashMap<>();
    private final Map<String, String> dimensionsOf = new HashMap<>();

    private record Key(Instant hour, String hash) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = hour.compareTo(other.hour);
            return order == 0 ? hash.compareTo(other.hash) : order;
        }
    }

    HourChanges(UUID journal) {
        this.journal = journal;
    }

    /** @throws NumberFormatException if an amount is none; then nothing is added */
    void add(UsageRecord call) {
        of(call).add(call.json());
    }

    /** What was added of an earlier revision. */
    void takeBack(UsageRecord call) {
        of(call).takeBack(call.json());
    }

    private UsageTotals of(UsageRecord call) {
        String dimensions = ascii(call.dimensions());
        String hash = hashes.computeIfAbsent(dimensions, Sha256::hex);
        dimensionsOf.put(hash, dimensions);
        return changes.computeIfAbsent(new Key(call.hour(), hash), any -> new UsageTotals());
    }

    /** As a row has them. */
    static String ascii(JsonNode dimensions) {
        try {
            return ASCII.writeValueAsString(dimensions);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // it has been read from JSON
        }
    }

    /** Adds them to what is there. */
    void write(Connection connection, Dialect dialect) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        addThoseThere(connection);
        try (PreparedStatement upsert = connection.prepareStatement(dialect.upsert(HourRow.TABLE))) {
            for (Map.Entry<Key, UsageTotals> change : changes.entrySet()) {
                Key key = change.getKey();
                new HourRow(
                                journal,
                                key.hour(),
                                key.hash(),
                                dimensionsOf.getOrDefault(key.hash(), "{}"),
                                change.getValue().sums())
                        .addTo(upsert);
            }
            upsert.executeBatch();
        }
    }

    private void addThoseThere(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                HourRow.SELECT + " where journal = ? and at_hour >= ? and at_hour <= ? and dimensions_hash = any(?)")) {
            Array hashesThere =
                    connection.createArrayOf("varchar", dimensionsOf.keySet().toArray());
            select.setObject(1, journal);
            select.setObject(2, changes.firstKey().hour().atOffset(ZoneOffset.UTC));
            select.setObject(3, changes.lastKey().hour().atOffset(ZoneOffset.UTC));
            select.setArray(4, hashesThere);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    HourRow row = HourRow.read(rows);
                    UsageTotals change = changes.get(new Key(row.hour(), row.hash()));
                    if (change != null) {
                        change.add(row.sums());
                    }
                }
            }
            hashesThere.free();
        }
    }
}
