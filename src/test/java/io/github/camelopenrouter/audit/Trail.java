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
import io.github.camelopenrouter.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a trail of some days, and has it touched. */
final class Trail {

    static final AuditEvent.Actor ADMIN = new AuditEvent.Actor("admin-token", Set.of("admin"), "127.0.0.1");

    final Path directory;
    final ManualTime time = new ManualTime();
    final Persons persons;

    Trail(Path directory) {
        this.directory = directory;
        this.persons = new Persons(directory);
    }

    /** So many lines a day, from the 4th of August 2026 on. */
    Trail write(int... days) throws IOException {
        try (AuditLog log = open()) {
            for (int day = 0; day < days.length; day++) {
                if (day > 0) {
                    time.advance(Duration.ofDays(1));
                }
                for (int line = 0; line < days[day]; line++) {
                    log.write(event("target-" + day + "-" + line));
                }
            }
        }
        return this;
    }

    AuditLog open() throws IOException {
        return new AuditLog(directory, "n1", persons, time);
    }

    static AuditEvent event(String target) {
        return new AuditEvent(
                ADMIN, "key.create", target, Map.of(), Map.of("team", "support"), AuditEvent.Outcome.DONE);
    }

    Path file(int day) {
        return directory.resolve("audit-2026-08-0" + (4 + day) + ".jsonl");
    }

    List<String> lines(int day) throws IOException {
        return new ArrayList<>(Files.readAllLines(file(day)));
    }

    void rewrite(int day, List<String> lines) throws IOException {
        Files.writeString(file(day), String.join("\n", lines) + (lines.isEmpty() ? "" : "\n"));
    }

    AuditVerifier.Result verify() throws IOException {
        return AuditVerifier.verify(directory, null, null, Set.of());
    }
}
