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
import java.nio.file.attribute.BasicFileAttributes;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the journal that lines are appended to; one thread at a time does so, but for {@link #sync}, beside which others
 * may write.
 *
 * <p>Through a {@link FileOutputStream}: a channel would be closed for everybody when one interrupted thread writes.
 */
final class JournalOutput implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalOutput.class);

    private static final byte[] LINE_BREAK = {'\n'};

    private final JournalFile file;
    private final FileOutputStream out;
    /** Which file it is, whatever its name is by now; null where the system does not tell. */
    private final @Nullable Object key;
    /** From when on lines go to the file of another day. */
    private final long endOfDay;
    /** Of what stands in it behind the lines that it began with. */
    private long size;
    /** Where the next line begins. */
    private long end;
    /** Whether the last write may have left a part of its line. */
    private boolean torn;

    /** Of the last write. */
    private long arrived;

    private boolean unsynced;

    private JournalOutput(JournalFile file, FileOutputStream out) throws IOException {
        this.file = file;
        this.out = out;
        this.key = keyOf(file.path());
        this.size = Files.size(file.path());
        this.end = size;
        this.endOfDay =
                file.date().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /** Makes it where it is not there. */
    static JournalOutput open(JournalFile file) throws IOException {
        if (!Files.exists(file.path())) {
            Files.createFile(file.path(), DataDirectory.readableByOwner());
        }
        return new JournalOutput(file, new FileOutputStream(file.path().toFile(), true));
    }

    JournalFile file() {
        return file;
    }

    boolean isEmpty() {
        return end == 0;
    }

    boolean isFull(long fullAt, long millis) {
        return size >= fullAt || millis >= endOfDay;
    }

    /** Of what stands in it behind the lines that it began with. */
    long size() {
        return size;
    }

    /** Writes whole lines. */
    void write(byte[] lines) throws IOException {
        arrived = 0;
        if (torn) {
            out.write(LINE_BREAK);
            moved(1);
        }
        torn = true;
        try {
            out.write(lines);
            arrived = lines.length;
            torn = false;
        } catch (IOException e) {
            arrived = Math.max(0, Math.min(Files.size(file.path()) - end, lines.length));
            torn = arrived == 0 || lines[(int) arrived - 1] != '\n';
            throw e;
        } finally {
            moved(arrived);
        }
    }

    private void moved(long bytes) {
        unsynced |= bytes > 0;
        end += bytes;
        size += bytes;
    }

    /** How many bytes of the last write are in the file, all or those that a disk had room for before it was full. */
    long arrived() {
        return arrived;
    }

    /** Writes the lines that it begins with; they do not count for it, for many calls under way would fill each file anew. */
    void begin(byte[] lines) throws IOException {
        long before = size;
        if (lines.length > 0) {
            write(lines);
        }
        size = before;
    }

    /** Whether something is not on the disk yet; from now on nothing is. */
    boolean takeUnsynced() {
        boolean was = unsynced;
        unsynced = false;
        return was;
    }

    /** What was taken is not on the disk. */
    void putUnsynced() {
        unsynced = true;
    }

    /** Writes through to the disk. */
    void sync() throws IOException {
        out.getFD().sync();
    }

    /** Whether nobody has removed it, or put another file in its place. */
    boolean isThere() throws IOException {
        return Files.exists(file.path()) && Objects.equals(keyOf(file.path()), key);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** A process that was killed while it wrote has told nobody of that line. */
    static void cutUnfinishedLine(Path path) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
            long end = LineBreaks.endOfLine(bytes, bytes.length());
            if (end < bytes.length()) {
                LOG.warn("{} ended in the middle of a line: {} bytes are cut off", path, bytes.length() - end);
                bytes.setLength(end);
            }
        }
    }
}
