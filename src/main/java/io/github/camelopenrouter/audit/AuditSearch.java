/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static io.github.camelopenrouter.error.SmallJson.JSON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for the lines that a query wants, in the newest file first. */
final class AuditSearch {

    private final Path directory;
    private final AuditQuery query;
    private final Persons persons;

    /** What lines call the one who is asked for; null where it does not matter. */
    private final @Nullable Set<String> principals;

    /** A part of each line that is wanted: most lines of a day are calls, and need not be taken apart. */
    private final @Nullable String part;

    private record Found(AuditLine line, byte[] bytes) {}

    AuditSearch(Path directory, AuditQuery query) throws IOException {
        this.directory = directory;
        this.query = query;
        this.persons = new Persons(directory);
        this.principals = query.principal() == null ? null : principals(query.principal());
        this.part = query.action() == null
                ? null
                : "\"action\":" + new String(JSON.writeValueAsBytes(query.action()), ISO_8859_1);
    }

    /** A person's name, too, as long as nobody has forgotten it. */
    private Set<String> principals(String asked) throws IOException {
        Set<String> words = new HashSet<>(Set.of(asked));
        persons.find(asked).ifPresent(words::add);
        return words;
    }

    /** @throws NoSuchFileException if there is no audit */
    AuditPage find() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        List<Found> found = new ArrayList<>();
        List<AuditFile> files = AuditFile.in(directory);
        for (int at = files.size() - 1; at >= 0 && mayHave(files.get(at)); at--) {
            for (Found one : matchesIn(files.get(at))) {
                if (found.size() == query.limit()) {
                    return page(found, found.get(found.size() - 1).line().seq());
                }
                found.add(one);
            }
        }
        return page(found, null);
    }

    private AuditPage page(List<Found> found, @Nullable Long next) throws IOException {
        Set<String> words = new HashSet<>();
        found.forEach(one -> words.add(one.line().principal()));
        return new AuditPage(found.stream().map(Found::bytes).toList(), persons.names(words), next);
    }

    /** Those of a day hold nothing older. */
    private boolean mayHave(AuditFile file) {
        return query.from() == null || !file.date().isBefore(LocalDate.ofInstant(query.from(), ZoneOffset.UTC));
    }

    /** The last ones of a file, the newest first; one more than fit on a page tells that there is another. */
    private Deque<Found> matchesIn(AuditFile file) throws IOException {
        Deque<Found> matches = new ArrayDeque<>();
        try (BufferedReader lines = Files.newBufferedReader(file.path(), ISO_8859_1)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                AuditLine line = part == null || text.contains(part) ? parsed(text) : null;
                if (line != null && matches(line)) {
                    matches.addFirst(new Found(line, text.getBytes(ISO_8859_1)));
                    if (matches.size() > query.limit() + 1) {
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
        return line.seq() < query.after()
                && (query.action() == null || query.action().equals(line.action()))
                && (principals == null || principals.contains(line.principal()))
                && (query.from() == null || !line.time().isBefore(query.from()))
                && (query.to() == null || line.time().isBefore(query.to()));
    }
}
