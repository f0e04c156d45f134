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
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What is different from one database to another. */
interface Dialect {

    /** Columns that are written under a key of some of them. */
    record Table(String name, List<String> key, List<String> others) {

        String columns() {
            return String.join(", ", key) + ", " + String.join(", ", others);
        }

        String marks() {
            return "?" + ", ?".repeat(key.size() + others.size() - 1);
        }

        String assignments(String from) {
            return others.stream()
                    .map(column -> column + " = " + from + "." + column)
                    .collect(Collectors.joining(", "));
        }
    }

    /** Where the migrations are. */
    String migrations();

    /** Address and properties of the driver. */
    void configure(HikariConfig pool);

    /**
     * Of a connection just opened.
     *
     * @throws SettingException if this database cannot be a store
     */
    void check(Connection connection) throws SQLException;

    /** Until the transaction ends nobody else writes: the same calls may stand in two journals. */
    void lock(Connection connection) throws SQLException;

    /** Writes a row, in place of that with the same key where there is one. */
    String upsert(Table table);

    /** What calls have cost, for the budgets that machines share; those without a hold are of none. */
    void settle(Connection connection, Collection<Settlement> settlements) throws SQLException;

    /** What has been committed is on the disk when this returns, where a commit alone does not promise that. */
    void force(Connection connection) throws SQLException;

    /** Leaves nothing in its files of what is no longer in its rows, where that is in its hands. Nobody has it open. */
    void compact() throws SQLException;

    /** Whether it has a row of each call, and so of all machines; else it has sums of hours, and the journal has the calls. */
    boolean keepsCalls();
}
