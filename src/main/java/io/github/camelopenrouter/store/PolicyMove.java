/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.spi.SharedPolicy.Row;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** Takes the policy of one database over into another that has never had one. */
final class PolicyMove {

    private PolicyMove() {}

    static void copy(Database from, Database to) throws IOException, SQLException {
        List<Row> rows;
        try (Connection connection = from.connection()) {
            rows = PolicyRow.since(connection, 0).stream()
                    .filter(row -> row.document() != null)
                    .toList();
        }
        PolicyTable target = new PolicyTable(to::connection, to.dialect(), Clock.systemUTC());
        target.<Boolean, RuntimeException>update(session -> {
            if (session.revision() == 0) {
                session.write(rows);
            }
            return true;
        });
    }
}
