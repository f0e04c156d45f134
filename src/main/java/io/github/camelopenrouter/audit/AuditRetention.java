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

import io.github.camelopenrouter.api.AuditEvent;
import io.github.camelopenrouter.usage.TrustedDay;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Removes files that are old enough, each behind a line that says so and keeps the end of its chain. */
final class AuditRetention {

    /** The action of that line. */
    static final String ACTION = "audit.retention";

    private final Path directory;
    private final AuditLog log;
    private final Duration longest;
    private final Clock clock;

    /** Files that a line says are gone, and that could not be removed yet. */
    private final Set<AuditFile> announced = new HashSet<>();

    AuditRetention(Path directory, AuditLog log, Duration longest, Clock clock) {
        this.directory = directory;
        this.log = log;
        this.longest = longest;
        this.clock = clock;
    }

    void apply() throws IOException {
        List<AuditFile> files = AuditFile.in(directory);
        AuditFile written = log.file();
        LocalDate before = files.stream()
                .map(AuditFile::date)
                .filter(date -> date.isBefore(written.date()))
                .max(Comparator.naturalOrder())
                .orElse(null);
        LocalDate oldest = TrustedDay.of(clock, before).minusDays(longest.toDays());
        for (AuditFile file : files) {
            if (file.date().isBefore(oldest) && !file.equals(written)) {
                remove(file);
            }
        }
    }

    private void remove(AuditFile file) throws IOException {
        String last = null;
        try (BufferedReader lines = Files.newBufferedReader(file.path(), ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
            }
        }
        if (announced.add(file)) {
            log.write(AuditEvent.ofGateway(ACTION, file.name(), last == null ? Map.of() : end(last)));
        }
        Files.delete(file.path());
        announced.remove(file);
    }

    private static Map<String, Object> end(String last) {
        String hash = ChainLink.hash(last.getBytes(ISO_8859_1));
        try {
            return Map.of("seq", AuditLine.parse(last).seq(), "hash", hash);
        } catch (IllegalArgumentException e) {
            return Map.of("hash", hash); // somebody has written there
        }
    }
}
