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
import io.github.camelopenrouter.config.SettingException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;

/** PostgreSQL, in which the calls of several machines meet. */
final class PostgreSqlDialect implements Dialect {

    private static final String CONNECT_SECONDS = "5";
    /** A server that is gone without a word shall not hold whoever waits for its answer for good. */
    private static final String ANSWER_SECONDS = "60";

    /** Any number that nobody else takes in this database. */
    private static final long LOCK = 0x6f70656e726f7574L;

    private final StoreSettings settings;

    PostgreSqlDialect(StoreSettings settings) {
        this.settings = settings;
    }

    @Override
    public String migrations() {
        return "postgresql";
    }

    /** What the address says itself wins. */
    @Override
    public void configure(HikariConfig pool) {
        pool.setDriverClassName("org.postgresql.Driver"); // a servlet container may keep it from the DriverManager
        pool.setJdbcUrl(settings.url().text());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password());
        pool.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
        pool.addDataSourceProperty("socketTimeout", ANSWER_SECONDS);
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("ApplicationName", "camel-openrouter");
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
    }

    /** In any other a name that a client has chosen would make its call none that the table can have. */
    @Override
    public void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show server_encoding")) {
            if (row.next() && !row.getString(1).equals("UTF8")) {
                throw new SettingException("The database of openrouter.store.url has the encoding " + row.getString(1)
                        + ": make one with the encoding UTF8.");
            }
        }
    }

    @Override
    public void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
        }
    }

    @Override
    public void force(Connection connection) {
        // its server does so with each commit
    }

    @Override
    public void compact() {
        // its server does so by and by
    }

    @Override
    public String upsert(Table table) {
        return "insert into " + table.name() + " (" + table.columns() + ") values (" + table.marks()
                + ") on conflict (" + String.join(", ", table.key()) + ") do update set "
                + table.assignments("excluded");
    }

    @Override
    public void settle(Connection connection, Collection<Settlement> settlements) throws SQLException {
        BudgetStatements.settle(connection, settlements, false);
    }

    @Override
    public boolean keepsCalls() {
        return true;
    }
}
