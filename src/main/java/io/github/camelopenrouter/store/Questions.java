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
import io.github.camelopenrouter.usage.CallPage;
import io.github.camelopenrouter.usage.CallQuery;
import io.github.camelopenrouter.usage.PageStart;
import io.github.camelopenrouter.usage.UsageQuery;
import io.github.camelopenrouter.usage.UsageRecord;
import io.github.camelopenrouter.usage.UsageReport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a database is asked: sums of whole hours, and where it keeps the calls those of the hours that are cut, and the calls. */
final class Questions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS = 30;
    private static final int ROWS_AT_ONCE = 1_000;

    /** Dimensions that are parsed once: a year may have as many as there were users. */
    private static final int MOST_KNOWN = 10_000;

    /** A row without calls may take back what was added under the id that the same journal had before. */
    private static final String NOT_EMPTY = " and (calls <> 0 or unresolved <> 0 or cost <> 0 or spend <> 0)";

    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private final Database database;

    Questions(Database database) {
        this.database = database;
    }

    /** Whether sums of whole hours answer it. */
    static boolean isOfWholeHours(UsageQuery query) {
        return query.isOfHours() && isHour(query.from()) && isHour(query.to());
    }

    private static boolean isHour(@Nullable Instant moment) {
        return moment == null || moment.equals(moment.truncatedTo(ChronoUnit.HOURS));
    }

    UsageReport report(UsageQuery query) throws SQLException {
        UsageReport report = UsageReport.begin(query);
        Instant from = query.from() == null ? FIRST : query.from();
        Instant to = query.to() == null ? LAST : query.to();
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false); // one picture of both tables, and rows that come as they are read
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            add(connection, report, query, from, to);
            connection.rollback();
        }
        return report.finish();
    }

    private static void add(Connection connection, UsageReport report, UsageQuery query, Instant from, Instant to)
            throws SQLException {
        Instant firstHour =
                isHour(from) ? from : from.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        Instant lastHour = to.truncatedTo(ChronoUnit.HOURS);
        if (!query.isOfHours() || !firstHour.isBefore(lastHour)) {
            addCalls(connection, report, from, to);
            return;
        }
        addCalls(connection, report, from, firstHour);
        addHours(connection, report, firstHour, lastHour);
        addCalls(connection, report, lastHour, to);
    }

    private static void addHours(Connection connection, UsageReport report, Instant from, Instant to)
            throws SQLException {
        Map<String, ObjectNode> known = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement(HourRow.SELECT + " where at_hour >= ? and at_hour < ?" + NOT_EMPTY)) {
            period(select, from, to);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    HourRow row = HourRow.read(rows);
                    if (known.size() == MOST_KNOWN) {
                        known.clear();
                    }
                    ObjectNode dimensions = known.computeIfAbsent(row.hash(), any -> read(row.dimensions()));
                    report.add(dimensions.put("time", row.hour().toString()), row.sums());
                }
            }
        }
    }

    private static ObjectNode read(String dimensions) {
        try {
            return (ObjectNode) JSON.readTree(dimensions);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("usage_hour has dimensions that are none", e);
        }
    }

    private static void addCalls(Connection connection, UsageReport report, Instant from, Instant to)
            throws SQLException {
        if (!from.isBefore(to)) {
            return;
        }
        try (PreparedStatement select =
                connection.prepareStatement("select line from usage_line where started_at >= ? and started_at < ?")) {
            period(select, from, to);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    report.add(
                            UsageRecord.parse(rows.getString(1).getBytes(UTF_8)).json());
                }
            }
        }
    }

    private static void period(PreparedStatement select, Instant from, Instant to) throws SQLException {
        select.setFetchSize(ROWS_AT_ONCE);
        select.setQueryTimeout(SECONDS);
        select.setObject(1, from.atOffset(ZoneOffset.UTC));
        select.setObject(2, to.atOffset(ZoneOffset.UTC));
    }

    /** Of all machines, the newest first. */
    CallPage calls(CallQuery query) throws SQLException {
        CallConditions conditions = CallConditions.of(query);
        List<byte[]> lines = new ArrayList<>();
        UUID last = null;
        try (Connection connection = database.connection();
                PreparedStatement select = connection.prepareStatement(
                        "select r.id, l.line from usage_record r join usage_line l on l.id = r.id" + conditions.where()
                                + " order by r.id desc limit ?")) {
            select.setQueryTimeout(SECONDS);
            conditions.set(select, query.limit() + 1);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (lines.size() == query.limit()) {
                        return new CallPage(lines, PageStart.NEWEST.behind(String.valueOf(last)));
                    }
                    last = rows.getObject(1, UUID.class);
                    lines.add(rows.getString(2).getBytes(UTF_8));
                }
            }
        }
        return new CallPage(lines, null);
    }
}
