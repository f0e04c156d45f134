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
import io.github.camelopenrouter.usage.UsageRecord;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes records and the position behind them in one transaction: of each call the highest revision, once however often its
 * line is read. What the database refuses for what stands in it is narrowed down by halves and set aside.
 */
final class BatchWriter {

    /** What SQL calls errors of data, of integrity, and of what is too large. */
    private static final Set<String> CONTENT = Set.of("22", "23", "54");

    /** A cost is asked for within a day, and once more at a start within it. */
    private static final Duration LATEST_REVISION = Duration.ofDays(9);

    private final Database database;
    private final UUID journal;
    private final Rejected rejected;
    private final Clock clock;
    private boolean hasForgotten;

    /** Somebody else has read this journal on. */
    static final class MovedException extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** Not what stands in one of them: each is refused. */
    static final class AllRefusedException extends SQLException {
        private static final long serialVersionUID = 1;

        AllRefusedException(SQLException last) {
            super("every record is refused: " + Ingest.reasonOf(last), last.getSQLState());
        }
    }

    BatchWriter(Database database, UUID journal, Rejected rejected, Clock clock) {
        this.database = database;
        this.journal = journal;
        this.rejected = rejected;
        this.clock = clock;
    }

    JournalMark position() throws SQLException {
        try (Connection connection = database.connection()) {
            return Positions.read(connection, journal);
        }
    }

    /**
     * Writes records that stand between two positions.
     *
     * @return how many were set aside
     * @throws SQLException if the database cannot be reached; then nothing is written
     */
    int write(List<byte[]> lines, JournalMark from, JournalMark end) throws SQLException, IOException, MovedException {
        List<byte[]> refused = new ArrayList<>();
        List<UsageRecord> records = new ArrayList<>();
        for (byte[] line : lines) {
            try {
                records.add(UsageRecord.parse(line));
            } catch (IllegalArgumentException e) {
                refused.add(line);
            }
        }
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            try {
                if (isNew(connection, from, end)) {
                    database.dialect().lock(connection);
                    writeSome(connection, records, refused);
                    forgetOld(connection, records);
                    Positions.write(connection, database.dialect(), journal, end);
                    rejected.add(refused); // a kill before the commit has them there twice, none is missing
                    database.dialect().settle(connection, Settlement.of(records)); // last: calls wait for what it locks
                    connection.commit();
                }
            } catch (SQLException | IOException | RuntimeException | MovedException e) {
                undo(connection, e);
                throw e;
            }
        }
        return refused.size();
    }

    /** The pool makes a connection commit by itself again; one that has failed it closes. */
    private static void undo(Connection connection, Exception why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    /** Whether it is not there yet: a commit whose answer was lost may have been one. */
    private boolean isNew(Connection connection, JournalMark from, JournalMark end)
            throws SQLException, MovedException {
        JournalMark there = Positions.read(connection, journal);
        if (!there.equals(from) && !there.equals(end)) {
            throw new MovedException();
        }
        return there.equals(from);
    }

    /**
     * Once: of calls that are too old for a later revision, by the time of what is read. A store that reads an old file needs
     * what was open then.
     */
    private void forgetOld(Connection connection, List<UsageRecord> records) throws SQLException {
        if (hasForgotten || records.isEmpty() || database.dialect().keepsCalls()) {
            return;
        }
        Instant moment = clock.instant();
        for (UsageRecord record : records) {
            moment = record.time().isBefore(moment) ? record.time() : moment;
        }
        Lines.removeBefore(connection, moment.minus(LATEST_REVISION));
        hasForgotten = true;
    }

    /** Where it would refuse all of several, something is wrong with the store, and none is set aside. */
    private void writeSome(Connection connection, List<UsageRecord> records, List<byte[]> refused) throws SQLException {
        List<byte[]> unpayable = new ArrayList<>();
        Refused found = new Refused();
        write(connection, records, unpayable, found);
        SQLException last = found.last;
        if (last != null && records.size() > 1 && found.lines.size() == records.size()) {
            throw new AllRefusedException(last);
        }
        refused.addAll(unpayable);
        refused.addAll(found.lines);
    }

    private static final class Refused {
        private final List<byte[]> lines = new ArrayList<>();
        private @Nullable SQLException last;
    }

    /** At once, as it is nearly always; else in parts. */
    private void write(Connection connection, List<UsageRecord> records, List<byte[]> unpayable, Refused refused)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        List<byte[]> unpayableHere = new ArrayList<>();
        try {
            put(connection, records, unpayableHere);
            unpayable.addAll(unpayableHere);
        } catch (SQLException e) {
            if (!isAboutContent(e)) {
                throw e;
            }
            connection.rollback(before);
            if (records.size() == 1) {
                refused.lines.add(records.get(0).line());
                refused.last = e;
            } else {
                int half = records.size() / 2;
                write(connection, records.subList(0, half), unpayable, refused);
                write(connection, records.subList(half, records.size()), unpayable, refused);
            }
        }
    }

    private static boolean isAboutContent(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.length() > 2 && CONTENT.contains(state.substring(0, 2));
    }

    /** @param unpayable gets those whose amounts are none */
    private void put(Connection connection, List<UsageRecord> records, List<byte[]> unpayable) throws SQLException {
        Map<UUID, UsageRecord> there =
                Lines.read(connection, records.stream().map(UsageRecord::id).collect(Collectors.toSet()));
        Map<UUID, UsageRecord> latest = new LinkedHashMap<>();
        HourChanges hours = new HourChanges(journal);
        for (UsageRecord record : records) {
            UsageRecord before = latest.getOrDefault(record.id(), there.get(record.id()));
            if (before != null && before.rev() >= record.rev()) {
                continue;
            }
            try {
                hours.add(record);
            } catch (NumberFormatException e) {
                unpayable.add(record.line());
                continue;
            }
            if (before != null) {
                hours.takeBack(before);
            }
            latest.put(record.id(), record);
        }
        hours.write(connection, database.dialect());
        writeCalls(connection, latest, there.keySet());
    }

    private void writeCalls(Connection connection, Map<UUID, UsageRecord> latest, Set<UUID> there) throws SQLException {
        Dialect dialect = database.dialect();
        if (dialect.keepsCalls()) {
            Lines.write(connection, dialect, latest.values());
            try (PreparedStatement upsert = connection.prepareStatement(dialect.upsert(CallColumns.TABLE))) {
                for (UsageRecord record : latest.values()) {
                    CallColumns.set(upsert, record);
                    upsert.addBatch();
                }
                upsert.executeBatch();
            }
        } else {
            Lines.write(
                    connection,
                    dialect,
                    latest.values().stream().filter(UsageRecord::mayChange).toList());
            Lines.remove(
                    connection,
                    latest.values().stream()
                            .filter(record -> !record.mayChange() && there.contains(record.id()))
                            .map(UsageRecord::id)
                            .toList());
        }
    }
}
