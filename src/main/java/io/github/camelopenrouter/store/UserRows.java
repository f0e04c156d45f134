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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.usage.RenamedUser;
import io.github.camelopenrouter.usage.UsageRecord;
import io.github.camelopenrouter.usage.UsageTotals;
import io.github.camelopenrouter.usage.UserStore.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a user: calls, lines, and sums of hours. Machines that write meanwhile disturb nothing, for a later revision takes
 * back what its call's line says, be it the name or the word.
 */
final class UserRows {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 1_000;

    private static final String HOURS = " where dimensions like ? escape '!'";

    private final Connection connection;
    private final Dialect dialect;
    private final RenamedUser user;

    UserRows(Connection connection, Dialect dialect, RenamedUser user) {
        this.connection = connection;
        this.dialect = dialect;
        this.user = user;
    }

    boolean areThere() throws SQLException {
        return !hours(1).isEmpty() || !lines(1).isEmpty();
    }

    /** All of them; commits meanwhile. */
    Rows rename() throws SQLException {
        long calls = 0;
        for (List<UsageRecord> some = lockedLines(); !some.isEmpty(); some = lockedLines()) {
            Lines.write(connection, dialect, some);
            renameCalls(some);
            connection.commit();
            calls += some.size();
        }
        long hours = 0;
        for (List<HourRow> some = lockedHours(); !some.isEmpty(); some = lockedHours()) {
            renameHours(some);
            connection.commit();
            hours += some.size();
        }
        return new Rows(calls, hours);
    }

    private List<UsageRecord> lockedLines() throws SQLException {
        dialect.lock(connection);
        return lines(AT_ONCE);
    }

    private List<HourRow> lockedHours() throws SQLException {
        dialect.lock(connection);
        return hours(AT_ONCE);
    }

    /** Where there are no rows of calls, only those lines are there that may still change. */
    private List<UsageRecord> lines(int most) throws SQLException {
        return dialect.keepsCalls()
                ? linesOf(
                        "select l.line from usage_line l join usage_record r on r.id = l.id where r.client_user = ? limit "
                                + most)
                : linesOf("select line from usage_line");
    }

    private List<UsageRecord> linesOf(String query) throws SQLException {
        List<UsageRecord> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(query)) {
            if (query.contains("?")) {
                select.setString(1, CallColumns.storable(user.name()));
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    byte[] line = rows.getString(1).getBytes(UTF_8);
                    byte[] renamed = user.in(line);
                    if (renamed != line) {
                        found.add(UsageRecord.parse(renamed));
                    }
                }
            }
        }
        return found;
    }

    private void renameCalls(List<UsageRecord> calls) throws SQLException {
        if (!dialect.keepsCalls()) {
            return;
        }
        try (PreparedStatement update =
                connection.prepareStatement("update usage_record set client_user = ? where id = ?")) {
            for (UsageRecord call : calls) {
                update.setString(1, user.word());
                update.setObject(2, call.id());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private List<HourRow> hours(int most) throws SQLException {
        List<HourRow> found = new ArrayList<>();
        // so ends a client, and no text of anybody's can look like it, for its quotes are escaped
        String end = ",\"user\":" + HourChanges.ascii(TextNode.valueOf(user.name())) + "},\"tags\":";
        try (PreparedStatement select = connection.prepareStatement(HourRow.SELECT + HOURS + " limit " + most)) {
            select.setString(1, "%" + end.replaceAll("[!%_]", "!$0") + "%");
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(HourRow.read(rows));
                }
            }
        }
        return found;
    }

    /** Added to what there is under the word already, of an attempt that has ended halfway. */
    private void renameHours(List<HourRow> hours) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(dialect.upsert(HourRow.TABLE));
                PreparedStatement delete = connection.prepareStatement(
                        "delete from usage_hour where journal = ? and at_hour = ? and dimensions_hash = ?")) {
            for (HourRow hour : hours) {
                renamed(hour).addTo(upsert);
                hour.key(delete);
                delete.addBatch();
            }
            upsert.executeBatch();
            delete.executeBatch();
        }
    }

    private HourRow renamed(HourRow hour) throws SQLException {
        String dimensions = renamed(hour.dimensions());
        HourRow empty =
                new HourRow(hour.journal(), hour.hour(), Sha256.hex(dimensions), dimensions, new UsageTotals().sums());
        UsageTotals sums = new UsageTotals();
        sums.add(hour.sums());
        try (PreparedStatement select = connection.prepareStatement(
                HourRow.SELECT + " where journal = ? and at_hour = ? and dimensions_hash = ?")) {
            empty.key(select);
            try (ResultSet rows = select.executeQuery()) {
                if (rows.next()) {
                    sums.add(HourRow.read(rows).sums());
                }
            }
        }
        return new HourRow(hour.journal(), hour.hour(), empty.hash(), dimensions, sums.sums());
    }

    private String renamed(String dimensions) {
        try {
            ObjectNode all = (ObjectNode) JSON.readTree(dimensions);
            all.withObject("/client").put("user", user.word());
            return HourChanges.ascii(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("usage_hour has dimensions that are none", e);
        }
    }
}
