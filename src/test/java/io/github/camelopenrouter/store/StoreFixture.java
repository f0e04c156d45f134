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
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.usage.CpuPace;
import io.github.camelopenrouter.usage.JournalFollower;
import io.github.camelopenrouter.usage.UsageFormat;
import io.github.camelopenrouter.usage.UsageQuery;
import io.github.camelopenrouter.usage.UsageReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A journal that a test writes by hand, and a store that reads it. */
final class StoreFixture implements AutoCloseable {

    enum Kind {
        H2,
        POSTGRESQL
    }

    static final Duration PATIENCE = Duration.ofSeconds(60);

    final StoreSettings settings;
    private final Path data;
    Clock clock = Clock.systemUTC();
    private Ingest ingest;
    private Thread thread;

    StoreFixture(Path data, Kind kind) throws SQLException {
        this(data, kind == Kind.H2 ? "h2" : Postgres.newDatabase());
    }

    StoreFixture(Path data, String url) {
        this.data = data;
        this.settings = new StoreSettings(StoreUrl.parse(url), null, null, data);
    }

    /** Appends lines to a file of the journal. */
    void write(String day, List<String> lines) throws IOException {
        Path file = Files.createDirectories(data.resolve("usage")).resolve("usage-" + day + ".1.jsonl");
        Files.write(file, lines, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void start() {
        start(() -> Database.open(settings));
    }

    void start(Supplier<Database> opener) {
        make(opener);
        thread = new Thread(ingest, "test-store");
        thread.start();
    }

    boolean isReading() {
        return thread != null && thread.isAlive();
    }

    /** Without a thread yet. */
    void make(Supplier<Database> opener) {
        Path journal = data.resolve("usage");
        ingest = new Ingest(
                journal,
                position -> JournalFollower.of(journal, position),
                opener,
                settings.directory(),
                clock,
                CpuPace.Share::new);
    }

    /** The store has read everything that is written. */
    StoreFixture caughtUp() {
        assertThat(ingest.catchUp(PATIENCE)).as("problem %s", ingest.problem()).isTrue();
        return this;
    }

    Ingest ingest() {
        return ingest;
    }

    Database database() {
        return ingest.database();
    }

    String fromStore(UsageQuery query) throws SQLException {
        return UsageFormat.JSON.write(new Questions(database()).report(query));
    }

    String fromJournal(UsageQuery query) throws IOException {
        return UsageFormat.JSON.write(UsageReport.of(data, query));
    }

    List<String> select(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = database().connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database().connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** All that was set aside. */
    List<String> rejected() throws IOException {
        Path directory = settings.directory().resolve("rejected");
        List<String> lines = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (var files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
        }
        return lines;
    }

    /** Ends the reader at the end of the journal. */
    void finish() {
        if (thread != null) {
            ingest.finish();
            try {
                thread.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
            if (ingest.database() != null) {
                ingest.database().close();
            }
        }
    }

    @Override
    public void close() {
        finish();
    }
}
