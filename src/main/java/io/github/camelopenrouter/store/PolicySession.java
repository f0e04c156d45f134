/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import static io.github.camelopenrouter.store.PolicyTable.away;

import io.github.camelopenrouter.spi.SharedPolicy.Row;
import io.github.camelopenrouter.spi.SharedPolicy.Session;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One transaction on the policy's tables. */
final class PolicySession implements Session {

    private static final Duration A_DAY = Duration.ofDays(1);

    private final Connection connection;
    private final Dialect dialect;
    private final long revision;
    private final Clock clock;
    private boolean written;

    PolicySession(Connection connection, Dialect dialect, long revision, Clock clock) {
        this.connection = connection;
        this.dialect = dialect;
        this.revision = revision;
        this.clock = clock;
    }

    boolean hasWritten() {
        return written;
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public List<Row> changesSince(long since) throws IOException {
        try {
            return PolicyRow.since(connection, since);
        } catch (SQLException e) {
            throw away(e);
        }
    }

    @Override
    public void write(List<Row> rows) throws IOException {
        try {
            PolicyRow.write(connection, dialect, rows, revision + 1);
            written = written || !rows.isEmpty();
        } catch (SQLException e) {
            throw away(e);
        }
    }

    @Override
    public @Nullable String note(String order) throws IOException {
        try (PreparedStatement select = connection.prepareStatement(
                "select note from openrouter_policy_note where note_key = ? and made_at >= ?")) {
            select.setString(1, order);
            setTime(select, 2, clock.instant().minus(A_DAY));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        } catch (SQLException e) {
            throw away(e);
        }
    }

    /** Those that nobody asks for any more go with it. */
    @Override
    public void note(String order, String text) throws IOException {
        Instant now = clock.instant();
        try (PreparedStatement delete =
                        connection.prepareStatement("delete from openrouter_policy_note where made_at < ?");
                PreparedStatement insert = connection.prepareStatement(
                        "insert into openrouter_policy_note (note_key, note, made_at) values (?, ?, ?)")) {
            setTime(delete, 1, now.minus(A_DAY));
            delete.executeUpdate();
            insert.setString(1, order);
            insert.setString(2, text);
            setTime(insert, 3, now);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw away(e);
        }
    }

    private static void setTime(PreparedStatement statement, int at, Instant time) throws SQLException {
        statement.setObject(at, time.atOffset(ZoneOffset.UTC));
    }
}
