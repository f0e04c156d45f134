/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends lines to the newest file, and begins another one each day and where one is full. Written lines are safe from the
 * end of the process, and by {@link #sync} from a loss of power.
 *
 * <p>Through a {@link FileOutputStream}: a channel would be closed for everybody when one interrupted thread writes.
 */
final class JournalWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

    private static final byte[] LINE_BREAK = {'\n'};
    private static final int PIECE = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Path directory;
    private final long fullAt;
    private final Clock clock;
    private JournalFile file;
    private FileOutputStream out;
    private long size;
    /** Whether the last write may have left a part of its line. */
    private boolean torn;

    private boolean unsynced;

    /** Files that nobody writes to any more: who begins the next one does not wait for the disk. */
    private final Queue<FileOutputStream> full = new ConcurrentLinkedQueue<>();

    /** @param fullAt the size in bytes from which on another file is begun */
    JournalWriter(Path directory, long fullAt, Clock clock) throws IOException {
        this.directory = directory;
        this.fullAt = fullAt;
        this.clock = clock;
        List<JournalFile> there = JournalFile.in(directory);
        JournalFile last = there.isEmpty() ? null : there.get(there.size() - 1);
        if (last != null) {
            cutUnfinishedLine(last.path());
        }
        file = last != null && !last.date().isBefore(today()) ? last : JournalFile.next(directory, last, today());
        out = open(file);
    }

    /**
     * Writes a line, whose line break is its last byte.
     *
     * @param patience how long to wait for others who write, in milliseconds
     * @return false if others wrote all that time
     * @throws IOException if it could not be written
     */
    boolean append(byte[] line, long patience) throws IOException {
        if (!isLocked(patience)) {
            return false;
        }
        try {
            if (size >= fullAt || file.date().isBefore(today())) {
                beginNext();
            }
            write(line);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Writes through to the disk what has been written since, and closes the files that are full; one thread does so. */
    void sync() throws IOException {
        FileOutputStream written = takeUnsynced();
        if (written != null) {
            try {
                written.getFD().sync(); // others may write meanwhile
            } catch (IOException e) {
                unsynced(written);
                throw e;
            }
        }
        for (FileOutputStream last = full.peek(); last != null; last = full.peek()) {
            last.getFD().sync();
            last.close();
            full.remove();
        }
    }

    private @Nullable FileOutputStream takeUnsynced() {
        lock.lock();
        try {
            FileOutputStream written = unsynced ? out : null;
            unsynced = false;
            return written;
        } finally {
            lock.unlock();
        }
    }

    /** What is not on the disk yet: where it has become full meanwhile it is synced as such. */
    private void unsynced(FileOutputStream written) {
        lock.lock();
        try {
            unsynced |= out == written;
        } finally {
            lock.unlock();
        }
    }

    /** The file that lines go to. */
    JournalFile current() {
        lock.lock();
        try {
            return file;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
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

    private void write(byte[] line) throws IOException {
        boolean behindTorn = torn;
        torn = true;
        if (behindTorn) {
            out.write(LINE_BREAK);
            size++;
        }
        out.write(line);
        torn = false;
        unsynced = true;
        size += line.length;
    }

    private void beginNext() throws IOException {
        JournalFile next = JournalFile.next(directory, file, today());
        FileOutputStream opened = open(next);
        full.add(out);
        file = next;
        out = opened;
        torn = false;
        unsynced = false;
    }

    private FileOutputStream open(JournalFile wanted) throws IOException {
        if (!Files.exists(wanted.path())) {
            Files.createFile(wanted.path(), DataDirectory.readableByOwner());
        }
        FileOutputStream opened = new FileOutputStream(wanted.path().toFile(), true);
        size = Files.size(wanted.path());
        return opened;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** A process that was killed while it wrote has told nobody of that line. */
    private static void cutUnfinishedLine(Path path) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
            long end = endOfLastLine(bytes);
            if (end < bytes.length()) {
                LOG.warn("{} ended in the middle of a line: {} bytes are cut off", path, bytes.length() - end);
                bytes.setLength(end);
            }
        }
    }

    private static long endOfLastLine(RandomAccessFile bytes) throws IOException {
        byte[] piece = new byte[PIECE];
        long to = bytes.length();
        while (to > 0) {
            int length = (int) Math.min(PIECE, to);
            long from = to - length;
            bytes.seek(from);
            bytes.readFully(piece, 0, length);
            for (int at = length - 1; at >= 0; at--) {
                if (piece[at] == '\n') {
                    return from + at + 1;
                }
            }
            to = from;
        }
        return 0;
    }
}
