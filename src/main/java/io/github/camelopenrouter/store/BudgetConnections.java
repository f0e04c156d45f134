/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections on which budgets are counted: a few of their own, so that a call waits behind no question and no batch, and
 * for no answer longer than three seconds. Once the database is known to be away nobody waits. Safe for many threads.
 */
final class BudgetConnections implements AutoCloseable {

    /** More of them only wait for each other at the row of a budget that all calls have in common. */
    private static final int CONNECTIONS = 8;

    private static final long TURN_MILLIS = 500;
    private static final long CONNECTION_MILLIS = 1_000;
    private static final String ANSWER_SECONDS = "2";

    /** A server that was started anew has none of the old connections; all of them are found broken within this time. */
    private static final Duration ANOTHER_TRY = Duration.ofMillis(400);

    private final Supplier<HikariDataSource> opener;
    private final BudgetAvailability availability;

    /** The pool would give a connection to who asks for the next one sooner than to who waits, and let him wait for seconds. */
    private final Semaphore turns = new Semaphore(CONNECTIONS, true);

    private volatile @Nullable HikariDataSource pool;
    private volatile boolean closed;
    private volatile long answeredAt = System.nanoTime();

    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Nobody knows whether it was done. */
    static final class NoAnswerException extends IOException {
        private static final long serialVersionUID = 1;

        NoAnswerException(String message, SQLException cause) {
            super(message, cause);
        }
    }

    /** @param opener waits as long as it has to, and fails where the database cannot be opened now */
    BudgetConnections(Supplier<HikariDataSource> opener, BudgetAvailability availability) {
        this.opener = opener;
        this.availability = availability;
    }

    /** Connections to a database whose tables are up to date. */
    static HikariDataSource pool(Dialect dialect) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("openrouter-budgets");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(CONNECTION_MILLIS);
        config.setValidationTimeout(CONNECTION_MILLIS);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED"); // who has waited for a row sees what it is now
        dialect.configure(config);
        config.addDataSourceProperty("connectTimeout", ANSWER_SECONDS);
        config.addDataSourceProperty("socketTimeout", ANSWER_SECONDS);
        return new HikariDataSource(config);
    }

    /** For one thread, which may wait. */
    void open() throws IOException {
        if (pool != null || closed) {
            return;
        }
        HikariDataSource opened;
        try {
            opened = opener.get();
        } catch (RuntimeException | LinkageError e) { // as the pool and Flyway say it, or do not fit
            throw availability.away(e);
        }
        pool = opened;
        if (closed) {
            opened.close();
        }
        availability.open();
    }

    boolean isAway() {
        return availability.isAway();
    }

    /** @throws IOException if it cannot be done now; a {@link NoAnswerException} if it may have been */
    <T> T ask(Work<T> work) throws IOException {
        availability.require();
        return askOpen(work);
    }

    /** The same where it may be back. */
    <T> T probe(Work<T> work) throws IOException {
        availability.requireOpen();
        T answer = askOpen(work);
        availability.back();
        return answer;
    }

    private <T> T askOpen(Work<T> work) throws IOException {
        long begin = System.nanoTime();
        awaitTurn(begin);
        try {
            return askInTurn(requireNonNull(pool), work, begin);
        } finally {
            turns.release();
        }
    }

    /** Where nobody gets an answer meanwhile the database is away; else it has more to do than it can. */
    private void awaitTurn(long begin) throws IOException {
        try {
            if (!turns.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                SQLException late = new SQLException("it has too much to do");
                throw answeredAt - begin < 0 ? availability.away(late) : BudgetAvailability.failed(late);
            }
        } catch (InterruptedException e) {
            throw BudgetAvailability.interrupted(e);
        }
    }

    private <T> T askInTurn(HikariDataSource open, Work<T> work, long begin) throws IOException {
        SQLException unanswered = null;
        while (true) {
            boolean isConnected = false;
            try (Connection connection = open.getConnection()) {
                isConnected = true;
                T answer = work.with(connection);
                answeredAt = System.nanoTime();
                return answer;
            } catch (SQLException e) {
                boolean isBroken = !isConnected || isOfConnection(e);
                unanswered = isConnected && isBroken ? e : unanswered;
                if (isConnected && isBroken && System.nanoTime() - begin < ANOTHER_TRY.toNanos()) {
                    open.getHikariPoolMXBean().softEvictConnections();
                    continue;
                }
                IOException told = isBroken && !Thread.currentThread().isInterrupted()
                        ? availability.away(e)
                        : BudgetAvailability.failed(e);
                throw unanswered == null ? told : new NoAnswerException(String.valueOf(told.getMessage()), unanswered);
            }
        }
    }

    /** Not of what was asked: that it broke, that the server stops, or that it is not the one any more that is written to. */
    private static boolean isOfConnection(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P") || state.equals("25006");
    }

    @Override
    public void close() {
        closed = true;
        availability.close();
        HikariDataSource open = pool;
        if (open != null) {
            open.close();
        }
    }
}
