/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.store.BudgetConnections.Work;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the connections, keeps the lease of this node, and writes what calls have cost: many at once, and at once. What the
 * database does not take now is tried again twice a second. On a thread of its own.
 */
final class BudgetWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private static final int AT_ONCE = 500;
    private static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 500;

    private final BudgetConnections connections;
    private final Settlements settlements;
    private final RunningHolds running;
    private final DatabaseClock clock;
    private final UUID node;
    private final CountDownLatch finishing = new CountDownLatch(1);
    private volatile long renewedAt = System.nanoTime() - RENEWAL.toNanos();

    BudgetWriter(
            BudgetConnections connections,
            Settlements settlements,
            RunningHolds running,
            DatabaseClock clock,
            UUID node) {
        this.connections = connections;
        this.settlements = settlements;
        this.running = running;
        this.clock = clock;
        this.node = node;
    }

    @Override
    public void run() {
        try {
            while (!isFinishing() || !settlements.isEmpty() && !connections.isAway()) {
                step();
            }
            if (!connections.isAway()) {
                connections.ask(connection -> {
                    BudgetStatements.leave(connection, node);
                    return node;
                });
            }
        } catch (InterruptedException e) {
            LOG.debug("What budgets have not written is written from the journal", e);
        } catch (IOException e) {
            LOG.debug("The lease of budgets ends by itself", e);
        }
    }

    private void step() throws InterruptedException {
        try {
            connections.open();
            if (connections.isAway() || System.nanoTime() - renewedAt >= RENEWAL.toNanos()) {
                renew();
            }
            Settlements.Batch batch = settlements.take(AT_ONCE, isFinishing() ? 0 : untilRenewal());
            if (!batch.isEmpty()) {
                write(batch);
            }
        } catch (IOException e) {
            LOG.debug("Budgets are written later", e); // why, is said once a minute
            finishing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RuntimeException | Error e) { // nobody else would notice that it has ended
            LOG.error("Budgets are written later", e);
            finishing.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private long untilRenewal() {
        return TimeUnit.NANOSECONDS.toMillis(renewedAt + RENEWAL.toNanos() - System.nanoTime());
    }

    /** Whoever had no lease has one then. */
    void renew() throws IOException {
        Work<Instant> renewal = connection -> {
            long asking = clock.asking();
            Instant told = BudgetStatements.renew(connection, node);
            clock.learn(asking, told);
            return told;
        };
        connections.probe(renewal);
        renewedAt = System.nanoTime();
    }

    /**
     * Nobody waits at a budget for the disk: what is written is committed first, and on the disk with the lease that is renewed
     * behind it.
     */
    private void write(Settlements.Batch batch) throws IOException {
        boolean done = false;
        try {
            Set<UUID> missing = connections.ask(connection -> {
                if (!batch.withdrawn().isEmpty()) {
                    BudgetStatements.withdraw(connection, node, batch.withdrawn());
                }
                return BudgetStatements.settle(connection, batch.settlements(), true);
            });
            if (running.restore(connections, node, missing)) {
                connections.ask(connection -> BudgetStatements.settle(connection, batch.settlements(), true));
            }
            renew();
            done = true;
        } finally {
            if (done) {
                batch.settlements().forEach(one -> running.end(one.call()));
            } else {
                settlements.putBack(batch);
            }
        }
    }

    private boolean isFinishing() {
        return finishing.getCount() == 0;
    }

    /** Writes what is there, if the database answers, and ends. */
    void finish() {
        finishing.countDown();
        settlements.wake();
    }
}
