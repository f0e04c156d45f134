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
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database can be asked about budgets now: not before it is open, which callers wait for, and not while it is known
 * to be away, which nobody waits for. Safe for many threads; no waiting thread holds a monitor.
 */
final class BudgetAvailability {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private static final long OPENING = Duration.ofSeconds(3).toNanos();
    private static final long A_MINUTE = Duration.ofMinutes(1).toNanos();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Runnable whenAway;
    private volatile boolean isOpen;
    private volatile boolean isClosed;
    private volatile @Nullable String problem = null;
    private long saidAt = System.nanoTime() - A_MINUTE;

    /** @param whenAway wakes whoever finds out when it is back */
    BudgetAvailability(Runnable whenAway) {
        this.whenAway = whenAway;
    }

    void open() {
        set(() -> {
            isOpen = true;
            back();
        });
    }

    void close() {
        set(() -> isClosed = true);
    }

    /** Says so once a minute. */
    IOException away(Throwable failure) {
        String reason = Redacted.of(Ingest.reasonOf(failure));
        set(() -> {
            problem = reason;
            long now = System.nanoTime();
            if (now - saidAt >= A_MINUTE && !isClosed) {
                saidAt = now;
                LOG.warn("No budget can be counted, for the store does not answer: {}", reason);
            }
        });
        LOG.debug("What the store failed of", failure);
        whenAway.run();
        return failed(failure);
    }

    /** It has answered. */
    void back() {
        if (problem != null) {
            problem = null;
            LOG.info("Budgets are counted in the store again");
        }
    }

    private void set(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isAway() {
        return !isOpen || problem != null;
    }

    /** @throws IOException if it cannot be asked */
    void require() throws IOException {
        requireOpen();
        String known = problem;
        if (known != null) {
            throw new IOException(sentence(known));
        }
    }

    /** It may be away, or back. */
    void requireOpen() throws IOException {
        if (!isOpen || isClosed) {
            awaitOpening();
        }
    }

    private void awaitOpening() throws IOException {
        lock.lock();
        try {
            long rest = OPENING;
            while (!isOpen && problem == null && !isClosed && rest > 0) {
                rest = changed.awaitNanos(rest);
            }
            if (!isOpen || isClosed) {
                String known = problem;
                throw new IOException(sentence(known == null ? "it is not open" : known));
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException(sentence("nobody waits for it"), e);
    }

    static IOException failed(Throwable failure) {
        return new IOException(sentence(Ingest.reasonOf(failure)), failure);
    }

    private static String sentence(String reason) {
        return "the store cannot be asked: " + Redacted.of(reason);
    }
}
