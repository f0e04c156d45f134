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
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** An open database with the tables of this version. */
final class Database implements AutoCloseable {

    /**
     * One for the journal, two for questions, one that Flyway holds its lock with, two that read and change the policy, one that
     * looks after budgets.
     */
    private static final int CONNECTIONS = 7;

    private static final long PATIENCE_MILLIS = 3_000;

    private static final String HISTORY = "openrouter_schema_history";

    private final HikariDataSource pool;
    private final Dialect dialect;

    private Database(HikariDataSource pool, Dialect dialect) {
        this.pool = pool;
        this.dialect = dialect;
    }

    static Database open(StoreSettings settings) {
        return open(settings, null);
    }

    /**
     * Brings its tables up to date.
     *
     * @param version of the tables; null for this version's own
     */
    static Database open(StoreSettings settings, @Nullable String version) {
        Dialect dialect = settings.dialect();
        HikariConfig config = new HikariConfig();
        config.setPoolName("openrouter-store");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1); // without any, H2 would be closed and opened again
        config.setConnectionTimeout(PATIENCE_MILLIS);
        dialect.configure(config);
        HikariDataSource pool = new HikariDataSource(config);
        Database database = new Database(pool, dialect);
        try {
            try (Connection connection = pool.getConnection()) {
                dialect.check(connection);
            }
            migrate(pool, dialect, version);
            return database;
        } catch (SQLException e) {
            pool.close();
            throw new IllegalStateException(e);
        } catch (RuntimeException | Error e) {
            pool.close();
            throw e;
        }
    }

    /**
     * In a schema that others may use as well. Two machines that are the first in it, at the same moment, both begin its
     * history, which Flyway keeps from nobody: whoever comes second finds it there when it looks again.
     */
    private static void migrate(HikariDataSource pool, Dialect dialect, @Nullable String version) {
        Flyway flyway = flyway(pool, dialect, version);
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            String why = String.valueOf(e.getMessage());
            if (!why.contains("already exists") && !why.contains("already contains")) {
                throw e;
            }
            flyway.migrate();
        }
    }

    private static Flyway flyway(HikariDataSource pool, Dialect dialect, @Nullable String version) {
        return Flyway.configure(Database.class.getClassLoader())
                .dataSource(pool)
                .table(HISTORY)
                .locations("classpath:openrouter/store/" + dialect.migrations())
                .target(version == null ? "latest" : version)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }

    Dialect dialect() {
        return dialect;
    }

    /** Commits by itself; to be closed. */
    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public void close() {
        pool.close();
    }
}
