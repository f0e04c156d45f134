/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFollowerTest {

    private static final String BEGUN = "{\"schema\":\"camel-openrouter/begun/1\",\"id\":\"x\"}\n";

    @TempDir
    Path directory;

    private final ManualTime time = new ManualTime();
    private final JournalProgress progress = new JournalProgress(time);

    @Test
    void readsWhatIsWrittenWhileItReads() throws IOException {
        try (JournalFollower follower = from(JournalPosition.BEGINNING)) {
            assertThat(follower.read(10).isEmpty()).isTrue();
            write("usage-2026-08-04.1.jsonl", record("a") + BEGUN + record("b"));
            assertThat(texts(follower.read(1))).containsExactly(record("a"));
            assertThat(texts(follower.read(10))).containsExactly(record("b"));
            String c = record("c");
            write("usage-2026-08-04.1.jsonl", c.substring(0, 20));
            assertThat(follower.read(10).isEmpty()).isTrue();
            write("usage-2026-08-04.1.jsonl", c.substring(20) + record("d"));
            assertThat(texts(follower.read(10))).containsExactly(c, record("d"));
        }
    }

    @Test
    void goesOnInTheNextFileWhenOneIsRead() throws IOException {
        write("usage-2026-08-04.9.jsonl", record("a"));
        write("usage-2026-08-04.10.jsonl", record("b"));
        write("usage-2026-08-05.1.jsonl", BEGUN);
        try (JournalFollower follower = from(JournalPosition.BEGINNING)) {
            JournalBatch batch = follower.read(10);
            assertThat(texts(batch)).containsExactly(record("a"), record("b"));
            assertThat(batch.end()).hasToString("2026-08-05.1:0");
            write("usage-2026-08-05.1.jsonl", record("c"));
            assertThat(texts(follower.read(10))).containsExactly(record("c"));
        }
    }

    @Test
    void goesOnWhereItWasAlsoWhenBegunLinesHaveLeftTheFile() throws IOException {
        write("usage-2026-08-04.1.jsonl", BEGUN + record("a") + BEGUN + record("b") + BEGUN + record("c"));
        write("usage-2026-08-04.2.jsonl", record("d"));
        JournalPosition remembered;
        try (JournalFollower follower = from(JournalPosition.BEGINNING)) {
            remembered = JournalPosition.parse(follower.read(2).end().toString());
        }
        JournalFile.removeLines(JournalFile.in(directory).get(0), BegunLine.SCHEMA);
        try (JournalFollower follower = from(remembered)) {
            assertThat(texts(follower.read(10))).containsExactly(record("c"), record("d"));
        }
    }

    @Test
    void readsToItsEndAFileWhoseBegunLinesLeaveMeanwhile() throws IOException {
        write("usage-2026-08-04.1.jsonl", record("a") + BEGUN + record("b"));
        write("usage-2026-08-04.2.jsonl", record("c"));
        try (JournalFollower follower = from(JournalPosition.BEGINNING)) {
            assertThat(texts(follower.read(1))).containsExactly(record("a"));
            JournalFile.removeLines(JournalFile.in(directory).get(0), BegunLine.SCHEMA);
            assertThat(texts(follower.read(10))).containsExactly(record("b"), record("c"));
        }
    }

    @Test
    void goesOnBehindAFileThatWasRemoved() throws IOException {
        write("usage-2026-08-06.1.jsonl", record("b"));
        try (JournalFollower follower = from(JournalPosition.parse("2026-08-04.7:12"))) {
            assertThat(texts(follower.read(10))).containsExactly(record("b"));
        }
    }

    @Test
    void readsAFileThatWasBegunAnewFromItsBeginning() throws IOException {
        Path file = directory.resolve("usage-2026-08-04.1.jsonl");
        write("usage-2026-08-04.1.jsonl", record("a"));
        try (JournalFollower follower = from(JournalPosition.BEGINNING)) {
            assertThat(texts(follower.read(10))).containsExactly(record("a"));
            Files.move(file, directory.resolve("taken-away"));
            assertThat(follower.read(10).isEmpty()).isTrue();
            write("usage-2026-08-04.1.jsonl", record("b"));
            assertThat(texts(follower.read(10))).containsExactly(record("b"));
        }
    }

    @Test
    void leavesOutWhatAFullDiskHasLeftOfALine() throws IOException {
        write("usage-2026-08-04.1.jsonl", record("a").substring(0, 30) + "\n" + record("b") + "\n");
        try (JournalFollower follower = from(JournalPosition.BEGINNING)) {
            assertThat(texts(follower.read(10))).containsExactly(record("b"));
        }
    }

    @Test
    void anInterruptedThreadReads() throws IOException {
        write("usage-2026-08-04.1.jsonl", record("a"));
        try (JournalFollower follower = from(JournalPosition.BEGINNING)) {
            Thread.currentThread().interrupt();
            assertThat(texts(follower.read(10))).containsExactly(record("a"));
            assertThat(Thread.interrupted()).isTrue();
            write("usage-2026-08-04.1.jsonl", record("b"));
            assertThat(texts(follower.read(10))).containsExactly(record("b"));
        }
    }

    @Test
    void isBehindFromTheFirstRecordThatItCouldReadUntilItHasPassedAll() throws IOException {
        try (JournalFollower follower = from(JournalPosition.BEGINNING)) {
            write("usage-2026-08-04.1.jsonl", record("a") + record("b"));
            JournalBatch first = follower.read(1);
            time.advance(Duration.ofSeconds(5));
            assertThat(progress.lag()).isEqualTo(Duration.ofSeconds(5));
            follower.passed(first);
            JournalBatch second = follower.read(2);
            time.advance(Duration.ofSeconds(2));
            assertThat(progress.lag()).isEqualTo(Duration.ofSeconds(7));
            follower.passed(second);
            assertThat(progress.lag()).isZero();
        }
    }

    @Test
    void whoIsBehindAllTheTimeIsAsFarBehindAsWhatItHasPassed() throws IOException {
        write("usage-2026-08-04.1.jsonl", record("a") + record("b") + record("c"));
        try (JournalFollower follower = from(JournalPosition.BEGINNING)) {
            follower.passed(follower.read(1));
            time.advance(Duration.ofSeconds(3));
            follower.passed(follower.read(1));
            time.advance(Duration.ofSeconds(1));
            assertThat(progress.lag()).isEqualTo(Duration.ofSeconds(1));
        }
        assertThat(progress.lag()).isZero(); // nobody reads any more
    }

    @Test
    void isNotBehindAnyMoreWhenNothingFollowsAFullBatch() throws IOException {
        write("usage-2026-08-04.1.jsonl", record("a") + record("b"));
        write("usage-2026-08-05.1.jsonl", BEGUN);
        try (JournalFollower follower = from(JournalPosition.BEGINNING)) {
            follower.passed(follower.read(1));
            JournalBatch second = follower.read(1);
            time.advance(Duration.ofSeconds(5));
            assertThat(follower.read(1).isEmpty()).isTrue();
            assertThat(progress.lag()).isEqualTo(Duration.ofSeconds(5)); // it has read all, and passed only the first
            follower.passed(second);
            assertThat(follower.read(1).isEmpty()).isTrue();
            assertThat(progress.lag()).isZero();
        }
    }

    @Test
    void passesOverWhatIsWritten() throws IOException {
        write("usage-2026-08-04.1.jsonl", record("a"));
        write("usage-2026-08-05.1.jsonl", BEGUN + record("b") + record("c").substring(0, 20));
        try (JournalFollower follower = from(JournalPosition.BEGINNING)) {
            assertThat(follower.skipWritten()).hasToString("2026-08-05.1:1");
            write("usage-2026-08-05.1.jsonl", record("c").substring(20) + record("d"));
            assertThat(texts(follower.read(10))).containsExactly(record("c"), record("d"));
        }
    }

    @Test
    void refusesAPositionThatIsNone() {
        assertThatThrownBy(() -> JournalPosition.parse("2026-13-01.1:5"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2026-13-01.1:5");
        assertThatThrownBy(() -> JournalPosition.parse("")).isInstanceOf(IllegalArgumentException.class);
    }

    private JournalFollower from(JournalPosition position) {
        return new JournalFollower(directory, "test", position, progress);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String record(String id) {
        return "{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"" + id + "\",\"rev\":0}\n";
    }

    private static List<String> texts(JournalBatch batch) {
        return batch.records().stream()
                .map(line -> new String(line, UTF_8) + "\n")
                .toList();
    }
}
