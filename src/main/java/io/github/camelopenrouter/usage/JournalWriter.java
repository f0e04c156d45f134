/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
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

    /** Lines are about 500 bytes. */
    private static final int MOST_WAITING = 20_000;

    /** So many bytes, and the line that exceeds them. */
    private static final int AT_ONCE = 32 * 1024;

    private static final long CLOSING_MILLIS = 5_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Path directory;
    private final long fullAt;
    private final Clock clock;
    private JournalOutput out;

    /** Files that nobody writes to any more: who begins the next one does not wait for the disk. */
    private final Queue<JournalOutput> full = new ConcurrentLinkedQueue<>();

    /** Those of them that are on the disk, with the begun lines of calls that have ended long since. */
    private final Queue<JournalFile> finished = new ConcurrentLinkedQueue<>();

    /** In the order in which they are written. */
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    private final AtomicInteger waitingCount = new AtomicInteger();

    private final Supplier<byte[]> carried;

    private final Losses losses;

    /** What is written at once. */
    private final List<Waiting> together = new ArrayList<>();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * AT_ONCE);

    /** A line that waits for its turn. */
    private static final class Waiting {

        private final byte[] line;
        private final Kind kind;
        private final Runnable first;
        private @Nullable IOException failure;

        Waiting(byte[] line, Kind kind, Runnable first) {
            this.line = line;
            this.kind = kind;
            this.first = first;
        }
    }

    /** Whose writer waits until it is written, has waited for a while, or did not wait at all. */
    private enum Kind {
        AWAITED,
        LEFT,
        OFFERED
    }

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
        this.carried = carried;
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
        if (!isLocked(patience)) {
            return leave(new Waiting(line, Kind.LEFT, first));
        }
        Waiting own = new Waiting(line, Kind.AWAITED, first);
        try {
            waitingCount.incrementAndGet();
            waiting.add(own);
            writeWaiting();
        } finally {
            lock.unlock();
        }
        writeWaitingIfFree();
        if (own.failure != null) {
            throw own.failure;
        }
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
        return isLeft(new Waiting(line, Kind.OFFERED, () -> {}));
    }

    private boolean leave(Waiting line) {
        boolean left = isLeft(line);
        writeWaitingIfFree();
        return left;
    }

    private boolean isLeft(Waiting line) {
        if (waitingCount.get() >= MOST_WAITING) {
            return false;
        }
        waitingCount.incrementAndGet();
        waiting.add(line);
        return true;
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
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            together.clear();
            bytes.reset();
            take(next);
            boolean writes = false;
            try {
                if (out.isFull(fullAt, clock.millis())) {
                    beginNext();
                }
                takeWhatHasRoom();
                writes = true;
                out.write(together.size() == 1 ? next.line : bytes.toByteArray());
            } catch (IOException e) {
                tellOfLosses(e, writes ? out.arrived() : 0);
            }
        }
    }

    private void take(Waiting line) {
        waitingCount.decrementAndGet();
        line.first.run();
        together.add(line);
        bytes.writeBytes(line.line);
    }

    private void takeWhatHasRoom() {
        while (bytes.size() < Math.min(AT_ONCE, fullAt - out.size())) {
            Waiting next = waiting.poll();
            if (next == null) {
                return;
            }
            take(next);
        }
    }

    /** @param arrived so many bytes of what was to be written at once: a disk that becomes full takes a part */
    private void tellOfLosses(IOException why, long arrived) {
        long end = 0;
        for (Waiting line : together) {
            end += line.line.length;
            if (end <= arrived) {
                continue;
            }
            if (line.kind == Kind.AWAITED) {
                line.failure = why;
            } else {
                losses.lost(line.kind == Kind.LEFT, why);
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
            throw new IOException("the disk takes nothing, and " + waitingCount + " lines with it");
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
        if (lock.tryLock()) {
            return true;
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
