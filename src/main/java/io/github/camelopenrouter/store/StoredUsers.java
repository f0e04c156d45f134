/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.config.Redacted;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.usage.JournalId;
import io.github.camelopenrouter.usage.JournalMark;
import io.github.camelopenrouter.usage.RenamedUser;
import io.github.camelopenrouter.usage.UsageSettings;
import io.github.camelopenrouter.usage.UserStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/**
 * The users of a store's rows. While the journal changes, the store does not know what stands in front of its position there:
 * a process that ends meanwhile leaves one that fits both what the file was and what it is to be.
 */
public final class StoredUsers implements UserStore, AutoCloseable {

    private final Supplier<Database> database;
    private final Path journal;
    private final Reader reader;

    /** Whoever reads the journal into the store. */
    interface Reader {
        /** Does it while nothing is read. */
        Rows alone(Ingest.Alone<Rows> work) throws IOException;
    }

    StoredUsers(Supplier<Database> database, Path journal, Reader reader) {
        this.database = database;
        this.journal = journal;
        this.reader = reader;
    }

    /**
     * Of the store of a gateway that does not run; empty where it has none.
     *
     * @throws SettingException if it cannot be opened now
     */
    public static Optional<StoredUsers> alone(CamelContext context) {
        Optional<StoreSettings> settings =
                StoreSettings.of(context).filter(one -> !(one.dialect() instanceof H2Dialect h2) || h2.isThere());
        settings.ifPresent(one -> StoreLibraries.require(context, one.url()));
        return settings.map(StoredUsers::open)
                .map(opened -> new StoredUsers(
                        () -> opened, UsageSettings.findJournal(context).orElseThrow(), Ingest.Alone::run));
    }

    private static Database open(StoreSettings settings) {
        try {
            return Database.open(settings);
        } catch (RuntimeException e) {
            throw new SettingException("The store cannot be opened: " + Redacted.of(Ingest.reasonOf(e)) + ".");
        }
    }

    @Override
    public boolean has(RenamedUser user) throws IOException {
        return inStore(store -> {
            try (Connection connection = store.connection()) {
                return new UserRows(connection, store.dialect(), user).areThere();
            }
        });
    }

    @Override
    public Rows rename(RenamedUser user, FileChange files) throws IOException {
        return reader.alone(() -> {
            UUID id = JournalId.find(journal).orElse(null);
            inStore(store -> {
                try (Connection connection = store.connection()) {
                    Positions.forgetRecords(connection, id);
                    store.dialect().force(connection);
                }
                return true;
            });
            files.run();
            return inStore(store -> {
                try (Connection connection = store.connection()) {
                    connection.setAutoCommit(false);
                    Rows rows = new UserRows(connection, store.dialect(), user).rename();
                    if (id != null) {
                        knowRecord(connection, store.dialect(), id);
                    }
                    connection.commit();
                    store.dialect().force(connection);
                    return rows;
                }
            });
        });
    }

    private void knowRecord(Connection connection, Dialect dialect, UUID id) throws SQLException, IOException {
        JournalMark known = Positions.read(connection, id);
        if (known.position().records() > 0) {
            Positions.write(connection, dialect, id, JournalMark.at(known.position(), journal));
        }
    }

    private interface Work<T> {
        T in(Database store) throws SQLException, IOException;
    }

    private <T> T inStore(Work<T> work) throws IOException {
        try {
            return work.in(database.get());
        } catch (SQLException | RuntimeException e) { // as the pool and Flyway say that it is away
            throw new IOException("openrouter.store.url: " + Redacted.of(Ingest.reasonOf(e)), e);
        }
    }

    /** Of a gateway that does not run: nothing of the name is left in a file of its own either. */
    @Override
    public void close() throws IOException {
        Database opened = database.get();
        opened.close();
        try {
            opened.dialect().compact();
        } catch (SQLException e) {
            throw new IOException("openrouter.store.url: " + Redacted.of(Ingest.reasonOf(e)), e);
        }
    }
}
