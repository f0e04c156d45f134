/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.spi.BudgetKeeper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Budgets of one process, in its memory. A call is held and ends here at once; what it has cost is read from the journal, too,
 * and counts once: so a start knows what the process before had spent.
 */
final class ProcessKeeper implements BudgetKeeper {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Clock clock;
    private final Supplier<@Nullable String> problem;
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch known = new CountDownLatch(1);
    /** The limits of calls that run, for what they need more. */
    private final Map<String, List<Demand>> demands = new HashMap<>();
    /** Calls that have ended here and whose record has not been read yet. */
    private final Map<String, Ended> ended = new HashMap<>();

    private Tally tally = new Tally();

    /** What somebody has to remember for good, before it counts. */
    @FunctionalInterface
    interface Adjustments {
        void write(Counter counter, BigDecimal usd) throws IOException;
    }

    private volatile @Nullable Adjustments adjustments;

    /**
     * How a call has ended, as it counts here.
     *
     * @param known whether that is what it has cost
     * @param since when it was held for
     */
    record Ended(List<Counter> counters, BigDecimal amount, boolean known, Instant since) {}

    /** @param problem why calls are not written down now, so that a start would not know of them; null where they are */
    ProcessKeeper(Clock clock, Supplier<@Nullable String> problem) {
        this.clock = clock;
        this.problem = problem;
    }

    /** From now on it is known what was spent before. */
    void begin(Tally before, Adjustments written) {
        lock.lock();
        try {
            tally = before;
            adjustments = written;
        } finally {
            lock.unlock();
        }
        known.countDown();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Answer hold(String call, List<Demand> asked, BigDecimal amount) throws IOException {
        awaitKnown();
        lock.lock();
        try {
            if (tally.open(call) != null || ended.containsKey(call)) {
                return new Answer.Held();
            }
            Instant now = clock.instant();
            for (Demand demand : asked) {
                if (!demand.counter().isOf(now)) {
                    return new Answer.Elsewhen(now);
                }
            }
            Answer answer = fits(asked, amount);
            if (answer instanceof Answer.Held) {
                tally.hold(call, counters(asked), amount, now);
                demands.put(call, asked);
            }
            return answer;
        } finally {
            lock.unlock();
        }
    }

    private Answer fits(List<Demand> asked, BigDecimal amount) {
        for (Demand demand : asked) {
            if (demand.limit() != null
                    && tally.used(demand.counter()).add(amount).compareTo(demand.limit()) > 0) {
                return new Answer.Spent(demand, tally.amounts(demand.counter()));
            }
        }
        return new Answer.Held();
    }

    private static List<Counter> counters(List<Demand> asked) {
        List<Counter> counters = new ArrayList<>(asked.size());
        for (Demand demand : asked) {
            if (!counters.contains(demand.counter())) {
                counters.add(demand.counter());
            }
        }
        return counters;
    }

    @Override
    public Answer raise(String call, List<Demand> now, BigDecimal more) throws IOException {
        requireWritten();
        lock.lock();
        try {
            Answer answer = fits(now.isEmpty() ? demands.getOrDefault(call, List.of()) : now, more);
            if (answer instanceof Answer.Held) {
                tally.raise(call, more);
            }
            return answer;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void settle(String call, BigDecimal amount, boolean isKnown) {
        lock.lock();
        try {
            Tally.Open open = tally.open(call);
            if (open != null && open.held()) {
                demands.remove(call);
                tally.end(call, open.counters(), amount, isKnown, open.since());
                ended.put(call, new Ended(open.counters(), amount, isKnown, open.since()));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The journal has the first record of a call.
     *
     * @return as what it counts here already; null where the call was none of this process
     */
    @Nullable
    Ended takeEnded(String call) {
        lock.lock();
        try {
            return ended.remove(call);
        } finally {
            lock.unlock();
        }
    }

    /** The journal has the record of a call that was none of this process, or a later cost. */
    void read(BookedCall call, List<Counter> counters) {
        lock.lock();
        try {
            if (call.revision() == 0 || tally.open(call.id()) != null) {
                tally.end(call.id(), counters, call.amount(), call.known(), call.time());
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is over for good is forgotten. */
    void tidy() {
        lock.lock();
        try {
            tally.tidy(clock.instant());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Map<Counter, Amounts> amounts(List<Counter> counters) throws IOException {
        awaitKnown();
        lock.lock();
        try {
            Map<Counter, Amounts> amounts = new HashMap<>();
            counters.forEach(counter -> amounts.put(counter, tally.amounts(counter)));
            return amounts;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void adjust(Counter counter, BigDecimal usd) throws IOException {
        awaitKnown();
        Adjustments written = adjustments;
        if (written == null) {
            throw new IOException("what budgets have spent is not known yet");
        }
        written.write(counter, usd);
        lock.lock();
        try {
            tally.adjust(counter, usd);
        } finally {
            lock.unlock();
        }
    }

    private void awaitKnown() throws IOException {
        if (known.getCount() > 0 && !isKnownSoon()) {
            throw new IOException("what budgets have spent is not known yet");
        }
        requireWritten();
    }

    private void requireWritten() throws IOException {
        String why = problem.get();
        if (why != null) {
            throw new IOException("calls are not recorded: " + why);
        }
    }

    private boolean isKnownSoon() throws IOException {
        try {
            return known.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("nobody waits for what budgets have spent", e);
        }
    }
}
