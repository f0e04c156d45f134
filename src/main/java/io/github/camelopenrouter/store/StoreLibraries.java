/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.config.SettingException;
import java.util.List;
import org.apache.camel.CamelContext;

/** What a store needs on the class path; nobody else looks at these libraries. */
final class StoreLibraries {

    private record Library(String name, String type, String artifact) {}

    private static final Library POOL =
            new Library("HikariCP", "com.zaxxer.hikari.HikariDataSource", "com.zaxxer:HikariCP");
    private static final Library FLYWAY = new Library("Flyway", "org.flywaydb.core.Flyway", "org.flywaydb:flyway-core");
    private static final Library H2 = new Library("H2", "org.h2.Driver", "com.h2database:h2");
    private static final Library POSTGRESQL =
            new Library("PostgreSQL's driver", "org.postgresql.Driver", "org.postgresql:postgresql");
    private static final Library FLYWAY_POSTGRESQL = new Library(
            "Flyway for PostgreSQL",
            "org.flywaydb.database.postgresql.PostgreSQLDatabaseType",
            "org.flywaydb:flyway-database-postgresql");

    private StoreLibraries() {}

    private static List<Library> needed(StoreUrl url) {
        return url.isPostgreSql() ? List.of(POOL, FLYWAY, FLYWAY_POSTGRESQL, POSTGRESQL) : List.of(POOL, FLYWAY, H2);
    }

    private static boolean isThere(CamelContext context, Library library) {
        return context.getClassResolver().resolveClass(library.type()) != null;
    }

    static boolean areThere(CamelContext context, StoreUrl url) {
        return needed(url).stream().allMatch(library -> isThere(context, library));
    }

    /** @throws SettingException if one is missing */
    static void require(CamelContext context, StoreUrl url) {
        for (Library library : needed(url)) {
            if (!isThere(context, library)) {
                throw new SettingException("openrouter.store.url=" + (url.isPostgreSql() ? "jdbc:postgresql:…" : "h2")
                        + " needs " + library.name() + ", which is not on the class path: add " + library.artifact()
                        + ".");
            }
        }
    }
}
