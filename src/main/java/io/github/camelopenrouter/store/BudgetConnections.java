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
import com.zaxxer.hikari.HikariDataSource;
import io.github.camelopenrouter.config.Redacted;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections on which budgets are counted: a few of their own, so that a call waits behind no question and no batch, and
 * for no answer longer than three seconds. Once the database is known to be away nobody waits. Safe for many threads.
 */
final class BudgetConnections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    /** More of them only wait for each other at the row of a budget that all calls have in common. */
    private static final int CONNECTIONS = 8;

    private static final Duration OPENING = Duration.ofSeconds(3);
    private static final long TURN_MILLIS = 500;
    private static final long CONNECTION_MILLIS = 1_000;
    private static final String ANSWER_SECONDS = "2";

    /** A server that was started anew has none of the old connections; all of them are found broken within this time. */
    private static final Duration ANOTHER_TRY = Duration.ofMillis(400);

    private static final long A_MINUTE = Duration.ofMinutes(1).toNanos();

    private final Supplier<HikariDataSource> opener;
    private final Object opening = new Object();

    /** The pool would give a connection to who asks for the next one sooner than to who waits, and let him wait for seconds. */
    private final Semaphore turns = new Semaphore(CONNECTIONS, true);

    private volatile @Nullable HikariDataSource pool;
    private volatile @Nullable String problem;
    private volatile boolean closed;
    private volatile long answeredAt = System.nanoTime();
    private long saidAt = System.nanoTime() - A_MINUTE;

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
    BudgetConnections(Supplier<HikariDataSource> opener) {
        this.opener = opener;
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
            throw away(e);
        }
        synchronized (opening) {
            pool = opened;
            if (closed) {
                opened.close();
            }
            back();
            opening.notifyAll();
        }
    }

    boolean isAway() {
        return pool == null || problem != null;
    }

    /** @throws IOException if it cannot be done now; a {@link NoAnswerException} if it may have been */
    <T> T ask(Work<T> work) throws IOException {
        HikariDataSource open = awaitOpen();
        String known = problem;
        if (known != null) {
            throw new IOException(sentence(known));
        }
        return ask(open, work);
    }

    /** The same where it may be back. */
    <T> T probe(Work<T> work) throws IOException {
        T answer = ask(awaitOpen(), work);
        back();
        return answer;
    }

    private HikariDataSource awaitOpen() throws IOException {
        HikariDataSource open = pool;
        return open == null ? awaitOpening() : open;
    }

    private HikariDataSource awaitOpening() throws IOException {
        long end = System.nanoTime() + OPENING.toNanos();
        synchronized (opening) {
            long rest = OPENING.toMillis();
            while (pool == null && problem == null && !closed && rest > 0) {
                try {
                    opening.wait(rest);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(sentence("nobody waits for it"), e);
                }
                rest = (end - System.nanoTime()) / 1_000_000;
            }
            HikariDataSource open = pool;
            if (open == null || closed) {
                String known = problem;
                throw new IOException(sentence(known == null ? "it is not open" : known));
            }
            return open;
        }
    }

    private <T> T ask(HikariDataSource open, Work<T> work) throws IOException {
        long begin = System.nanoTime();
        awaitTurn(begin);
        try {
            return askInTurn(open, work, begin);
        } finally {
            turns.release();
        }
    }

    /** Where nobody gets an answer meanwhile the database is away; else it has more to do than it can. */
    private void awaitTurn(long begin) throws IOException {
        try {
            if (!turns.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                SQLException late = new SQLException("it has too much to do");
                throw answeredAt - begin < 0 ? away(late) : new IOException(sentence(Ingest.reasonOf(late)), late);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(sentence("nobody waits for it"), e);
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
                        ? away(e)
                        : new IOException(sentence(Ingest.reasonOf(e)), e);
                throw unanswered == null ? told : new NoAnswerException(String.valueOf(told.getMessage()), unanswered);
            }
        }
    }

    /** Not of what was asked: that it broke, that the server stops, or that it is not the one any more that is written to. */
    private static boolean isOfConnection(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P") || state.equals("25006");
    }

    private IOException away(Throwable failure) {
        String reason = Redacted.of(Ingest.reasonOf(failure));
        synchronized (opening) {
            problem = reason;
            opening.notifyAll();
            long now = System.nanoTime();
            if (now - saidAt >= A_MINUTE && !closed) {
                saidAt = now;
                LOG.warn("No budget can be counted, for the store does not answer: {}", reason);
            }
        }
        LOG.debug("What the store failed of", failure);
        return new IOException(sentence(reason), failure);
    }

    private void back() {
        if (problem != null) {
            problem = null;
            LOG.info("Budgets are counted in the store again");
        }
    }

    private static String sentence(String reason) {
        return "the store cannot be asked: " + Redacted.of(reason);
    }

    @Override
    public void close() {
        synchronized (opening) {
            closed = true;
            HikariDataSource open = pool;
            if (open != null) {
                open.close();
            }
            opening.notifyAll();
        }
    }
}
