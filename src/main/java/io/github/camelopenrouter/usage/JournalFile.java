/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One file of the journal, {@code usage-<date>.<n>.jsonl}.
 *
 * @param date the day, UTC, on which it was begun
 * @param number among those of the day, from 1
 */
record JournalFile(Path path, LocalDate date, int number) {

    private static final int PIECE = 64 * 1024;
    private static final String UNFINISHED = ".unfinished";
    private static final Pattern NAME = Pattern.compile("usage-(\\d{4}-\\d\\d-\\d\\d)\\.(\\d{1,9})\\.jsonl");
    private static final Comparator<JournalFile> ORDER =
            Comparator.comparing(JournalFile::date).thenComparing(JournalFile::number);

    static JournalFile of(Path directory, LocalDate date, int number) {
        return new JournalFile(directory.resolve("usage-" + date + "." + number + ".jsonl"), date, number);
    }

    /** The oldest first. */
    static List<JournalFile> in(Path directory) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.flatMap(JournalFile::parse).sorted(ORDER).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The same without those that have no end, which somebody has put there: a device or a pipe. */
    static List<JournalFile> readable(Path directory) throws IOException {
        List<JournalFile> files = new ArrayList<>();
        for (JournalFile file : in(directory)) {
            if (!Files.exists(file.path())
                    || !Files.readAttributes(file.path(), BasicFileAttributes.class)
                            .isOther()) {
                files.add(file);
            }
        }
        return files;
    }

    /** The one that follows it on this day. */
    static JournalFile next(Path directory, @Nullable JournalFile last, LocalDate day) {
        return last == null || last.date().isBefore(day)
                ? of(directory, day, 1)
                : of(directory, last.date(), last.number() + 1);
    }

    /** Takes the lines of a schema out of a file that nobody writes to any more. */
    static void removeLines(JournalFile file, String schema) throws IOException {
        byte[] beginning = ("{\"schema\":\"" + schema + '"').getBytes(ISO_8859_1);
        change(file, line -> Arrays.mismatch(line, beginning) == beginning.length ? null : line);
    }

    /** What is to become of a line, without its line break; null where it is to go. */
    interface LineChange {
        byte @Nullable [] of(byte[] line);
    }

    /**
     * Writes a file anew that nobody writes to any more. Who reads it meanwhile goes on with what it was; whenever the process
     * ends, there is the old one or the new one.
     */
    static void change(JournalFile file, LineChange change) throws IOException {
        Path changed = file.path().resolveSibling(file.path().getFileName() + UNFINISHED);
        try {
            Files.deleteIfExists(changed);
            Files.createFile(changed, DataDirectory.readableByOwner());
            if (copyChanged(file.path(), changed, change)) {
                Files.move(changed, file.path(), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (FileNotFoundException | NoSuchFileException e) {
            // removed by its retention
        } finally {
            Files.deleteIfExists(changed);
        }
    }

    /** @return whether something is otherwise */
    private static boolean copyChanged(Path file, Path copy, LineChange change) throws IOException {
        boolean changes = false;
        try (WholeLines lines = new WholeLines(new FileInputStream(file.toFile()));
                FileOutputStream out = new FileOutputStream(copy.toFile());
                OutputStream buffered = new BufferedOutputStream(out, PIECE)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                byte[] changed = change.of(line);
                changes |= changed != line;
                if (changed != null) {
                    buffered.write(changed);
                    buffered.write('\n');
                }
            }
            buffered.write(lines.unfinished());
            buffered.flush();
            out.getFD().sync();
        }
        return changes;
    }

    /** Removes what a process has left behind that was killed meanwhile. */
    static void removeUnfinished(Path directory) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "usage-*.jsonl" + UNFINISHED)) {
            for (Path path : left) {
                Files.delete(path);
            }
        }
    }

    private static Stream<JournalFile> parse(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches()
                ? Stream.of(new JournalFile(path, LocalDate.parse(name.group(1)), Integer.parseInt(name.group(2))))
                : Stream.empty();
    }
}
