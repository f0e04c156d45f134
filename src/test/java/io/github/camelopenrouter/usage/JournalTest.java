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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalTest {

    @TempDir
    private Path home;

    private final CamelContext context = new DefaultCamelContext();
    private final ManualTime time = new ManualTime();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void writesALineForEachCall() throws IOException {
        try (Journal journal = journal(home.resolve("data"))) {
            journal.ended(Records.whole());
            journal.ended(Records.refused());
            assertThat(Files.readAllLines(today(home.resolve("data")))).hasSize(2);
            assertThat(journal.dropped()).isZero();
            assertThat(journal.unresolved()).isEqualTo(1);
            assertThat(journal.lag()).isZero();
            assertThat(health(journal).getState()).isEqualTo(HealthCheck.State.UP);
        }
    }

    @Test
    void aSecondOneInTheSameDirectoryIsRefusedUntilTheFirstHasStopped() throws IOException {
        try (Journal first = journal(home)) {
            Journal second = new Journal(context, settings(home), time);
            assertThatThrownBy(second::open)
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("openrouter.data-dir")
                    .hasMessageContaining("give each process a directory of its own");
            first.ended(Records.refused());
        }
        try (Journal third = journal(home)) {
            third.ended(Records.refused());
        }
        assertThat(JournalFile.in(home.resolve("usage"))).hasSize(2);
    }

    @Test
    void whereNothingCanBeWrittenCallsGoOnAndItSaysSo() throws IOException {
        Path noDirectory = Files.writeString(home.resolve("data"), "a file");
        try (LogRecorder log = LogRecorder.record();
                Journal journal = journal(noDirectory)) {
            journal.ended(Records.refused());
            log.assertOneWarning("openrouter.data-dir=" + noDirectory);
            assertThat(journal.dropped()).isOne();
            assertThat(health(journal).getState()).isEqualTo(HealthCheck.State.DOWN);
        }
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNobodys() throws IOException {
        Files.writeString(home.resolve("usage"), "a file");
        try (Journal journal = journal(home)) {
            assertThat(journal.problem()).contains("openrouter.data-dir=" + home);
            Files.delete(home.resolve("usage"));
            try (Journal next = journal(home)) {
                next.ended(Records.refused());
                assertThat(next.dropped()).isZero();
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskStopsNoCallAndWhatIsLostIsCountedAndSaidOnce() throws IOException {
        Files.createDirectories(home.resolve("usage"));
        Files.createSymbolicLink(today(home), Path.of("/dev/full"));
        try (LogRecorder log = LogRecorder.record();
                Journal journal = journal(home)) {
            journal.ended(Records.refused());
            journal.ended(Records.refused());
            assertThat(journal.dropped()).isEqualTo(2);
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("ERROR"))
                    .singleElement()
                    .asString()
                    .contains("a record is lost, 1 so far", "No space left on device");
            HealthCheck.Result health = health(journal);
            assertThat(health.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(health.getDetails()).containsEntry("dropped", 2L);
        }
    }

    @Test
    void whatCouldNotBeWrittenAtTheStartIsTriedAgain() throws IOException {
        Path data = Files.writeString(home.resolve("data"), "a file");
        try (Journal journal = journal(data)) {
            journal.ended(Records.refused());
            journal.openLater();
            assertThat(health(journal).getState()).isEqualTo(HealthCheck.State.DOWN);
            Files.delete(data);
            journal.openLater();
            journal.ended(Records.refused());
            assertThat(health(journal).getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(journal.dropped()).isOne();
        }
        assertThat(Files.readAllLines(today(data))).hasSize(1);
    }

    /** The begun line of the next process stands where the torn one stood. */
    @Test
    void aCallThatBeginsBehindATornLineIsNotLost() throws IOException {
        Path file = Files.createDirectories(home.resolve("usage")).resolve("usage-2026-08-04.1.jsonl");
        Files.writeString(file, "{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"" + "torn".repeat(500));
        try (Journal journal = new Journal(context, settings(home), time)) {
            journal.open();
            journal.begins(Records.begun("019-d"));
            journal.start();
            await().until(() -> Files.readString(file).contains(BegunLine.SCHEMA)); // nobody wants it behind the end
            journal.ended(Records.refused("019-d"));
        }
        assertThat(Files.readAllLines(file)).hasSize(2).noneMatch(line -> line.contains("lost"));
    }

    /** What it has not got, nobody can compare with what OpenRouter has. */
    @Test
    void aJournalIsWholeOnceWhatWasLeftOpenIsBooked() throws IOException {
        Path data = home.resolve("data");
        try (Journal journal = new Journal(context, settings(data), time)) {
            assertThat(journal.isJournalWhole()).isFalse();
            journal.open();
            assertThat(journal.isJournalWhole()).isFalse();
            journal.start();
            HttpTest.await(20).until(journal::isJournalWhole);
        }
    }

    @Test
    void noneIsUnderWaySinceTheLastCallEnded() throws IOException {
        try (Journal journal = journal(home.resolve("data"))) {
            assertThat(journal.noneSince()).isEqualTo(time.instant());
            time.advance(Duration.ofMinutes(1));
            journal.begins(Records.begun("019-d"));
            assertThat(journal.noneSince()).isNull();
            journal.ended(Records.refused("019-d"));
            assertThat(journal.noneSince()).isEqualTo(time.instant());
            journal.ended(Records.whole()); // with a cost that is asked for
            assertThat(journal.noneSince()).isNull();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void nobodyElseReadsWhatIsInIt() throws IOException {
        Path data = home.resolve("data");
        try (Journal journal = journal(data)) {
            journal.ended(Records.refused());
        }
        assertThat(permissions(data)).isEqualTo("rwx------");
        assertThat(permissions(data.resolve("usage"))).isEqualTo("rwx------");
        assertThat(permissions(today(data))).isEqualTo("rw-------");
        assertThat(permissions(data.resolve("lock"))).isEqualTo("rw-------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private Journal journal(Path data) {
        Journal journal = new Journal(context, settings(data), time);
        journal.open();
        journal.start();
        return journal;
    }

    private static UsageSettings settings(Path data) {
        return new UsageSettings(data, "n1", Duration.ofSeconds(1), Duration.ofDays(400), 1L << 30);
    }

    private static HealthCheck.Result health(Journal journal) {
        return UsageFeature.health(journal).call(Map.of());
    }

    private static Path today(Path data) {
        return data.resolve("usage").resolve("usage-2026-08-04.1.jsonl");
    }
}
