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

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The files of a journal that nobody writes to any more, one after the other, from a position that somebody has remembered. */
public final class FinishedFiles implements AutoCloseable {

    private static final byte[] BEGUN = ("{\"schema\":\"" + BegunLine.SCHEMA + '"').getBytes(US_ASCII);

    private final Path directory;
    private final String reader;
    private final JournalProgress progress;
    private JournalPosition position;

    /** One of them, and the position behind it. */
    public record Finished(Path path, JournalPosition end) {

        public String name() {
            return String.valueOf(path.getFileName());
        }
    }

    FinishedFiles(Path directory, String reader, JournalPosition from, JournalProgress progress) {
        this.directory = directory;
        this.reader = reader;
        this.progress = progress;
        this.position = from;
        progress.begins(reader, from);
    }

    /** In the journal of this context; empty where it keeps none. */
    public static Optional<FinishedFiles> of(CamelContext context, String reader, JournalPosition from) {
        return JournalProgress.find(context)
                .flatMap(progress -> UsageSettings.findJournal(context)
                        .map(directory -> new FinishedFiles(directory, reader, from, progress)));
    }

    /** The next one; null where the only one left is still written. */
    public @Nullable Finished next() throws IOException {
        List<JournalFile> files = Files.isDirectory(directory) ? JournalFile.readable(directory) : List.of();
        for (JournalFile file : files.subList(0, Math.max(0, files.size() - 1))) {
            if (!position.isBehind(file)) {
                progress.reads(reader);
                return new Finished(file.path(), new JournalPosition(file.date(), file.number() + 1, 0));
            }
        }
        return null;
    }

    /** All of it without the lines of calls that had only begun, which leave it sooner or later. */
    public static void copy(Finished file, OutputStream target) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file.path()), 1 << 16);
                OutputStream out = new BufferedOutputStream(target, 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
            for (int next = in.read(); next >= 0; next = in.read()) {
                line.write(next);
                if (next == '\n') {
                    writeUnlessBegun(line, out);
                    line.reset();
                }
            }
            writeUnlessBegun(line, out);
        }
    }

    private static void writeUnlessBegun(ByteArrayOutputStream line, OutputStream out) throws IOException {
        byte[] bytes = line.toByteArray();
        if (bytes.length < BEGUN.length || !Arrays.equals(bytes, 0, BEGUN.length, BEGUN, 0, BEGUN.length)) {
            out.write(bytes);
        }
    }

    /** Has dealt with it. */
    public void passed(Finished file) {
        position = file.end();
        progress.passed(reader, position, null);
    }

    @Override
    public void close() {
        progress.leaves(reader);
    }
}
