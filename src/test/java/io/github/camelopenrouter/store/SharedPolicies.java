/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.spi.SharedPolicy;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** The policy in a real database, as one machine has it. Remembers which statements it has prepared. */
public final class SharedPolicies implements AutoCloseable {

    private final Database database;
    private final StoreSettings settings;
    private final Set<String> statements = new ConcurrentSkipListSet<>();
    private volatile boolean away;

    private SharedPolicies(StoreSettings settings) {
        this.settings = settings;
        this.database = Database.open(settings);
    }

    /** @param url {@code h2}, or of a database of {@link Postgres} */
    public static SharedPolicies open(String url, Path data) {
        return new SharedPolicies(new StoreSettings(StoreUrl.parse(url), null, null, data));
    }

    public SharedPolicy policy(Clock clock) {
        return new PolicyTable(this::connection, settings.dialect(), clock);
    }

    /** As where the database does not answer any more. */
    public void setAway(boolean away) {
        this.away = away;
    }

    /** The texts of all statements so far. */
    public Set<String> statements() {
        return statements;
    }

    private Connection connection() throws SQLException {
        if (away) {
            throw new SQLException("connection refused");
        }
        Connection connection = database.connection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("createStatement")) {
                        throw new IOException("a statement without parameters");
                    }
                    if (method.getName().equals("prepareStatement")) {
                        statements.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public void close() {
        database.close();
    }
}
