/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import com.zaxxer.hikari.HikariConfig;
import io.github.camelopenrouter.usage.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;

/**
 * H2, a file of this process's own. It has the sums of hours; the journal beside it has the calls. A commit that a kill has
 * undone is made again from the journal, for the position is undone with it.
 */
final class H2Dialect implements Dialect {

    private static final String END = ".mv.db";
    private static final String USER = "openrouter";

    /**
     * {@code retry:} for H2 reads by channels, which an interrupted thread closes for all others. Its trace would be a second
     * log, its hook would close it before the drain has ended.
     */
    private static final String URL =
            "jdbc:h2:retry:%s;TRACE_LEVEL_FILE=0;DB_CLOSE_ON_EXIT=FALSE;AUTO_SERVER=FALSE;CACHE_SIZE=16384;LAZY_QUERY_EXECUTION=1";

    private final Path file;

    H2Dialect(StoreSettings settings) {
        String given = settings.url().file();
        Path database = given.isEmpty() ? settings.directory().resolve("usage") : Path.of(given);
        this.file = database.toAbsolutePath().normalize();
    }

    /** Whether somebody has filled it already. */
    boolean isThere() {
        return Files.exists(withEnd());
    }

    @Override
    public String migrations() {
        return "h2";
    }

    @Override
    public void configure(HikariConfig pool) {
        try {
            makeForOwner();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pool.setDriverClassName("org.h2.Driver"); // a servlet container may keep it from the DriverManager
        pool.setJdbcUrl(URL.formatted(file));
        pool.setUsername(USER);
        pool.setPassword("");
    }

    /** H2 takes an empty file for a new database, and leaves its permissions alone. */
    private void makeForOwner() throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            DataDirectory.make(directory);
        }
        if (isThere()) {
            DataDirectory.closeToOthers(withEnd());
        } else {
            Files.createFile(withEnd(), DataDirectory.readableByOwner());
        }
    }

    /** The file itself. */
    Path withEnd() {
        return Path.of(file + END);
    }

    @Override
    public void check(Connection connection) {
        // a file of this process's own
    }

    @Override
    public void lock(Connection connection) {
        // nobody else has it open
    }

    @Override
    public void force(Connection connection) throws SQLException {
        execute(connection, "checkpoint sync");
    }

    @Override
    public void compact() throws SQLException {
        try (Connection connection = DriverManager.getConnection(URL.formatted(file), USER, "")) {
            execute(connection, "shutdown compact");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public String upsert(Table table) {
        return "merge into " + table.name() + " (" + table.columns() + ") key (" + String.join(", ", table.key())
                + ") values (" + table.marks() + ")";
    }

    @Override
    public void settle(Connection connection, Collection<Settlement> settlements) {
        // its one process counts budgets in memory
    }

    @Override
    public boolean keepsCalls() {
        return false;
    }
}
