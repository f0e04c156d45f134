/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import io.github.camelopenrouter.usage.JournalBatch;
import io.github.camelopenrouter.usage.JournalFollower;
import io.github.camelopenrouter.usage.JournalMark;
import io.github.camelopenrouter.usage.JournalPosition;
import io.github.camelopenrouter.usage.RecordLine;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the journal for the budgets of a process: what the process before has spent, and each call of this one once more, which
 * makes what is written in {@link BudgetFile} true whatever becomes of the process. For one thread but for adjustments.
 */
final class BudgetJournal {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetJournal.class);

    private static final int BATCH = 500;
    private static final Duration BETWEEN_WRITES = Duration.ofSeconds(5);
    private static final Duration BETWEEN_TIDIES = Duration.ofMinutes(1);

    /** To write 100,000 budgets takes long: so many times as long nothing is written then. */
    private static final int REST = 20;

    private final Path journal;
    private final Function<JournalPosition, JournalFollower> follow;
    private final BudgetFile file;
    private final ProcessKeeper keeper;
    private final CounterFinder counters;
    private final BooleanSupplier isWhole;
    private final Clock clock;

    private Tally written = new Tally();
    private JournalPosition position = JournalPosition.BEGINNING;
    private @Nullable String last;
    /** The calls of the file that is read: whoever replaces it has them come once more. */
    private final SeenCalls seen = new SeenCalls();

    private @Nullable JournalFollower follower;
    private boolean begun;
    private boolean changed;
    private Instant nextWrite;
    private Instant tidiedAt = Instant.EPOCH;

    /** On what a call counts that its process has not told of. */
    @FunctionalInterface
    interface CounterFinder {
        List<Counter> of(BookedCall call);
    }

    /**
     * @param journal the directory with its files
     * @param follow reads them from a position
     * @param isWhole whether the journal has all calls of the process before
     */
    BudgetJournal(
            Path journal,
            Function<JournalPosition, JournalFollower> follow,
            BudgetFile file,
            ProcessKeeper keeper,
            CounterFinder counters,
            BooleanSupplier isWhole,
            Clock clock) {
        this.journal = journal;
        this.follow = follow;
        this.file = file;
        this.keeper = keeper;
        this.counters = counters;
        this.isWhole = isWhole;
        this.clock = clock;
        this.nextWrite = clock.instant().plus(BETWEEN_WRITES);
    }

    /**
     * Reads what is there, and writes down what it comes to.
     *
     * @throws IOException if that cannot be done now: it comes again the next time
     */
    synchronized void look() throws IOException {
        boolean whole = isWhole.getAsBoolean();
        JournalFollower from = follower();
        JournalBatch batch = from.read(BATCH);
        while (!batch.isEmpty()) {
            if (isAnotherFile(batch.end())) {
                seen.clear();
            }
            batch.records().forEach(this::count);
            position = batch.end();
            changed = true;
            from.passed(batch);
            batch = from.read(BATCH);
        }
        from.passed(batch);
        if (!begun && whole) {
            begun = true;
            keeper.begin(written.copy(), this::adjust);
        }
        if (changed && !clock.instant().isBefore(nextWrite)) {
            write();
        }
    }

    private boolean isAnotherFile(JournalPosition next) {
        return next.number() != position.number() || !next.date().equals(position.date());
    }

    private JournalFollower follower() throws IOException {
        if (follower == null) {
            BudgetFile.Content before = file.read();
            if (before != null) {
                written = before.tally();
                position = before.position();
                last = before.last();
                JournalMark.Fit fit = fit();
                if (fit == JournalMark.Fit.OTHER || fit == JournalMark.Fit.SHORTER) {
                    LOG.warn("The journal is not that which budgets were counted from: all that it has counts again");
                }
                if (fit != JournalMark.Fit.HOLDS) { // of one whose oldest files are gone all that is there is new
                    position = JournalPosition.BEGINNING;
                }
            }
            follower = follow.apply(position);
        }
        return follower;
    }

    /** By the id of the last record: who is forgotten leaves another record behind, of the same call. */
    private JournalMark.Fit fit() throws IOException {
        JournalMark.Fit fit = new JournalMark(position, null).in(journal);
        if (fit != JournalMark.Fit.HOLDS || last == null || position.records() == 0) {
            return fit;
        }
        JournalPosition before = new JournalPosition(position.date(), position.number(), position.records() - 1);
        try (JournalFollower there = JournalFollower.of(journal, before)) {
            JournalBatch record = there.read(1);
            return last.equals(BookedCall.of(record.records().get(0)).id())
                    ? JournalMark.Fit.HOLDS
                    : JournalMark.Fit.OTHER;
        }
    }

    private void count(byte[] line) {
        String own = begun ? RecordLine.firstOf(line) : null;
        ProcessKeeper.Ended here = own == null || seen.contains(own) ? null : keeper.takeEnded(own);
        if (own != null && here != null) { // of nearly all, so that nobody has to read the rest of them
            last = own;
            seen.add(own);
            written.end(own, here.counters(), here.amount(), here.known(), here.since());
        } else {
            countOther(line);
        }
    }

    /** One of another process, or a later cost. */
    private void countOther(byte[] line) {
        BookedCall call;
        try {
            call = BookedCall.of(line);
        } catch (IOException e) {
            LOG.warn("A line of the journal counts for no budget: it has been damaged");
            last = null;
            return;
        }
        last = call.id();
        if (call.revision() == 0 && !seen.add(call.id())) {
            return;
        }
        List<Counter> on = counters.of(call);
        if (begun) {
            keeper.read(call, on);
        }
        if (call.revision() == 0 || written.open(call.id()) != null) {
            written.end(call.id(), on, call.amount(), call.known(), call.time());
        }
    }

    private synchronized void adjust(Counter counter, BigDecimal usd) throws IOException {
        written.adjust(counter, usd);
        try {
            write();
        } catch (IOException e) {
            written.adjust(counter, usd.negate());
            throw e;
        }
    }

    private void write() throws IOException {
        Instant begun = clock.instant();
        if (begun.isAfter(tidiedAt.plus(BETWEEN_TIDIES))) {
            tidiedAt = begun;
            written.tidy(begun);
            keeper.tidy();
        }
        file.write(written, position, last);
        changed = false;
        Duration rest = Duration.between(begun, clock.instant()).multipliedBy(REST);
        nextWrite = clock.instant().plus(rest.compareTo(BETWEEN_WRITES) > 0 ? rest : BETWEEN_WRITES);
    }

    /** All is over: what is there is read and written. */
    synchronized void end() throws IOException {
        look();
        if (changed) {
            write();
        }
        JournalFollower open = follower;
        follower = null;
        if (open != null) {
            open.close();
        }
    }
}
