/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path directory;

    @Test
    void aLineSaysWhoHasDoneWhatAndNamesTheLineBeforeIt() throws IOException {
        Trail trail = new Trail(directory).write(2);
        JsonNode first = JSON.readTree(trail.lines(0).get(0));
        assertThat(first.toString())
                .isEqualTo("{\"seq\":1,\"node\":\"n1\",\"time\":\"2026-08-04T12:00:00Z\","
                        + "\"actor\":{\"principal\":\"admin-token\",\"roles\":[\"admin\"],\"address\":\"127.0.0.1\"},"
                        + "\"action\":\"key.create\",\"target\":\"target-0-0\",\"before\":null,"
                        + "\"after\":{\"team\":\"support\"},\"outcome\":\"done\",\"prev\":\"" + "0".repeat(64) + "\"}");
        JsonNode second = JSON.readTree(trail.lines(0).get(1));
        assertThat(second.path("seq").asInt()).isEqualTo(2);
        assertThat(second.path("prev").asText()).isEqualTo(sha256(trail.lines(0).get(0)));
    }

    @Test
    void theChainGoesOnAcrossFilesAndRestarts() throws IOException {
        Trail trail = new Trail(directory).write(2, 3);
        trail.write(1);
        assertThat(trail.lines(1)).hasSize(4);
        assertThat(trail.verify()).isEqualTo(new AuditVerifier.Result(6, 0, null));
    }

    @Test
    void whatAKilledProcessHasNotFinishedIsCutAndSaid() throws IOException {
        Trail trail = new Trail(directory).write(2);
        Files.writeString(trail.file(0), "{\"seq\":3,\"no", StandardOpenOption.APPEND);
        assertThat(trail.verify().misfit()).contains("audit-2026-08-04.jsonl, line 3 is not finished");
        trail.write(1);
        JsonNode cut = JSON.readTree(trail.lines(0).get(2));
        assertThat(cut.path("action").asText()).isEqualTo("audit.cut");
        assertThat(cut.path("target").asText()).isEqualTo("audit-2026-08-04.jsonl");
        assertThat(cut.at("/after/bytes").asInt()).isEqualTo(12);
        assertThat(trail.verify()).isEqualTo(new AuditVerifier.Result(4, 0, null));
    }

    @Test
    void aFileOfWhichNothingWasFinishedIsGoneOnWith() throws IOException {
        Trail trail = new Trail(directory).write(2);
        Files.writeString(trail.file(1), "{\"seq\":3");
        trail.time.advance(Duration.ofDays(1));
        trail.write(1);
        assertThat(trail.verify()).isEqualTo(new AuditVerifier.Result(4, 0, null));
    }

    @Test
    void aClockThatGoesBackBeginsNoFileOfAnOlderDay() throws IOException {
        Trail trail = new Trail(directory).write(1, 1);
        trail.time.advance(Duration.ofDays(-1));
        trail.write(1);
        assertThat(trail.lines(1)).hasSize(2);
        assertThat(trail.verify().misfit()).isNull();
    }

    @Test
    void textsOfAClientBreakNoLine() throws IOException {
        Trail trail = new Trail(directory);
        try (AuditLog log = trail.open()) {
            log.write(Trail.event("a\nb\r\u2028\"}{\u0000"));
        }
        assertThat(trail.lines(0)).hasSize(1);
        assertThat(JSON.readTree(trail.lines(0).get(0)).path("target").asText()).isEqualTo("a\nb\r\u2028\"}{\u0000");
        assertThat(trail.verify().misfit()).isNull();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLineThatTheDiskRefusesLeavesNothingBehind() throws IOException {
        Trail trail = new Trail(directory).write(1);
        Path kept = directory.resolve("kept");
        Files.move(trail.file(0), kept);
        Files.createSymbolicLink(trail.file(0), Path.of("/dev/full"));
        try (AuditLog log = trail.open()) {
            assertThatThrownBy(() -> log.write(Trail.event("lost"))).isInstanceOf(IOException.class);
        }
        Files.delete(trail.file(0));
        Files.move(kept, trail.file(0));
        trail.write(1);
        assertThat(trail.verify()).isEqualTo(new AuditVerifier.Result(2, 0, null));
    }

    @Test
    void aFileThatWasRemovedIsBegunAnewAndTheGapShows() throws IOException {
        Trail trail = new Trail(directory).write(1);
        try (AuditLog log = trail.open()) {
            Files.delete(trail.file(0));
            log.write(Trail.event("next"));
        }
        assertThat(trail.verify().misfit()).contains("begins with number 2");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void nobodyElseCanReadIt() throws IOException {
        Trail trail = new Trail(directory).write(1);
        assertThat(Files.getPosixFilePermissions(trail.file(0)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void retentionRemovesOldFilesBehindALineThatNamesThem() throws IOException {
        Trail trail = new Trail(directory).write(2, 2, 1);
        try (AuditLog log = trail.open()) {
            new AuditRetention(directory, log, Duration.ofDays(1), trail.time).apply();
        }
        assertThat(trail.file(0)).doesNotExist();
        assertThat(trail.file(1)).exists();
        JsonNode line = JSON.readTree(trail.lines(2).get(1));
        assertThat(line.path("action").asText()).isEqualTo("audit.retention");
        assertThat(line.path("target").asText()).isEqualTo("audit-2026-08-04.jsonl");
        assertThat(trail.verify().misfit()).isNull();
        assertThat(trail.verify().lines()).isEqualTo(4);
    }

    @Test
    void aClockThatIsYearsAheadForAMomentRemovesNothing() throws IOException {
        Trail trail = new Trail(directory).write(1, 1);
        trail.time.advance(Duration.ofDays(800));
        try (AuditLog log = trail.open()) {
            log.write(Trail.event("ahead"));
            new AuditRetention(directory, log, Duration.ofDays(400), trail.time).apply();
            trail.time.advance(Duration.ofDays(-800));
            log.write(Trail.event("back"));
        }
        assertThat(trail.file(0)).exists();
        assertThat(trail.verify()).isEqualTo(new AuditVerifier.Result(4, 0, null));
    }

    @Test
    void aFileThatCannotBeRemovedIsSaidToBeGoneOnce() throws IOException {
        Trail trail = new Trail(directory).write(1, 1, 1);
        Path kept = directory.resolve("kept");
        try (AuditLog log = trail.open()) {
            AuditRetention retention = new AuditRetention(directory, log, Duration.ofDays(1), trail.time);
            Files.move(trail.file(0), kept);
            Files.createDirectories(trail.file(0).resolve("in-the-way"));
            for (int minute = 0; minute < 3; minute++) {
                assertThatThrownBy(retention::apply).isInstanceOf(IOException.class);
            }
        }
        assertThat(trail.lines(2)).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anAnchorNamesTheFileOfTheLineAlsoWhereTheNextDayCannotBegin() throws IOException {
        Trail trail = new Trail(directory).write(1);
        try (AuditLog log = trail.open()) {
            trail.time.advance(Duration.ofDays(1));
            Files.createSymbolicLink(trail.file(1), Path.of("/dev/full"));
            assertThatThrownBy(() -> log.write(Trail.event("lost"))).isInstanceOf(IOException.class);
            assertThat(log.last().file()).isEqualTo("audit-2026-08-04.jsonl");
        }
    }

    private static String sha256(String line) {
        return ChainLink.hash(line.getBytes(UTF_8));
    }

    @Test
    void manyThreadsMakeOneChain() throws Exception {
        Trail trail = new Trail(directory);
        try (AuditLog log = trail.open()) {
            List<Thread> threads = java.util.stream.IntStream.range(0, 4)
                    .mapToObj(n -> new Thread(() -> {
                        for (int line = 0; line < 50; line++) {
                            try {
                                log.write(Trail.event(n + "-" + line));
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        }
                    }))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(trail.verify()).isEqualTo(new AuditVerifier.Result(200, 0, null));
    }
}
