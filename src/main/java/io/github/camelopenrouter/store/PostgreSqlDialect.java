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

/** PostgreSQL, in which the calls of several machines meet. */
final class PostgreSqlDialect implements Dialect {

    private static final String CONNECT_SECONDS = "5";
    /** A server that is gone without a word shall not hold whoever waits for its answer for good. */
    private static final String ANSWER_SECONDS = "60";

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
        pool.setJdbcUrl(settings.url().text());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password());
        pool.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
        pool.addDataSourceProperty("socketTimeout", ANSWER_SECONDS);
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("ApplicationName", "camel-openrouter");
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
    }

    @Override
    public String upsert(Table table) {
        return "insert into " + table.name() + " (" + table.columns() + ") values (" + table.marks()
                + ") on conflict (" + String.join(", ", table.key()) + ") do update set "
                + table.assignments("excluded");
    }

    @Override
    public boolean keepsCalls() {
        return true;
    }
}
