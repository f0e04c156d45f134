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
import io.github.camelopenrouter.spi.SharedPolicy;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy in a table, a row for each entry. Who changes it holds the row of the revision until the commit: revisions come
 * in their order, and who reads from one on misses none.
 */
final class PolicyTable implements SharedPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private static final int SECONDS = 5;

    /** One that commits by itself, to be closed. */
    interface Connections {
        Connection open() throws SQLException;
    }

    private final Connections connections;
    private final Dialect dialect;
    private final Clock clock;

    PolicyTable(Connections connections, Dialect dialect, Clock clock) {
        this.connections = connections;
        this.dialect = dialect;
        this.clock = clock;
    }

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    @Override
    public long revision() throws IOException {
        return ask(connection -> revision(connection, ""));
    }

    @Override
    public List<Row> changesSince(long revision) throws IOException {
        return ask(connection -> {
            connection.setAutoCommit(false); // 100,000 rows come as they are read
            List<Row> rows = PolicyRow.since(connection, revision);
            connection.rollback();
            return rows;
        });
    }

    private <T> T ask(Work<T> work) throws IOException {
        try (Connection connection = connections.open()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw away(e);
        }
    }

    @Override
    public <T, X extends Exception> T update(Change<T, X> change) throws IOException, X {
        try (Connection connection = connections.open()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                long revision = revision(connection, " for update");
                PolicySession session = new PolicySession(connection, dialect, revision, clock);
                T result = change.make(session);
                if (session.hasWritten()) {
                    raise(connection, revision + 1);
                }
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    undo(connection);
                }
            }
        } catch (SQLException e) {
            throw away(e);
        }
    }

    /** What has failed says why; that this fails as well tells nothing more. */
    private static void undo(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("A change of the policy could not be undone, so its connection ends", e);
        }
    }

    private static long revision(Connection connection, String lock) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select revision from openrouter_policy_revision where id = 1" + lock)) {
            select.setQueryTimeout(SECONDS);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("openrouter_policy_revision has lost its row");
                }
                return row.getLong(1);
            }
        }
    }

    private static void raise(Connection connection, long revision) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update openrouter_policy_revision set revision = ? where id = 1")) {
            update.setQueryTimeout(SECONDS);
            update.setLong(1, revision);
            update.executeUpdate();
        }
    }

    static IOException away(SQLException e) {
        return new IOException("the store cannot be asked: " + Redacted.of(Ingest.reasonOf(e)), e);
    }
}
