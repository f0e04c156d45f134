/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.spi.SharedPolicy;
import io.github.camelopenrouter.spi.SharedPolicy.Row;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A policy that goes with its store from H2 to PostgreSQL. */
@Timeout(60)
class PolicyMoveTest {

    @TempDir
    private Path data;

    @Test
    void entriesGoWhereThereAreNoneAndNowhereElse() throws Exception {
        Instant expires = Instant.parse("2027-01-01T00:00:00Z");
        StoreSettings postgres = new StoreSettings(StoreUrl.parse(Postgres.newDatabase()), null, null, data);
        StoreSettings file = new StoreSettings(StoreUrl.parse("h2"), null, null, data);
        try (Database h2 = Database.open(file);
                Database other = Database.open(postgres)) {
            SharedPolicy from = table(h2, file);
            SharedPolicy to = table(other, postgres);
            write(from, new Row("team", "support", "{}", null, false, null, 0));
            write(from, new Row("key", "bot", "{\"team\":\"support\"}", "ab".repeat(32), true, expires, 0));
            write(from, new Row("key", "gone", null, null, false, null, 0));

            PolicyMove.copy(h2, other);
            write(to, new Row("key", "bot", null, null, false, null, 0));
            PolicyMove.copy(h2, other);

            assertThat(to.revision()).isEqualTo(2);
            assertThat(to.changesSince(0))
                    .containsExactlyInAnyOrder(
                            new Row("team", "support", "{}", null, false, null, 1),
                            new Row("key", "bot", null, null, false, null, 2));
            assertThat(from.changesSince(1))
                    .contains(new Row("key", "bot", "{\"team\":\"support\"}", "ab".repeat(32), true, expires, 2));
        }
    }

    private static SharedPolicy table(Database database, StoreSettings settings) {
        return new PolicyTable(database::connection, settings.dialect(), Clock.systemUTC());
    }

    private static void write(SharedPolicy policy, Row row) throws Exception {
        policy.<Boolean, RuntimeException>update(session -> {
            session.write(List.of(row));
            return true;
        });
    }
}
