/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes files that are too old, and where all together are too large the oldest of those that every reader has passed, then
 * those that one has not; never the one that is written.
 */
final class JournalRetention {

    private static final Logger LOG = LoggerFactory.getLogger(JournalRetention.class);

    private final Path directory;
    private final Duration longest;
    private final long maxBytes;
    private final JournalProgress progress;
    private final Clock clock;

    JournalRetention(Path directory, Duration longest, long maxBytes, JournalProgress progress, Clock clock) {
        this.directory = directory;
        this.longest = longest;
        this.maxBytes = maxBytes;
        this.progress = progress;
        this.clock = clock;
    }

    void apply(JournalFile current) throws IOException {
        List<JournalFile> files = new ArrayList<>(JournalFile.in(directory));
        files.removeIf(file -> file.equals(current));
        LocalDate written = files.isEmpty() ? null : files.get(files.size() - 1).date();
        LocalDate oldest = TrustedDay.of(clock, written).minusDays(longest.toDays());
        long bytes = Files.size(current.path());
        for (JournalFile file : files) {
            bytes += Files.size(file.path());
        }
        files.sort(Comparator.comparing(progress::isNeeded)); // the oldest of each kind first
        for (JournalFile file : files) {
            boolean old = file.date().isBefore(oldest);
            if (old || bytes > maxBytes) {
                bytes -= Files.size(file.path());
                remove(file, old ? "retention" : "max-bytes");
            }
        }
    }

    private void remove(JournalFile file, String setting) throws IOException {
        boolean needed = progress.isNeeded(file);
        Files.delete(file.path());
        if (needed) {
            LOG.warn(
                    "{} is removed by openrouter.usage.{}, and a store or an export has not read all of it",
                    file.path(),
                    setting);
        } else {
            LOG.info("{} is removed by openrouter.usage.{}", file.path(), setting);
        }
    }
}
