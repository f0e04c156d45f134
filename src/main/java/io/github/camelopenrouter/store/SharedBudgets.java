/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import static io.github.camelopenrouter.store.BudgetStatements.Verdict.DONE;
import static io.github.camelopenrouter.store.BudgetStatements.Verdict.NOTHING_HELD;
import static io.github.camelopenrouter.store.BudgetStatements.Verdict.NO_LEASE;
import static io.github.camelopenrouter.store.BudgetStatements.Verdict.NO_ROW;
import static io.github.camelopenrouter.store.BudgetStatements.Verdict.OTHER_WINDOW;
import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariDataSource;
import io.github.camelopenrouter.spi.BudgetKeeper;
import io.github.camelopenrouter.store.BudgetConnections.NoAnswerException;
import io.github.camelopenrouter.store.BudgetStatements.Entry;
import io.github.camelopenrouter.store.BudgetStatements.Verdict;
import io.github.camelopenrouter.store.BudgetStatements.Way;
import io.github.camelopenrouter.store.Settlement.By;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Budgets in PostgreSQL, which all machines see. Each question is one statement; what calls have cost is written behind them.
 * Whoever asks first opens the connections; that a hold got no answer means that there is none, and never will be.
 */
final class SharedBudgets implements BudgetKeeper, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private static final Duration TIME_TO_END = Duration.ofSeconds(2);
    private static final int TRIES = 4;
    private static final long A_MINUTE = Duration.ofMinutes(1).toNanos();

    private final UUID node = UUID.randomUUID();
    private final Settlements settlements = new Settlements();
    private final RunningHolds running = new RunningHolds();
    private final DatabaseClock clock;
    private final BudgetConnections connections;
    private final BudgetWriter writer;
    private @Nullable Thread thread;
    private volatile boolean isBegun;
    private volatile boolean closed;
    private volatile long fullAt = System.nanoTime() - A_MINUTE;

    /**
     * @param opener of connections to a database whose tables are up to date
     * @param unlearned the time until the database has told it
     */
    SharedBudgets(Supplier<HikariDataSource> opener, Clock unlearned) {
        this.clock = new DatabaseClock(unlearned, System::nanoTime);
        this.connections = new BudgetConnections(opener, new BudgetAvailability(settlements::wake));
        this.writer = new BudgetWriter(connections, settlements, running, clock, node);
    }

    @Override
    public Instant now() {
        begin();
        return clock.now();
    }

    private void begin() {
        if (!isBegun) {
            beginOnce();
        }
    }

    private synchronized void beginOnce() {
        if (!isBegun && !closed) {
            Thread writing = new Thread(writer, "openrouter-budgets");
            writing.setDaemon(true);
            thread = writing;
            writing.start();
        }
        isBegun = true;
    }

    @Override
    public Answer hold(String call, List<Demand> demands, BigDecimal amount) throws IOException {
        if (demands.isEmpty()) {
            return new Answer.Held();
        }
        begin();
        UUID id = UUID.fromString(call);
        Entry entry = new Entry(id, node, demands, Settlement.storable(amount));
        try {
            Verdict verdict = put(entry, Way.ASKED);
            if (verdict.number() == DONE) {
                running.begin(id, demands, entry.amount());
            }
            return answer(verdict, demands);
        } catch (NoAnswerException e) {
            settlements.withdraw(Settlement.of(id, BigDecimal.ZERO, By.SETTLED));
            throw e;
        }
    }

    private Verdict put(Entry entry, Way way) throws IOException {
        boolean makesRows = way == Way.SPENT;
        for (int tries = 0; tries < TRIES; tries++) {
            boolean makes = makesRows;
            Verdict verdict = told(connection -> BudgetStatements.hold(connection, entry, way, makes));
            switch (verdict.number()) {
                case NO_ROW -> makesRows = true;
                case NO_LEASE -> writer.renew();
                default -> {
                    return verdict;
                }
            }
        }
        throw new IOException("the store keeps no budgets");
    }

    private Verdict told(BudgetConnections.Work<Verdict> work) throws IOException {
        return connections.ask(connection -> {
            long asking = clock.asking();
            Verdict verdict = work.with(connection);
            clock.learn(asking, verdict.moment());
            return verdict;
        });
    }

    private static Answer answer(Verdict verdict, List<Demand> demands) {
        return switch (verdict.number()) {
            case DONE -> new Answer.Held();
            case OTHER_WINDOW -> new Answer.Elsewhen(verdict.moment());
            default -> new Answer.Spent(demands.get(verdict.number() - 1), requireNonNull(verdict.amounts()));
        };
    }

    @Override
    public Answer raise(String call, List<Demand> now, BigDecimal more) throws IOException {
        begin();
        UUID id = UUID.fromString(call);
        RunningHolds.Running held = running.find(id);
        if (held == null) {
            throw new IOException("nothing is held for the call " + id);
        }
        BigDecimal amount = Settlement.storable(more);
        Verdict verdict = told(connection -> BudgetStatements.raise(connection, id, amount, now));
        if (verdict.number() == NOTHING_HELD) {
            running.restore(connections, node, List.of(id));
            verdict = told(connection -> BudgetStatements.raise(connection, id, amount, now));
        }
        if (verdict.number() == DONE) {
            running.raise(id, amount);
        }
        return answer(verdict, now.isEmpty() ? held.demands() : now);
    }

    @Override
    public void settle(String call, BigDecimal amount, boolean known) {
        begin();
        UUID id;
        try {
            id = UUID.fromString(call);
        } catch (IllegalArgumentException e) {
            LOG.debug("Nothing can have been held for a call of this name", e);
            return;
        }
        if (!closed && !settlements.add(Settlement.of(id, amount, known ? By.SETTLED : By.PENDING))) {
            running.end(id);
            warnOfMany();
        }
    }

    private void warnOfMany() {
        long now = System.nanoTime();
        if (now - fullAt >= A_MINUTE) {
            fullAt = now;
            LOG.warn("Too many costs wait for the store: budgets get them from the journal");
        }
    }

    @Override
    public Map<Counter, Amounts> amounts(List<Counter> counters) throws IOException {
        begin();
        return counters.isEmpty()
                ? Map.of()
                : connections.ask(connection -> BudgetStatements.amounts(connection, counters));
    }

    /** As a call that has ended and has a name that nobody else knows, so that it can be tried again, and taken back. */
    @Override
    public void adjust(Counter counter, BigDecimal usd) throws IOException {
        begin();
        UUID id = UUID.randomUUID();
        Entry entry = new Entry(id, node, List.of(new Demand(counter, null)), Settlement.storable(usd));
        try {
            put(entry, Way.SPENT);
        } catch (NoAnswerException e) {
            settlements.withdraw(Settlement.of(id, BigDecimal.ZERO, By.SETTLED));
            throw e;
        }
    }

    /** Writes what is still to be written, if the database answers. */
    @Override
    public void close() {
        Thread writing;
        synchronized (this) {
            closed = true;
            writing = thread;
        }
        writer.finish();
        try {
            if (writing != null) {
                writing.join(TIME_TO_END.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.close();
    }
}
