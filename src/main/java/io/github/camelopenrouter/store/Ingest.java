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
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.usage.CpuPace;
import io.github.camelopenrouter.usage.JournalBatch;
import io.github.camelopenrouter.usage.JournalFollower;
import io.github.camelopenrouter.usage.JournalMark;
import io.github.camelopenrouter.usage.JournalPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads the journal into the store behind the calls, on a thread of its own that takes a fifth of a core at most, together with
 * the exports. As long as the store is away nothing is passed over, and the journal keeps what it has not got.
 */
final class Ingest implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private static final int BATCH = 500;
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final long A_MINUTE = Duration.ofMinutes(1).toNanos();

    private final Path journal;
    private final Function<JournalPosition, JournalFollower> follow;
    private final Supplier<Database> opener;
    private final Path directory;
    private final Clock clock;
    private final Supplier<CpuPace.Share> share;
    private final Turns turns = new Turns();

    private volatile @Nullable Database database;
    private volatile @Nullable String problem;
    private volatile long stored;
    private volatile long rejected;
    private volatile long behindSince;
    private long saidAt = System.nanoTime() - A_MINUTE;
    private long probedAt = System.nanoTime();
    private @Nullable BatchWriter writer;
    private @Nullable JournalFollower follower;
    private JournalMark passed = JournalMark.BEGINNING;
    private @Nullable JournalBatch unwritten;
    /** Of the journal's files, by this thread or by whoever changes them. */
    private final ReentrantLock reading = new ReentrantLock();
    /** They are others than those that are open. */
    private boolean readsAnew;

    private volatile boolean closed;

    /**
     * @param journal the directory with its files
     * @param follow reads them from a position
     * @param opener of the database, which may be away
     * @param directory for what the store refuses
     * @param share of a core, asked for behind the doors
     */
    Ingest(
            Path journal,
            Function<JournalPosition, JournalFollower> follow,
            Supplier<Database> opener,
            Path directory,
            Clock clock,
            Supplier<CpuPace.Share> share) {
        this.journal = journal;
        this.follow = follow;
        this.opener = opener;
        this.directory = directory;
        this.clock = clock;
        this.share = share;
    }

    /**
     * Until then nothing is opened here.
     *
     * @param isStarted whether the doors are open, or have been
     * @return false if it was ended before they were
     */
    boolean awaitDoors(BooleanSupplier isStarted) {
        while (!isStarted.getAsBoolean()) {
            if (!turns.awaitFirst(IDLE)) {
                return isStarted.getAsBoolean();
            }
        }
        turns.awaitFirst(IDLE);
        return true;
    }

    @Override
    public void run() {
        try {
            follow(new CpuPace(share.get()));
        } finally {
            forget();
            close();
        }
    }

    private void follow(CpuPace pace) {
        Duration pause = IDLE;
        boolean goesOn = true;
        while (goesOn && !closed) {
            try {
                long turn = turns.begin();
                boolean atEnd = step();
                pause = IDLE;
                if (problem != null) {
                    problem = null;
                    LOG.info("The store follows the journal again");
                }
                if (atEnd) {
                    goesOn = turns.endOf(turn, IDLE);
                } else {
                    turns.rest(pace.rest());
                }
            } catch (BatchWriter.MovedException e) {
                LOG.warn(
                        "Another process has read this journal into the store: it is read on from where that one ended");
                forget();
                goesOn = turns.pause(IDLE);
            } catch (BatchWriter.AllRefusedException e) {
                away(e);
                readAgain(); // with what is written meanwhile: one that it takes tells that the others are wrong
                goesOn = turns.pause(pause);
                pause = longer(pause);
            } catch (Throwable e) { // also a library that does not fit: nobody else would notice that it has ended
                if (closed) {
                    return;
                }
                away(e);
                goesOn = turns.pause(pause);
                pause = longer(pause);
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** Something to be done while nobody reads the journal into the store. */
    interface Alone<T> {
        T run() throws IOException;
    }

    /** Does it; what has been read and is not in the store by then is read again. */
    <T> T alone(Alone<T> work) throws IOException {
        reading.lock();
        try {
            return work.run();
        } finally {
            readsAnew = true;
            reading.unlock();
        }
    }

    /** @return whether nothing more was written when it read */
    private boolean step() throws SQLException, IOException, BatchWriter.MovedException {
        reading.lock();
        try {
            if (readsAnew) {
                readsAnew = false;
                forget();
            }
            return readOn();
        } finally {
            reading.unlock();
        }
    }

    private boolean readOn() throws SQLException, IOException, BatchWriter.MovedException {
        BatchWriter to = writer();
        JournalFollower from = follower();
        JournalBatch batch = unwritten == null ? from.read(BATCH) : unwritten;
        unwritten = batch;
        if (!batch.isEmpty()) {
            if (behindSince == 0) {
                behindSince = clock.millis();
            }
            byte[] last = batch.records().get(batch.records().size() - 1);
            JournalMark end = JournalMark.behind(batch.end(), last);
            int refused = to.write(batch.records(), passed, end);
            stored += batch.records().size() - refused;
            rejected += refused;
            if (refused > 0) {
                LOG.error(
                        "The store has refused {} records for what stands in them: they are in {}",
                        refused,
                        directory.resolve("rejected"));
            }
            passed = end;
        } else {
            probe(to);
        }
        from.passed(batch);
        unwritten = null;
        behindSince = batch.isLast() ? 0 : clock.millis();
        return batch.isLast();
    }

    /** Where there is nothing to write, somebody has to notice that the store is away. */
    private void probe(BatchWriter to) throws SQLException, BatchWriter.MovedException {
        long now = System.nanoTime();
        if (now - probedAt >= LONGEST_PAUSE.toNanos() || problem != null) {
            probedAt = now;
            if (!to.position().equals(passed)) {
                throw new BatchWriter.MovedException();
            }
        }
    }

    private BatchWriter writer() throws IOException, SQLException {
        if (writer == null) {
            if (database == null) {
                behindBeforeOpening();
                database = opener.get();
                if (closed) {
                    throw new IllegalStateException("it was stopped before it was open");
                }
            }
            UUID id = new KnownJournal(database, journal).id();
            BatchWriter opened = new BatchWriter(database, id, new Rejected(directory, clock), clock);
            passed = opened.position();
            closeFollower();
            writer = opened;
        }
        return writer;
    }

    /** Where the store has got to nobody knows: all of the journal is kept, and counts as not passed. */
    private void behindBeforeOpening() throws IOException {
        if (follower == null) {
            JournalFollower all = follow.apply(JournalPosition.BEGINNING);
            follower = all;
            if (!all.read(1).isEmpty() && behindSince == 0) {
                behindSince = clock.millis();
            }
        }
    }

    private JournalFollower follower() {
        if (follower == null) {
            follower = follow.apply(passed.position());
        }
        return follower;
    }

    private void away(Throwable failure) {
        String reason = failure instanceof SettingException
                ? String.valueOf(failure.getMessage())
                : Redacted.of(reasonOf(failure));
        problem = reason;
        long now = System.nanoTime();
        if (now - saidAt >= A_MINUTE) {
            saidAt = now;
            LOG.atLevel(failure instanceof Error ? Level.ERROR : Level.WARN)
                    .log("The store does not follow the journal, which keeps everything for it: {}", reason);
        }
        LOG.debug("What the store failed of", failure);
    }

    /** The last cause tells it: those around it are of the pool and of Flyway. */
    static String reasonOf(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage() == null ? cause : cause.getMessage())
                .lines()
                .findFirst()
                .orElse("");
    }

    private void forget() {
        writer = null;
        unwritten = null;
        closeFollower();
    }

    /** What was read last, which nothing is removed of meanwhile. */
    private void readAgain() {
        unwritten = null;
        closeFollower();
        follower = follow.apply(passed.position());
    }

    private void closeFollower() {
        try {
            if (follower != null) {
                follower.close();
            }
        } catch (IOException e) {
            LOG.debug("A file of the journal could not be closed", e);
        }
        follower = null;
    }

    /**
     * Has the store read what is written by now.
     *
     * @return whether it has; false where that takes longer, or the store is away
     */
    boolean catchUp(Duration patience) {
        return problem == null && turns.await(patience);
    }

    /** Reads to the end without a rest, and ends. */
    void finish() {
        turns.finish();
    }

    /** Whatever it does. */
    void close() {
        closed = true;
        Database opened = database;
        if (opened != null) {
            opened.close();
        }
    }

    /** Null while it is not open yet. */
    @Nullable
    Database database() {
        return database;
    }

    /** Why the store does not follow; null where it does. */
    @Nullable
    String problem() {
        return problem;
    }

    long stored() {
        return stored;
    }

    long rejected() {
        return rejected;
    }

    Duration lag() {
        long since = behindSince;
        return since == 0 ? Duration.ZERO : Duration.ofMillis(Math.max(0, clock.millis() - since));
    }
}
