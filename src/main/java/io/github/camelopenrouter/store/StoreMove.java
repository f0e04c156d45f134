/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.config.Redacted;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.usage.DataDirectory;
import io.github.camelopenrouter.usage.JournalBatch;
import io.github.camelopenrouter.usage.JournalFollower;
import io.github.camelopenrouter.usage.JournalMark;
import io.github.camelopenrouter.usage.UsageSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Moves a store from H2 to PostgreSQL. The journal has the calls and is read into PostgreSQL; sums of hours that are older than
 * the journal are taken over from H2, which has read the same journal. Whatever is there already stays, so it can be done again
 * where it has broken off. The policy of H2 goes with them, where PostgreSQL has none.
 */
public final class StoreMove {

    private static final int BATCH = 500;

    private final StoreSettings from;
    private final StoreSettings to;
    private final Path journal;
    private final Path directory;

    /**
     * What has been moved.
     *
     * @param calls of the sums
     * @param spend of the sums, in all its digits
     * @param records of the journal that PostgreSQL has not had before
     * @param rejected of them
     * @param noH2 where it was looked for; null where there was one
     */
    public record Moved(
            long calls,
            String spend,
            long records,
            int rejected,
            @Nullable Path noH2) {}

    private StoreMove(StoreSettings from, StoreSettings to, Path journal, Path directory) {
        this.from = from;
        this.to = to;
        this.journal = journal;
        this.directory = directory;
    }

    /**
     * From the data directory of a gateway that does not run.
     *
     * @param url of the PostgreSQL
     * @param user null for the one of the settings
     * @param password null for the one of the settings
     * @throws SettingException if something of it is wrong, a gateway runs, or what has been moved is not what was there
     */
    public static Moved move(CamelContext context, String url, @Nullable String user, @Nullable String password) {
        StoreUrl target = target(url);
        StoreLibraries.require(context, target);
        StoreLibraries.require(context, StoreUrl.parse("h2"));
        StoreSettings given = StoreSettings.ofProcess(context, StoreUrl.parse("h2"));
        StoreSettings to =
                given.at(target, user == null ? given.user() : user, password == null ? given.password() : password);
        Path journal = UsageSettings.findJournal(context).orElseThrow();
        if (!Files.isDirectory(journal)) {
            throw new SettingException("There is no journal at " + journal + ": openrouter.data-dir names another"
                    + " directory than that of the gateway.");
        }
        try (DataDirectory mine = DataDirectory.open(given.data())) {
            return new StoreMove(given, to, journal, mine.directory("store")).move();
        } catch (IOException | SQLException | BatchWriter.MovedException e) {
            throw new SettingException("The store cannot be moved: " + Redacted.of(Ingest.reasonOf(e))
                    + ". Nothing is lost, and to start it again goes on where it has ended.");
        }
    }

    private static StoreUrl target(String url) {
        try {
            StoreUrl target = StoreUrl.parse(url);
            if (target.isPostgreSql()) {
                return target;
            }
        } catch (IllegalArgumentException e) {
            // said below, without the address: a password may stand in it
        }
        throw new SettingException("--to must be jdbc:postgresql://<host>/<database>, without a password.");
    }

    private Moved move() throws IOException, SQLException, BatchWriter.MovedException {
        H2Dialect file = new H2Dialect(from);
        try (Database postgres = open(to)) {
            if (!file.isThere()) {
                Read read = readAll(postgres, new KnownJournal(postgres, journal).id());
                return moved(postgres, read, file.withEnd());
            }
            Read read;
            try (Database h2 = open(from)) {
                UUID id = new KnownJournal(h2, journal).id();
                requireNoOther(postgres, id);
                read = readAll(postgres, id);
                readAll(h2, id);
                List<HourRow> hours = hours(h2);
                write(postgres, hours);
                check(hours, postgres);
                PolicyMove.copy(h2, postgres);
            }
            return moved(postgres, read, null);
        }
    }

