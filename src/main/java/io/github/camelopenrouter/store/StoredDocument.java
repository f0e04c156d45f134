/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.spi.SharedDocument;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The alerts' document as one row in PostgreSQL, which a machine holds while it changes it. */
final class StoredDocument implements SharedDocument {

    private static final int SECONDS = 5;

    private final Supplier<@Nullable Database> database;

    /** @param database null while it is not open */
    StoredDocument(Supplier<@Nullable Database> database) {
        this.database = database;
    }

    @Override
    public void update(UnaryOperator<@Nullable String> change) throws IOException {
        Database open = database.get();
        if (open == null) {
            throw new IOException("the store is not open");
        }
        try (Connection connection = open.connection()) {
            connection.setAutoCommit(false);
            try {
                String before = read(connection);
                String after = change.apply(before);
                if (!Objects.equals(before, after)) {
                    write(connection, after);
                }
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw PolicyTable.away(e);
        }
    }

    private static @Nullable String read(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select document from openrouter_alert_book where id = 1 for update")) {
            select.setQueryTimeout(SECONDS);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static void write(Connection connection, @Nullable String document) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update openrouter_alert_book set document = ? where id = 1")) {
            update.setQueryTimeout(SECONDS);
            update.setString(1, document);
            update.executeUpdate();
        }
    }
}
