/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** A real PostgreSQL of this process, begun once; each test has a database of its own in it. */
public final class Postgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static final String REQUIRED = "POSTGRES_REQUIRED";

    private Postgres() {}

    private static @Nullable EmbeddedPostgres shared;

    private static synchronized EmbeddedPostgres shared() {
        if (shared == null) {
            shared = start(EmbeddedPostgres.builder());
        }
        return shared;
    }

    /** The address of a new database, with its user. */
    public static String newDatabase() throws SQLException {
        return newDatabase("");
    }

    /** @param how what follows its name when it is made */
    static String newDatabase(String how) throws SQLException {
        String name = "store" + DATABASES.incrementAndGet();
        try (Connection connection = shared().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + how);
        }
        return shared().getJdbcUrl("postgres", name);
    }

    /** One of a test's own, which it may stop; what it has is kept. */
    public static EmbeddedPostgres own(Path directory, int port) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setCleanDataDirectory(false)
                .setDataDirectory(directory)
                .setOverrideWorkingDirectory(
                        directory.resolveSibling("binaries").toFile());
        return start(port == 0 ? builder : builder.setPort(port));
    }

    private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder) {
        try {
            return builder.setServerConfig("fsync", "off").start();
        } catch (IOException | RuntimeException e) {
            if ("true".equals(System.getenv(REQUIRED))) {
                throw new AssertionError(REQUIRED + ", and PostgreSQL cannot be started here", e);
            }
            throw new TestAbortedException("PostgreSQL cannot be started here: not tested with it", e);
        }
    }
}