    /** Sums of two journals with one id could not be told apart. */
    private void requireNoOther(Database postgres, UUID id) throws SQLException, IOException {
        try (Connection connection = postgres.connection()) {
            JournalMark.Fit fit = Positions.read(connection, id).in(journal);
            if (fit == JournalMark.Fit.OTHER || fit == JournalMark.Fit.SHORTER) {
                throw new SettingException("PostgreSQL has read another journal with the id of " + journal
                        + ", as of a copied directory, and sums of H2 cannot be added to those: start the gateway with"
                        + " PostgreSQL, and it reads this journal there under an id of its own.");
            }
        }
    }

    private static Database open(StoreSettings settings) {
        try {
            return Database.open(settings);
        } catch (RuntimeException e) {
            throw new SettingException(settings.url() + " cannot be opened: " + Ingest.reasonOf(e) + ".");
        }
    }

    private record Read(long records, int rejected) {}

    /** What it has not read yet. */
    private Read readAll(Database database, UUID id) throws IOException, SQLException, BatchWriter.MovedException {
        BatchWriter writer =
                new BatchWriter(database, id, new Rejected(directory, Clock.systemUTC()), Clock.systemUTC());
        JournalMark position = writer.position();
        long records = 0;
        int rejected = 0;
        try (JournalFollower follower = JournalFollower.of(journal, position.position())) {
            for (JournalBatch batch = follower.read(BATCH); !batch.isEmpty(); batch = follower.read(BATCH)) {
                byte[] last = batch.records().get(batch.records().size() - 1);
                JournalMark end = JournalMark.behind(batch.end(), last);
                rejected += writer.write(batch.records(), position, end);
                records += batch.records().size();
                position = end;
            }
        }
        return new Read(records, rejected);
    }

    private static List<HourRow> hours(Database database) throws SQLException {
        List<HourRow> hours = new ArrayList<>();
        try (Connection connection = database.connection();
                PreparedStatement select = connection.prepareStatement(HourRow.SELECT);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                hours.add(HourRow.read(rows));
            }
        }
        return hours;
    }

    /** All or none. A row that has more calls has read what H2 has not, and stays. */
    private static void write(Database postgres, List<HourRow> hours) throws SQLException {
        try (Connection connection = postgres.connection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement upsert = connection.prepareStatement(
                    postgres.dialect().upsert(HourRow.TABLE) + " where usage_hour.calls <= excluded.calls")) {
                for (HourRow hour : hours) {
                    hour.addTo(upsert);
                }
                upsert.executeBatch();
            }
            connection.commit();
        }
    }

    /** Reads back what was written: each sum of H2 is there to the last digit, or one that has more calls. */
    private static void check(List<HourRow> hours, Database postgres) throws SQLException {
        try (Connection connection = postgres.connection();
                PreparedStatement select = connection.prepareStatement(
                        HourRow.SELECT + " where journal = ? and at_hour = ? and dimensions_hash = ?")) {
            for (HourRow hour : hours) {
                hour.key(select);
                try (ResultSet rows = select.executeQuery()) {
                    Optional<HourRow> there = rows.next() ? Optional.of(HourRow.read(rows)) : Optional.empty();
                    if (there.filter(row -> row.hasAllOf(hour)).isEmpty()) {
                        throw new SettingException("The store was moved, but the sums of " + hour.hour() + " for "
                                + hour.dimensions() + " are not those that H2 has: do not switch over.");
                    }
                }
            }
        }
    }

    private static Moved moved(Database postgres, Read read, @Nullable Path noH2) throws SQLException {
        try (Connection connection = postgres.connection();
                PreparedStatement select = connection.prepareStatement(
                        "select coalesce(sum(calls), 0), coalesce(sum(spend), 0) from usage_hour");
                ResultSet row = select.executeQuery()) {
            row.next();
            BigDecimal spend = row.getBigDecimal(2);
            String plain =
                    spend.signum() == 0 ? "0" : spend.stripTrailingZeros().toPlainString();
            return new Moved(row.getLong(1), plain, read.records(), read.rejected(), noH2);
        }
    }
}
