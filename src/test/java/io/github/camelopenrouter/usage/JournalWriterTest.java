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

import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalWriterTest {

    private static final String TODAY = "usage-2026-08-04.1.jsonl";

    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();

    @Test
    void eachStartBeginsAFileOfItsOwn() throws IOException {
        write("a");
        writer(1000).close();
        write("b");
        assertThat(files()).containsExactly(TODAY, "usage-2026-08-04.2.jsonl");
        assertThat(text(TODAY)).isEqualTo("a\n");
        assertThat(text("usage-2026-08-04.2.jsonl"))
                .isEqualTo("b\n"); // and not a third one, for nobody wrote in between
    }

    @Test
    void beginsAnotherFileEachDay() throws IOException {
        try (JournalWriter writer = writer(1000)) {
            append(writer, "a");
            time.advance(Duration.ofHours(12));
            append(writer, "b");
        }
        assertThat(files()).containsExactly(TODAY, "usage-2026-08-05.1.jsonl");
        assertThat(text("usage-2026-08-05.1.jsonl")).isEqualTo("b\n");
    }

    @Test
    void beginsAnotherFileWhereOneIsFull() throws IOException {
        try (JournalWriter writer = writer(4)) {
            for (String line : List.of("aa", "bb", "cc")) {
                append(writer, line);
            }
        }
        assertThat(files()).containsExactly(TODAY, "usage-2026-08-04.2.jsonl");
        assertThat(text(TODAY)).isEqualTo("aa\nbb\n");
        assertThat(text("usage-2026-08-04.2.jsonl")).isEqualTo("cc\n");
    }

    @Test
    void whatCouldNotBeWrittenSinceNoOtherFileCanBeBegunIsLost() throws IOException {
        try (JournalWriter writer = writer(4)) {
            append(writer, "aaaa");
            Files.createDirectory(directory.resolve("usage-2026-08-04.2.jsonl"));
            assertThatThrownBy(() -> append(writer, "bb")).isInstanceOf(IOException.class);
            Files.delete(directory.resolve("usage-2026-08-04.2.jsonl"));
            append(writer, "cc");
        }
        assertThat(text("usage-2026-08-04.2.jsonl")).isEqualTo("cc\n");
    }

    @Test
    void writesBehindTheNewestFileWhereTheClockHasGoneBack() throws IOException {
        Files.writeString(directory.resolve("usage-2026-08-05.2.jsonl"), "a\n");
        write("b");
        assertThat(files()).containsExactly("usage-2026-08-05.2.jsonl", "usage-2026-08-05.3.jsonl");
    }

    @Test
    void knowsNumbersFromTexts() throws IOException {
        Files.writeString(directory.resolve("usage-2026-08-04.9.jsonl"), "");
        Files.writeString(directory.resolve("usage-2026-08-04.10.jsonl"), "");
        Files.writeString(directory.resolve("notes.txt"), "mine");
        write("a");
        assertThat(text("usage-2026-08-04.10.jsonl")).isEqualTo("a\n");
        assertThat(text("notes.txt")).isEqualTo("mine");
    }

    @Test
    void cutsOffALineThatAKilledProcessDidNotFinish() throws IOException {
        String long1 = "x".repeat(200_000);
        Files.writeString(directory.resolve("usage-2026-08-03.1.jsonl"), "a\n" + long1);
        try (LogRecorder log = LogRecorder.record()) {
            write("b");
            log.assertOneWarning("usage-2026-08-03.1.jsonl", "200000 bytes");
        }
        assertThat(text("usage-2026-08-03.1.jsonl")).isEqualTo("a\n");
        assertThat(text(TODAY)).isEqualTo("b\n");
    }

    @Test
    void cutsOffAFileThatIsNothingElse() throws IOException {
        Files.writeString(directory.resolve(TODAY), "{\"torn");
        write("b");
        assertThat(text(TODAY)).isEqualTo("b\n");
    }

    @Test
    void anInterruptedThreadWritesAndStaysInterrupted() throws IOException {
        try (JournalWriter writer = writer(1000)) {
            Thread.currentThread().interrupt();
            append(writer, "a");
            assertThat(Thread.interrupted()).isTrue();
            append(writer, "b");
        }
        assertThat(text(TODAY)).isEqualTo("a\nb\n");
    }

    /** They would be there at a sync of the new file alone. */
    @Test
    void whoBeginsAnotherFileLeavesTheFullOneToTheNextSync() throws IOException {
        try (JournalWriter writer = writer(4)) {
            for (String line : List.of("aaaa", "bbbb", "cc")) {
                append(writer, line);
            }
            writer.sync();
            append(writer, "d");
            writer.sync();
        }
        assertThat(text(TODAY)).isEqualTo("aaaa\n");
        assertThat(text("usage-2026-08-04.3.jsonl")).isEqualTo("cc\nd\n");
    }

    @Test
    void linesOfManyThreadsAreWholeAndNoneIsMissing() throws Exception {
        int threads = 8;
        int each = 500;
        CountDownLatch ready = new CountDownLatch(threads);
        List<Thread> writing = new ArrayList<>();
        try (JournalWriter writer = writer(3_000)) {
            for (int number = 0; number < threads; number++) {
                String name = "t" + number + "-";
                Thread thread = new Thread(() -> {
                    ready.countDown();
                    IntStream.range(0, each).forEach(n -> appendPatiently(writer, name + n));
                });
                thread.start();
                writing.add(thread);
            }
            assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
            for (Thread thread : writing) {
                thread.join();
            }
        }
        List<String> lines = new ArrayList<>();
        for (JournalFile file : JournalFile.in(directory)) {
            lines.addAll(Files.readAllLines(file.path()));
        }
        assertThat(lines).hasSize(threads * each).doesNotHaveDuplicates().allMatch(line -> line.matches("t\\d-\\d+"));
    }

    /** A begin does not wait, and still stands in front of its record. */
    @Test
    void whoDoesNotWaitIsWrittenByWhoeverWritesNow() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        try (JournalWriter writer = new JournalWriter(
                directory,
                4,
                time,
                () -> {
                    held.countDown();
                    awaitQuietly(free);
                    return new byte[0];
                },
                this::lost)) {
            append(writer, "full");
            Thread other = new Thread(() -> appendPatiently(writer, "other"));
            other.start();
            held.await();
            assertThat(writer.offer("begun\n".getBytes(UTF_8))).isTrue();
            assertThat(writer.append("record\n".getBytes(UTF_8), 1)).isTrue();
            free.countDown();
            other.join();
        }
        assertThat(text("usage-2026-08-04.2.jsonl")).isEqualTo("other\n");
        assertThat(text("usage-2026-08-04.3.jsonl")).isEqualTo("begun\n");
        assertThat(text("usage-2026-08-04.4.jsonl")).isEqualTo("record\n");
    }

    @Test
    void anotherFileBeginsWithTheCallsUnderWayAndTheFullOneKeepsNoneOfThem() throws IOException {
        String begun = "{\"schema\":\"camel-openrouter/begun/1\",\"id\":\"1\"}";
        String record = "{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"0\"}";
        try (JournalWriter writer =
                new JournalWriter(directory, 90, time, () -> (begun + "\n").getBytes(UTF_8), this::lost)) {
            writer.offer((begun + "\n").getBytes(UTF_8));
            append(writer, record);
            append(writer, "next");
            writer.sync();
            writer.strip();
        }
        assertThat(text(TODAY)).isEqualTo(record + "\n");
        assertThat(text("usage-2026-08-04.2.jsonl")).isEqualTo(begun + "\nnext\n");
        assertThat(files()).containsExactly(TODAY, "usage-2026-08-04.2.jsonl");
    }

    /** Its begun line would follow its record into another file, and be a call that nobody has recorded. */
    @Test
    void aRecordThatBeginsAnotherFileTakesNoBegunLineOfItsOwnAlong() throws IOException {
        Map<String, String> calls = new TreeMap<>(Map.of("1", "begun 1\n", "2", "begun 2\n"));
        Supplier<byte[]> begun = () -> String.join("", calls.values()).getBytes(UTF_8);
        try (JournalWriter writer = new JournalWriter(directory, 4, time, begun, this::lost)) {
            append(writer, "full");
            writer.append("record 1\n".getBytes(UTF_8), 1_000, () -> calls.remove("1"));
        }
        assertThat(text("usage-2026-08-04.2.jsonl")).isEqualTo("begun 2\nrecord 1\n");
    }

    @Test
    void aFullFileThatItsRetentionHasRemovedHoldsUpNothing() throws IOException {
        try (JournalWriter writer = writer(4)) {
            append(writer, "full");
            append(writer, "next");
            Files.delete(directory.resolve(TODAY));
            writer.sync();
            writer.strip();
            append(writer, "more");
            writer.sync();
            writer.strip();
        }
        assertThat(files()).containsExactly("usage-2026-08-04.2.jsonl", "usage-2026-08-04.3.jsonl");
    }

    @Test
    void whatIsWrittenIsFoundAlsoWhereSomebodyHasRemovedOrReplacedTheFile() throws IOException {
        Path usage = directory.resolve("data/usage");
        DataDirectory.make(usage);
        Path file = usage.resolve(TODAY);
        try (LogRecorder log = LogRecorder.record();
                JournalWriter writer =
                        new JournalWriter(usage, 1000, time, () -> "begun\n".getBytes(UTF_8), this::lost)) {
            append(writer, "a");
            Files.move(directory.resolve("data"), directory.resolve("moved"));
            writer.sync();
            append(writer, "b");
            assertThat(Files.readString(file)).isEqualTo("begun\nb\n");

            Path edited = Files.writeString(directory.resolve("edited"), "edited\n");
            Files.move(edited, file, StandardCopyOption.REPLACE_EXISTING);
            writer.sync();
            append(writer, "c");
            assertThat(Files.readString(file)).isEqualTo("edited\nbegun\nc\n");
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("removed or replaced"))
                    .hasSize(2);
        }
    }

    @Test
    void manyCallsUnderWayDoNotFillEachFileAnew() throws IOException {
        String begun = "x".repeat(200);
        try (JournalWriter writer =
                new JournalWriter(directory, 100, time, () -> (begun + "\n").getBytes(UTF_8), this::lost)) {
            for (int n = 0; n < 30; n++) {
                append(writer, "line " + n);
            }
        }
        assertThat(files()).hasSizeLessThan(5);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(String line) throws IOException {
        try (JournalWriter writer = writer(1000)) {
            append(writer, line);
            writer.sync();
        }
    }

    private void lost(boolean appended, IOException why) {
        throw new AssertionError("A line is lost", why);
    }

    private JournalWriter writer(long fullAt) throws IOException {
        return new JournalWriter(directory, fullAt, time, () -> new byte[0], this::lost);
    }

    private static void append(JournalWriter writer, String line) throws IOException {
        assertThat(writer.append((line + "\n").getBytes(UTF_8), 0)).isTrue();
    }

    private static void appendPatiently(JournalWriter writer, String line) {
        try {
            assertThat(writer.append((line + "\n").getBytes(UTF_8), 30_000)).isTrue();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> files() throws IOException {
        return JournalFile.in(directory).stream()
                .map(file -> file.path().getFileName().toString())
                .toList();
    }

    private String text(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }
}
