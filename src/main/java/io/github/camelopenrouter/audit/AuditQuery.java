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

import io.github.camelopenrouter.usage.UsageQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of an audit are wanted; null for whatever does not matter.
 *
 * @param action as {@code reload}
 * @param principal who
 * @param from the earliest time
 * @param to behind the latest
 * @param after only older ones, by the {@link AuditPage#next} of the page before
 * @param limit how many at most
 */
public record AuditQuery(
        @Nullable String action,
        @Nullable String principal,
        @Nullable Instant from,
        @Nullable Instant to,
        long after,
        int limit) {

    /** What a question may name. */
    public static final Set<String> NAMES = Set.of("action", "principal", "from", "to", "after", "limit");

    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    /** @throws IllegalArgumentException saying what is wrong */
    public static AuditQuery parse(Map<String, String> given) {
        UsageQuery period = UsageQuery.parse(given.get("from"), given.get("to"), null, null);
        return new AuditQuery(
                given.get("action"),
                given.get("principal"),
                period.from(),
                period.to(),
                number(given, "after", Long.MAX_VALUE, Long.MAX_VALUE),
                (int) number(given, "limit", MOST, USUAL));
    }

    private static long number(Map<String, String> given, String name, long most, long otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is \"" + text + "\", which is no number.", e);
        }
        throw new IllegalArgumentException(name + " is \"" + text + "\": use a number from 1 to " + most + ".");
    }

    /**
     * Reads it from the files, the newest first.
     *
     * @throws NoSuchFileException if there are none
     */
    public AuditPage find(CamelContext context) throws IOException {
        return find(AuditSettings.directory(context));
    }

    AuditPage find(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        List<byte[]> found = new ArrayList<>();
        List<AuditFile> files = AuditFile.in(directory);
        long oldest = 0;
        for (int at = files.size() - 1; at >= 0 && mayHave(files.get(at)); at--) {
            for (Found one : matchesIn(files.get(at))) {
                if (found.size() == limit) {
                    return new AuditPage(found, oldest);
                }
                found.add(one.line());
                oldest = one.seq();
            }
        }
        return new AuditPage(found, null);
    }

    /** Those of a day hold nothing older. */
    private boolean mayHave(AuditFile file) {
        return from == null || !file.date().isBefore(LocalDate.ofInstant(from, ZoneOffset.UTC));
    }

    private record Found(long seq, byte[] line) {}

    /** The last ones of a file, the newest first; one more than fit on a page tells that there is another. */
    private Deque<Found> matchesIn(AuditFile file) throws IOException {
        Deque<Found> matches = new ArrayDeque<>();
        try (BufferedReader lines = Files.newBufferedReader(file.path(), ISO_8859_1)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                AuditLine line = parsed(text);
                if (line != null && matches(line)) {
                    matches.addFirst(new Found(line.seq(), text.getBytes(ISO_8859_1)));
                    if (matches.size() > limit + 1) {
                        matches.removeLast();
                    }
                }
            }
        } catch (NoSuchFileException e) {
            return matches; // removed by its retention
        }
        return matches;
    }

    /** What is none is for the proof to name. */
    private static @Nullable AuditLine parsed(String text) {
        try {
            return AuditLine.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean matches(AuditLine line) {
        return line.seq() < after
                && (action == null || action.equals(line.action()))
                && (principal == null
                        || principal.equals(
                                line.json().path("actor").path("principal").asText()))
                && (from == null || !line.time().isBefore(from))
                && (to == null || line.time().isBefore(to));
    }
}
