/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalRetentionTest {

    @TempDir
    private Path directory;

    private final JournalProgress progress = new JournalProgress(new ManualTime());

    @Test
    void removesWhatIsOlderAndNothingElse() throws IOException {
        JournalFile current = file("2026-08-04", 10);
        file("2026-08-01", 10);
        file("2026-08-02", 10);
        Files.writeString(directory.resolve("usage-notes.txt"), "mine");

        apply(Duration.ofDays(2), 1000, current);

        assertThat(dates()).containsExactly("2026-08-02", "2026-08-04");
        assertThat(directory.resolve("usage-notes.txt")).exists();
    }

    @Test
    void removesTheOldestUntilTheRestHasRoom() throws IOException {
        file("2026-08-01", 40);
        file("2026-08-02", 40);
        file("2026-08-03", 40);
        JournalFile current = file("2026-08-04", 20);

        apply(Duration.ofDays(400), 100, current);

        assertThat(dates()).containsExactly("2026-08-02", "2026-08-03", "2026-08-04");
    }

    @Test
    void neverRemovesTheFileThatIsWritten() throws IOException {
        JournalFile current = file("2026-01-01", 500);

        apply(Duration.ofDays(1), 100, current);

        assertThat(dates()).containsExactly("2026-01-01");
    }

    @Test
    void aClockThatIsYearsAheadForAMomentRemovesNothing() throws IOException {
        file("2020-08-01", 10);
        file("2020-08-02", 10);
        JournalFile current = file("2026-08-04", 10);

        apply(Duration.ofDays(400), 1000, current);

        assertThat(dates()).containsExactly("2020-08-01", "2020-08-02", "2026-08-04");
    }

    @Test
    void removesWhatEveryReaderHasPassedBeforeWhatOneHasNot() throws IOException {
        file("2026-08-01", 40);
        file("2026-08-02", 40);
        file("2026-08-03", 40);
        JournalFile current = file("2026-08-04", 20);
        progress.begins("store", JournalPosition.parse("2026-08-02.1:3"));
        progress.begins("webhook", JournalPosition.parse("2026-08-04.1:0"));

        apply(Duration.ofDays(400), 100, current);
        assertThat(dates()).containsExactly("2026-08-02", "2026-08-03", "2026-08-04");

        try (LogRecorder log = LogRecorder.record()) {
            apply(Duration.ofDays(400), 60, current);
            log.assertOneWarning("usage-2026-08-02.1.jsonl", "has not read all of it");
        }
        assertThat(dates()).containsExactly("2026-08-03", "2026-08-04");
    }

    private void apply(Duration longest, long maxBytes, JournalFile current) throws IOException {
        new JournalRetention(directory, longest, maxBytes, progress, new ManualTime()).apply(current);
    }

    private JournalFile file(String date, int bytes) throws IOException {
        JournalFile file = JournalFile.of(directory, LocalDate.parse(date), 1);
        Files.write(file.path(), new byte[bytes]);
        return file;
    }

    private List<String> dates() throws IOException {
        return JournalFile.in(directory).stream()
                .map(file -> file.date().toString())
                .toList();
    }
}
