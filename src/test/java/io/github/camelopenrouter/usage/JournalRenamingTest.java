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

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user's records get another word in a journal that is written meanwhile. */
@Timeout(60)
class JournalRenamingTest {

    private static final String ADA = "ada@example.org";
    private static final RenamedUser RENAMED = new RenamedUser(ADA, "person:ada");

    @TempDir
    private Path home;

    private final CamelContext context = new DefaultCamelContext();
    private final ManualTime time = new ManualTime();
    private Journal journal;

    @BeforeEach
    void start() {
        UsageSettings settings = new UsageSettings(home, "one", Duration.ofSeconds(1), Duration.ofDays(40), 1L << 30);
        journal = new Journal(context, settings, time);
        journal.open();
        journal.start();
        HttpTest.await(20).until(journal::isJournalWhole);
    }

    @AfterEach
    void stop() {
        journal.stop();
        context.stop();
    }

    @Test
    void finishedFilesAndTheOneThatIsWrittenHaveTheWord() throws IOException {
        journal.ended(by(ADA, Map.of()));
        time.advance(Duration.ofDays(1));
        journal.ended(by(ADA, Map.of()));
        journal.ended(by("bob", Map.of("owner", ADA)));
        List<String> before = lines();

        RenamedRecords renamed = journal.rename(RENAMED);

        assertThat(renamed).isEqualTo(new RenamedRecords(2, 2, 1));
        assertThat(lines())
                .isEqualTo(before.stream()
                        .map(line -> line.replace("\"user\":\"" + ADA + '"', "\"user\":\"person:ada\""))
                        .toList());
        assertThat(journal.rename(RENAMED)).isEqualTo(new RenamedRecords(0, 0, 1));
    }

    @Test
    void whoReadsGoesOnWithTheNextRecordAndItsWord() throws IOException {
        for (int n = 0; n < 5; n++) {
            journal.ended(by(ADA, Map.of("project", "p" + n)));
        }
        Path files = home.resolve(Journal.DIRECTORY);
        JournalFollower reader = new JournalFollower(files, "a store", JournalPosition.BEGINNING, journal.progress());
        try (reader) {
            JournalBatch read = reader.read(2);
            reader.passed(read);

            journal.rename(RENAMED);
            journal.ended(by("bob", Map.of("project", "p5")));

            List<String> rest = texts(reader.read(10));
            assertThat(rest).hasSize(4);
            for (int n = 0; n < 4; n++) {
                assertThat(rest.get(n)).contains("\"p" + (n + 2) + '"').doesNotContain(ADA);
            }
            assertThat(texts(JournalFollower.of(files, read.end()).read(10))).isEqualTo(rest);
        }
    }

    /** The mark of whoever remembers a record by its hash is another, and can be told anew. */
    @Test
    void aMarkFitsOnceItIsToldAnew() throws IOException {
        journal.ended(by("bob", Map.of()));
        journal.ended(by(ADA, Map.of()));
        Path files = home.resolve(Journal.DIRECTORY);
        JournalPosition end;
        try (JournalFollower reader = JournalFollower.of(files, JournalPosition.BEGINNING)) {
            end = reader.read(2).end();
        }
        JournalMark before = JournalMark.at(end, files);
        assertThat(before.in(files)).isEqualTo(JournalMark.Fit.HOLDS);

        journal.rename(RENAMED);

        assertThat(before.in(files)).isEqualTo(JournalMark.Fit.OTHER);
        assertThat(new JournalMark(end, null).in(files)).isEqualTo(JournalMark.Fit.HOLDS);
        assertThat(JournalMark.at(end, files).in(files)).isEqualTo(JournalMark.Fit.HOLDS);
        assertThat(JournalMark.at(end, files)).isNotEqualTo(before);
    }

    @Test
    void aCallThatIsUnderWayEndsUnderTheWordAndOneThatComesLaterUnderTheName() throws IOException {
        time.advance(Duration.ofSeconds(1));
        journal.begins(Records.begun("019-d", ADA));
        HttpTest.await(20).until(() -> !lines().isEmpty());

        assertThat(journal.rename(RENAMED)).isEqualTo(new RenamedRecords(1, 0, 0));

        assertThat(lines()).hasSize(2).noneMatch(line -> line.contains(ADA)); // a new file begins with those under way
        journal.ended(Records.by("019-d", time.instant(), new CallRecord.Client(null, null, ADA, null), Map.of()));
        time.advance(Duration.ofSeconds(1));
        journal.ended(Records.by("019-e", time.instant(), new CallRecord.Client(null, null, ADA, null), Map.of()));
        List<String> lines = lines();
        assertThat(lines.get(lines.size() - 2)).contains("\"id\":\"019-d\"", "\"user\":\"person:ada\"");
        assertThat(lines.get(lines.size() - 1)).contains("\"id\":\"019-e\"", "\"user\":\"" + ADA + '"');
    }

    /** A process that was killed in the middle has left the old file, and a part of the new one. */
    @Test
    void whatAKillHasLeftHalfDoneIsDoneAgain() throws IOException {
        journal.ended(by(ADA, Map.of()));
        journal.ended(by("bob", Map.of()));
        List<String> before = lines();
        Path file = JournalFile.in(home.resolve(Journal.DIRECTORY)).get(0).path();
        Path half =
                Files.writeString(file.resolveSibling(file.getFileName() + ".unfinished"), before.get(0) + "\n{\"sch");

        assertThat(journal.rename(RENAMED).records()).isOne();

        assertThat(half).doesNotExist();
        assertThat(lines()).hasSize(2).noneMatch(line -> line.contains(ADA));
        assertThat(lines().get(1)).isEqualTo(before.get(1));
    }

    @Test
    void whereNothingCanBeWrittenNobodyIsRenamed() throws IOException {
        journal.ended(by(ADA, Map.of()));
        journal.stop();

        assertThatThrownBy(() -> journal.rename(RENAMED)).isInstanceOf(IOException.class);

        assertThat(lines()).singleElement().asString().contains(ADA);
    }

    /** With no process that writes: what a killed one has left of a line goes, too. */
    @Test
    void filesThatNobodyWritesAreRenamedToTheirEnd() throws IOException {
        journal.ended(by(ADA, Map.of()));
        journal.stop();
        Path file = JournalFile.in(home.resolve(Journal.DIRECTORY)).get(0).path();
        Files.writeString(file, Files.readString(file) + "{\"client\":{\"user\":\"" + ADA);

        UserRecords.Renamed renamed = UserRecords.alone(home, Optional.empty()).rename(ADA, "person:ada");

        assertThat(renamed.journal()).isEqualTo(new RenamedRecords(1, 1, 0));
        assertThat(Files.readString(file)).doesNotContain(ADA).endsWith("}\n");
        assertThat(UserRecords.alone(home, Optional.empty()).have(ADA)).isFalse();
    }

    private CallRecord by(String user, Map<String, String> tags) {
        return Records.by(
                "019-" + user.charAt(0), time.instant(), new CallRecord.Client("ci", "search", user, null), tags);
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (JournalFile file : JournalFile.in(home.resolve(Journal.DIRECTORY))) {
            lines.addAll(Files.readAllLines(file.path(), UTF_8));
        }
        return lines;
    }

    private static List<String> texts(JournalBatch batch) {
        return batch.records().stream().map(line -> new String(line, UTF_8)).toList();
    }
}
