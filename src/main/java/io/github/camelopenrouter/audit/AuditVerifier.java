/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a trail is as it was written: no line changed, taken out, moved or added, no file missing or renamed. Who may
 * write into its directory could write all of it anew; that, and a tail that was cut off, only anchors show.
 */
public final class AuditVerifier {

    private final Path directory;
    private final Anchors anchors;
    private ChainLink last = ChainLink.NONE;
    private long lines;

    /** The latest time so far. */
    private Instant latest = Instant.MIN;

    /** The number of the oldest line. */
    private long first;

    /** What the oldest file goes on behind; null where it begins the trail. */
    private @Nullable Removed removed;

    private final RetiredFiles retired = new RetiredFiles();

    private record Removed(long seq, String hash) {}

    private AuditVerifier(Path directory, Anchors anchors) {
        this.directory = directory;
        this.anchors = anchors;
    }

    /** What does not fit; the sentence names the file and the line. */
    private static final class Misfit extends Exception {
        private static final long serialVersionUID = 1L;

        Misfit(String sentence) {
            super(sentence, null, false, false);
        }
    }

    /**
     * @param lines how many fit
     * @param anchored how many of them an anchor names
     * @param misfit what does not, in a sentence; null where all does
     * @param retired what lines say was removed because of its age, in a sentence; null where nothing was
     */
    public record Result(
            long lines,
            int anchored,
            @Nullable String misfit,
            @Nullable String retired) {

        /** Of a trail of which nothing was removed. */
        public Result(long lines, int anchored, @Nullable String misfit) {
            this(lines, anchored, misfit, null);
        }
    }

    /**
     * Reads all of it.
     *
     * @param anchors file with one a line; null for none
     * @param key that they must be signed with; null where nobody knows
     * @param machines names of the trail's own machine, where others keep their anchors in the same place; empty where none does
     * @throws IOException if a file cannot be read
     */
    public static Result verify(Path directory, @Nullable Path anchors, @Nullable AnchorKey key, Set<String> machines)
            throws IOException {
        try {
            AuditVerifier verifier = new AuditVerifier(
                    directory, anchors == null ? Anchors.none() : Anchors.read(anchors, key, machines));
            try {
                verifier.verify();
                return verifier.result(null);
            } catch (Misfit e) {
                return verifier.result(e.getMessage());
            }
        } catch (IllegalArgumentException e) {
            return new Result(0, 0, e.getMessage());
        }
    }

    private Result result(@Nullable String misfit) {
        return new Result(lines, anchors.compared(), misfit, retired.sentence());
    }

    private void verify() throws IOException, Misfit {
        List<AuditFile> files = AuditFile.in(directory);
        if (files.isEmpty()) {
            throw new Misfit("There is no file of an audit in " + directory + ".");
        }
        for (AuditFile file : files) {
            verify(file);
        }
        if (removed != null && !retired.endWith(removed.seq(), removed.hash())) {
            throw new Misfit("The trail begins with number " + (removed.seq() + 1) + " in "
                    + files.get(0).name()
                    + ", and no line says that what was before has been removed by openrouter.audit.retention.");
        }
        String missing = anchors.missing(first);
        if (missing != null) {
            throw new Misfit("The trail ends with number " + last.seq() + ", but " + missing);
        }
    }

    private void verify(AuditFile file) throws IOException, Misfit {
        long number = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file.path()), 1 << 16)) {
            for (byte[] line = line(in); line.length > 0; line = line(in)) {
                number++;
                String place = file.name() + ", line " + number;
                if (line[line.length - 1] != '\n') {
                    throw new Misfit(place + " is not finished: a process was killed while it wrote, and the next start"
                            + " cuts that off, or somebody has cut the file.");
                }
                verify(Arrays.copyOf(line, line.length - 1), file, place);
                lines++;
            }
        }
    }

    private void verify(byte[] bytes, AuditFile file, String place) throws Misfit {
        AuditLine line;
        try {
            line = AuditLine.parse(new String(bytes, ISO_8859_1));
            if (line.action().equals(AuditRetention.ACTION)) {
                retired.add(line);
            }
        } catch (IllegalArgumentException e) {
            throw new Misfit(place + " " + e.getMessage() + ".");
        }
        if (lines == 0) {
            first = line.seq();
        }
        if (lines == 0 && line.seq() > 1) {
            removed = new Removed(line.seq() - 1, line.prev());
        } else {
            requireFollows(line, place);
        }
        requireOfTheDay(line, file, place);
        last = ChainLink.of(line.seq(), bytes, line.node(), file);
        String otherwise = anchors.mismatch(last);
        if (otherwise != null) {
            throw new Misfit(place + " " + otherwise);
        }
    }

    private void requireFollows(AuditLine line, String place) throws Misfit {
        if (line.seq() != last.seq() + 1) {
            throw new Misfit(place + " has number " + line.seq() + ", and " + (last.seq() + 1)
                    + " would follow: a line or a file is missing, moved or another process's.");
        }
        if (!line.prev().equals(last.hash())) {
            throw new Misfit(place + " does not follow the line in front of it, or that one was changed.");
        }
    }

    /** A clock that has gone back begins no file of an older day. */
    private void requireOfTheDay(AuditLine line, AuditFile file, String place) throws Misfit {
        LocalDate day = LocalDate.ofInstant(line.time(), ZoneOffset.UTC);
        boolean wentBack = line.time().isBefore(latest);
        if (!day.equals(file.date()) && !(wentBack && day.isBefore(file.date()))) {
            throw new Misfit(place + " is of " + day + ": the file was renamed, or the line moved.");
        }
        latest = wentBack ? latest : line.time();
    }

    /** With its line break, if it has one; empty at the end. */
    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        for (int next = in.read(); next >= 0; next = in.read()) {
            line.write(next);
            if (next == '\n') {
                break;
            }
        }
        return line.toByteArray();
    }
}
