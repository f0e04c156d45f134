/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.usage.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One file of the trail, {@code audit-<date>.jsonl}.
 *
 * @param date the day, UTC, of its first line
 */
record AuditFile(Path path, LocalDate date) {

    /** Below the data directory. */
    static final String DIRECTORY = "audit";

    private static final Pattern NAME = Pattern.compile("audit-(\\d{4}-\\d\\d-\\d\\d)\\.jsonl");

    static AuditFile of(Path directory, LocalDate date) {
        return new AuditFile(directory.resolve("audit-" + date + ".jsonl"), date);
    }

    /** That of another day, beside it. */
    AuditFile on(LocalDate day) {
        return of(Objects.requireNonNull(path.toAbsolutePath().getParent()), day);
    }

    /** The oldest first. */
    static List<AuditFile> in(Path directory) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.flatMap(AuditFile::parse)
                    .sorted(Comparator.comparing(AuditFile::date))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Stream<AuditFile> parse(Path path) {
        return dateIn(path.getFileName().toString()).map(date -> new AuditFile(path, date)).stream();
    }

    /** The day in a file's name; empty where it is no file of an audit. */
    static Optional<LocalDate> dateIn(String name) {
        Matcher matcher = NAME.matcher(name);
        try {
            return matcher.matches() ? Optional.of(LocalDate.parse(matcher.group(1))) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty(); // the 31st of February
        }
    }

    /** Makes it where it is not there. */
    void make() throws IOException {
        if (!Files.exists(path)) {
            Files.createFile(path, DataDirectory.readableByOwner());
        }
    }

    /** Without its directory. */
    String name() {
        return path.getFileName().toString();
    }
}
