/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.usage.WaitingLine.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends lines to the newest file, and begins another one each day and where one is full. Written lines are safe from the
 * end of the process, and by {@link #sync} from a loss of power.
 */
final class JournalWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

    private static final long CLOSING_MILLIS = 5_000;

    /** A line takes a few microseconds: who goes to sleep for so long costs more than who looks again. */
    private static final int LOOKS = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Path directory;
    private final long fullAt;
    private final Clock clock;
    private JournalOutput out;

    /** Files that nobody writes to any more: who begins the next one does not wait for the disk. */
    private final Queue<JournalOutput> full = new ConcurrentLinkedQueue<>();

    /** Those of them that are on the disk, with the begun lines of calls that have ended long since. */
    private final Queue<JournalFile> finished = new ConcurrentLinkedQueue<>();

    private final WaitingLines<WaitingLine> waiting = new WaitingLines<>();

    private final RenamedUsers renamed = new RenamedUsers();

    /** What is written at once. */
    private final LinesAtOnce together = new LinesAtOnce(renamed::in);

    private final Supplier<byte[]> carried;

    private final Losses losses;

    /** Told of lines that could not be written when their turn came. */
    interface Losses {
        /** @param appended whether it was to be {@link JournalWriter#append appended}, or only offered */
        void lost(boolean appended, IOException why);
    }

    /**
     * @param fullAt the size in bytes from which on another file is begun
     * @param carried the lines that another file begins with
     */
    JournalWriter(Path directory, long fullAt, Clock clock, Supplier<byte[]> carried, Losses losses)
            throws IOException {
        this.carried = () -> renamed.inAll(carried.get());
        this.losses = losses;
        this.directory = directory;
        this.fullAt = fullAt;
        this.clock = clock;
        JournalFile.removeUnfinished(directory);
        List<JournalFile> there = JournalFile.in(directory);
        JournalFile last = there.isEmpty() ? null : there.get(there.size() - 1);
        if (last != null) {
            JournalOutput.cutUnfinishedLine(last.path());
        }
        out = JournalOutput.open(last != null && canGoOn(last) ? last : JournalFile.next(directory, last, today()));
    }

    /**
     * What the process before has written stays as it is: who has read it counts its lines, and a loss of power may have taken
     * some of them.
     */
    private boolean canGoOn(JournalFile last) throws IOException {
        return Files.size(last.path()) == 0 && !last.date().isBefore(today());
    }

    /**
     * Writes a line, whose line break is its last byte. Where others write all the time it is written as soon as they have.
     *
     * @param patience how long to wait for others who write, in milliseconds
     * @param first done right before it is written, while nobody else can write or begin another file
     * @return false if too many lines wait already, because the disk does not take them
     * @throws IOException if it could not be written
     */
    boolean append(byte[] line, long patience, Runnable first) throws IOException {
        BooleanSupplier done = () -> {
            first.run();
            return true;
        };
        if (!isLocked(patience)) {
            boolean left = waiting.addIfThereIsRoom(new WaitingLine(line, Kind.LEFT, done));
            writeWaitingIfFree();
            return left;
        }
        WaitingLine own = new WaitingLine(line, Kind.AWAITED, done);
        try {
            waiting.add(own);
            writeWaiting();
        } finally {
            lock.unlock();
        }
        writeWaitingIfFree();
        own.requireWritten();
        return true;
    }

    /** The same, with nothing to be done before. */
    boolean append(byte[] line, long patience) throws IOException {
        return append(line, patience, () -> {});
    }

    /**
     * Leaves a line that stands in front of all that are written from now on, and waits for nobody.
     *
     * @return false if too many lines wait already, because the disk does not take them
     */
    boolean offer(byte[] line) {
        return offer(line, () -> true);
    }

    /** @param wanted whether it is, asked right before it is written, while nobody else can write */
    boolean offer(byte[] line, BooleanSupplier wanted) {
        return waiting.addIfThereIsRoom(new WaitingLine(line, Kind.OFFERED, wanted));
    }

    /** Whether somebody has left a line that nobody has written yet. */
    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Writes the lines that were left, however long others write. */
    void writeLeft() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            writeWaiting();
        } finally {
            lock.unlock();
        }
        writeWaitingIfFree();
    }

    /** Who has just written may have kept others from it. */
    private void writeWaitingIfFree() {
        while (!waiting.isEmpty() && lock.tryLock()) {
            try {
                writeWaiting();
            } finally {
                lock.unlock();
            }
        }
    }

    private void writeWaiting() {
        for (WaitingLine next = waiting.poll(); next != null; next = waiting.poll()) {
            together.begin(next);
            boolean writes = false;
            try {
                if (out.isFull(fullAt, clock.millis())) {
                    beginNext();
                }
                together.takeMore(waiting, fullAt - out.size());
                if (!together.isEmpty()) {
                    writes = true;
                    out.write(together.bytes());
                }
            } catch (IOException e) {
                together.lost(e, writes ? out.arrived() : 0, line -> losses.lost(line.kind == Kind.LEFT, e));
            }
        }
    }

    /** Writes through to the disk what has been written since, and closes the files that are full; one thread does so. */
    void sync() throws IOException {
        beginAnewIfGone();
        writeWaitingIfFree();
        JournalOutput written = takeUnsynced();
        if (written != null) {
            try {
                written.sync(); // others may write meanwhile
            } catch (IOException e) {
                putUnsynced(written);
                throw e;
            }
        }
        for (JournalOutput last = full.peek(); last != null; last = full.peek()) {
            last.sync();
            full.remove();
            finished.add(last.file());
            last.close();
        }
    }

    /** Somebody may have removed the file, or put another in its place: nobody would find what is written to it. */
    private void beginAnewIfGone() throws IOException {
        if (isThere() || !isLocked(CLOSING_MILLIS)) {
            return;
        }
        JournalOutput gone = out;
        try {
            LOG.warn(
                    "{} was removed or replaced while it was written: what stood in it is lost, if nobody has it",
                    gone.file().path());
            DataDirectory.make(directory);
            out = JournalOutput.open(gone.file());
            out.begin(carried.get());
        } finally {
            lock.unlock();
        }
        gone.close();
    }

    private boolean isThere() throws IOException {
        lock.lock();
        try {
            return out.isThere();
        } finally {
            lock.unlock();
        }
    }

    /** Calls a user otherwise from now on, as far as calls are concerned that have arrived by now; all files there are are finished. */
    void rename(RenamedUser user) throws IOException {
        if (!isLocked(CLOSING_MILLIS)) {
            throw new IOException("the disk takes nothing");
        }
        try {
            renamed.add(user, clock.instant());
            if (!out.isEmpty()) {
                beginNext();
            }
        } finally {
            lock.unlock();
        }
        writeWaitingIfFree();
    }

    /** Takes the begun lines out of the files that are full and on the disk, one after the other; one thread does so. */
    void strip() throws IOException {
        for (JournalFile file = finished.peek(); file != null; file = finished.peek()) {
            JournalFile.removeLines(file, BegunLine.SCHEMA);
            finished.remove();
        }
    }

    private @Nullable JournalOutput takeUnsynced() {
        lock.lock();
        try {
            return out.takeUnsynced() ? out : null;
        } finally {
            lock.unlock();
        }
    }

    private void putUnsynced(JournalOutput written) {
        lock.lock();
        try {
            written.putUnsynced();
        } finally {
            lock.unlock();
        }
    }

    /** The file that lines go to. */
    JournalFile current() {
        lock.lock();
        try {
            return out.file();
        } finally {
            lock.unlock();
        }
    }

    /** @throws IOException also if a write does not return: nobody stops a process that waits for its disk */
    @Override
    public void close() throws IOException {
        if (!isLocked(CLOSING_MILLIS)) {
            throw new IOException("the disk takes nothing, and " + waiting.count() + " lines with it");
        }
        try {
            sync();
        } finally {
            out.close();
            lock.unlock();
        }
    }

    /** An interrupt is about the call, whose answer has ended, and stays for whoever it concerns. */
    private boolean isLocked(long patience) {
        for (int looks = 0; looks < LOOKS; looks++) {
            if (lock.tryLock()) {
                return true;
            }
            Thread.onSpinWait();
        }
        boolean interrupted = Thread.interrupted();
        try {
            return lock.tryLock(patience, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
            return lock.tryLock();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void beginNext() throws IOException {
        JournalOutput next = JournalOutput.open(JournalFile.next(directory, out.file(), today()));
        full.add(out);
        out = next;
        next.begin(carried.get());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
