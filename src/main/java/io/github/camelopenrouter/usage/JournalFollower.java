/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the records of a journal in the order in which they were written, also while it is written, from a position that
 * somebody has remembered. Each is a line: of a call whose cost came later there are several, the highest {@code rev} counts.
 * A line that somebody has damaged may be no JSON. For one thread, which may be interrupted.
 */
public final class JournalFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalFollower.class);

    /** As the writer begins a record; what else stands in the files are calls that have only begun, and counts of strangers. */
    private static final byte[] RECORD = ("{\"schema\":\"" + RecordLine.SCHEMA + '"').getBytes(US_ASCII);

    private final Path directory;
    private final String reader;
    private final JournalProgress progress;
    private JournalPosition position;
    private @Nullable OpenFile open;
    /** Whether it has passed all that it has read. */
    private boolean passesAll;
    /** How often files had been written anew when it opened its own. */
    private long rewritten;

    /** @param key which file it is, whatever stands under its name by now */
    private record OpenFile(
            JournalFile file, WholeLines lines, @Nullable Object key) {}

    JournalFollower(Path directory, String reader, JournalPosition from, JournalProgress progress) {
        this.directory = directory;
        this.reader = reader;
        this.progress = progress;
        this.position = from;
        this.rewritten = progress.rewritten();
        progress.begins(reader, from);
    }

    /**
     * In the journal of this context; empty where it keeps none.
     *
     * @param reader its name, for its progress
     * @param from behind what it has passed before
     */
    public static Optional<JournalFollower> of(CamelContext context, String reader, JournalPosition from) {
        return JournalProgress.find(context)
                .flatMap(progress -> UsageSettings.findJournal(context)
                        .map(directory -> new JournalFollower(directory, reader, from, progress)));
    }

    /**
     * In a journal that no gateway of this process writes.
     *
     * @param directory with its files
     */
    public static JournalFollower of(Path directory, JournalPosition from) {
        return new JournalFollower(directory, "alone", from, new JournalProgress(Clock.systemUTC()));
    }

    /**
     * The next records; none where no more are written yet.
     *
     * @throws IOException if they cannot be read now: they come again the next time
     */
    public JournalBatch read(int most) throws IOException {
        JournalPosition before = position;
        try {
            return batch(most);
        } catch (IOException e) {
            closeFile();
            position = before;
            throw e;
        }
    }

    private JournalBatch batch(int most) throws IOException {
        if (rewritten != progress.rewritten()) {
            rewritten = progress.rewritten();
            closeFile(); // the same records stand in another one
        }
        List<byte[]> records = new ArrayList<>();
        byte[] record = next();
        Instant now = record == null ? Instant.EPOCH : progress.reads(reader);
        while (record != null) {
            records.add(record);
            record = records.size() < most ? next() : null;
        }
        if (!records.isEmpty()) {
            passesAll = false;
        } else if (passesAll) {
            progress.passed(reader, position, null); // what was passed last was all there is
        }
        return new JournalBatch(records, position, now, records.size() < most);
    }

    /** Has dealt with these records: they count as read, also where the journal takes too much room. */
    public void passed(JournalBatch batch) {
        progress.passed(reader, batch.end(), batch.isLast() ? null : batch.read());
        passesAll = true;
    }

    /**
     * Passes over what is written by now.
     *
     * @return the position behind it
     */
    public JournalPosition skipWritten() throws IOException {
        List<JournalFile> files = files();
        if (files.isEmpty()) {
            return position;
        }
        JournalFile last = files.get(files.size() - 1);
        long written = Files.size(last.path());
        closeFile();
        OpenFile beginning = new OpenFile(
                last,
                new WholeLines(new Beginning(new FileInputStream(last.path().toFile()), written)),
                null);
        open = beginning;
        long records = 0;
        while (nextIn(beginning) != null) {
            records++;
        }
        goOn(last);
        skip(records, last);
        progress.passed(reader, position, null);
        return position;
    }

    /** So many bytes of a stream. */
    private static final class Beginning extends FilterInputStream {
        private long left;

        Beginning(InputStream whole, long length) {
            super(whole);
            this.left = length;
        }

        @Override
        public int read(byte[] target, int at, int most) throws IOException {
            int read = left == 0 ? -1 : super.read(target, at, (int) Math.min(most, left));
            left -= Math.max(0, read);
            return read;
        }
    }

    private byte @Nullable [] next() throws IOException {
        while (true) {
            OpenFile current = opened();
            if (current == null) {
                return null;
            }
            byte[] record = nextIn(current);
            if (record == null) {
                JournalFile following = following(current.file());
                if (following == null && isThere(current)) {
                    return null;
                }
                record = nextIn(current); // written before the following one was begun
                if (record == null) {
                    goOn(following == null ? current.file() : following); // the same: somebody has removed it
                    continue;
                }
            }
            position = new JournalPosition(position.date(), position.number(), position.records() + 1);
            return record;
        }
    }

    private static byte @Nullable [] nextIn(OpenFile current) throws IOException {
        byte[] line = current.lines().next();
        while (line != null && !isRecord(line)) {
            line = current.lines().next();
        }
        return line;
    }

    private static boolean isRecord(byte[] line) {
        return line.length > RECORD.length
                && line[line.length - 1] == '}' // a full disk may have left a part of one
                && Arrays.mismatch(line, RECORD) == RECORD.length;
    }

    private @Nullable OpenFile opened() throws IOException {
        if (open == null) {
            JournalFile first = first();
            if (first != null) {
                long behind = position.isIn(first) ? position.records() : 0;
                open(first);
                skip(behind, first);
            }
        }
        return open;
    }

    private void skip(long records, JournalFile file) throws IOException {
        OpenFile now = Objects.requireNonNull(open);
        for (long n = 0; n < records; n++) {
            if (nextIn(now) == null) {
                LOG.warn("{} has only {} records, of which {} were read before", file.path(), n, records);
                return;
            }
            position = new JournalPosition(file.date(), file.number(), n + 1);
        }
    }

    private void goOn(JournalFile file) throws IOException {
        closeFile();
        open(file);
    }

    private void open(JournalFile file) throws IOException {
        Object key =
                Files.readAttributes(file.path(), BasicFileAttributes.class).fileKey();
        open = new OpenFile(file, new WholeLines(new FileInputStream(file.path().toFile())), key);
        position = JournalPosition.beginningOf(file);
    }

    private static boolean isThere(OpenFile current) throws IOException {
        try {
            return Objects.equals(
                    Files.readAttributes(current.file().path(), BasicFileAttributes.class)
                            .fileKey(),
                    current.key());
        } catch (NoSuchFileException e) {
            return true; // until it is begun anew
        }
    }

    /** The one that the position lies in, or the oldest behind it. */
    private @Nullable JournalFile first() throws IOException {
        for (JournalFile file : files()) {
            if (!position.isBehind(file)) {
                return file;
            }
        }
        return null;
    }

    private @Nullable JournalFile following(JournalFile current) throws IOException {
        for (JournalFile file : files()) {
            if (!JournalPosition.beginningOf(current).isBehind(file) && !file.equals(current)) {
                return file;
            }
        }
        return null;
    }

    private List<JournalFile> files() throws IOException {
        return Files.isDirectory(directory) ? JournalFile.readable(directory) : List.of();
    }

    /** Reads no more, and nothing needs to be kept for it. */
    @Override
    public void close() throws IOException {
        progress.leaves(reader);
        closeFile();
    }

    private void closeFile() throws IOException {
        if (open != null) {
            open.lines().close();
            open = null;
        }
    }
}
