/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.api.AuditEvent;
import io.github.camelopenrouter.usage.DataDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the lines of a trail, each with the hash of the one before it, into a file a day. Safe for many threads. A line that
 * the disk refuses leaves nothing behind, so that the next one follows the last that was taken.
 */
final class AuditLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private static final byte LINE_BREAK = '\n';

    private final PatientLock lock = new PatientLock();
    private final Path directory;
    private final String node;
    private final Clock clock;
    private AuditFile file;
    private RandomAccessFile out;

    /** Which file it is, whatever stands under its name by now; null where the system does not tell. */
    private @Nullable Object key;

    private ChainLink last;

    /** Behind the last whole line. */
    private long end;

    /** How many bytes of an unfinished line were cut off at the start; 0 once a line says so. */
    private long cut;

    /**
     * Goes on behind what is there.
     *
     * @throws IOException if nothing can be written there
     */
    AuditLog(Path directory, String node, Clock clock) throws IOException {
        this.directory = directory;
        this.node = node;
        this.clock = clock;
        DataDirectory.make(directory);
        List<AuditFile> there = AuditFile.in(directory);
        LastLine before = there.isEmpty()
                ? new LastLine(ChainLink.NONE, AuditFile.of(directory, dayOf(clock.instant())), 0)
                : LastLine.of(there);
        last = before.link();
        file = before.file();
        out = opened(file);
        end = out.length();
        key = keyOf(file);
        cut = before.cut();
    }

    /**
     * Writes a line, on the disk when this returns.
     *
     * @throws IOException if the disk has not taken it
     */
    void write(AuditEvent event) throws IOException {
        lock.lock();
        try {
            if (cut > 0) {
                append(AuditEvent.ofGateway("audit.cut", file.name(), Map.of("bytes", cut)));
                cut = 0;
            }
            append(event);
        } finally {
            lock.unlock();
        }
    }

    private void append(AuditEvent event) throws IOException {
        Instant now = clock.instant();
        beginAnewIfGone();
        beginDay(dayOf(now));
        byte[] line = AuditLine.write(event, node, last, now);
        byte[] whole = Arrays.copyOf(line, line.length + 1);
        whole[line.length] = LINE_BREAK;
        try {
            out.setLength(end); // what a full disk has left of another
            out.seek(end);
            out.write(whole);
            out.getFD().sync();
        } catch (IOException e) {
            takeBack(e);
            throw e;
        }
        end += whole.length;
        last = ChainLink.of(last.seq() + 1, line, node, file);
    }

    /** Nobody has been told that it is there; where this fails too, the next line does it. */
    private void takeBack(IOException why) {
        try {
            out.setLength(end);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** What nobody can find proves nothing: the chain goes on in a file of the same name, and the proof tells of the gap. */
    private void beginAnewIfGone() throws IOException {
        if (!Files.exists(file.path()) || !Objects.equals(key, keyOf(file))) {
            LOG.warn("{} was removed or replaced while it was written: --verify-audit will say so", file.path());
            RandomAccessFile gone = out;
            open(file);
            gone.close();
        }
    }

    /** Lines stand in the file of their day; in a trail that somebody has renamed the newest file goes on. */
    private void beginDay(LocalDate day) throws IOException {
        if (file.date().isBefore(day)) {
            RandomAccessFile before = out;
            open(AuditFile.of(directory, day));
            before.close();
        }
    }

    private void open(AuditFile next) throws IOException {
        RandomAccessFile opened = opened(next);
        end = opened.length();
        out = opened;
        file = next;
        key = keyOf(next);
    }

    private static RandomAccessFile opened(AuditFile next) throws IOException {
        DataDirectory.make(Objects.requireNonNull(next.path().toAbsolutePath().getParent()));
        next.make();
        return new RandomAccessFile(next.path().toFile(), "rw");
    }

    private static @Nullable Object keyOf(AuditFile file) throws IOException {
        return Files.readAttributes(file.path(), BasicFileAttributes.class).fileKey();
    }

    /** Where the trail has come to. */
    ChainLink last() throws IOException {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** The file that lines go to. */
    AuditFile file() throws IOException {
        lock.lock();
        try {
            return file;
        } finally {
            lock.unlock();
        }
    }

    private static LocalDate dayOf(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            out.close();
        } finally {
            lock.unlock();
        }
    }
}
