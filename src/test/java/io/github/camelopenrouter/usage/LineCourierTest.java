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
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LineCourierTest {

    @TempDir
    private Path directory;

    private JournalWriter writer;
    private LineCourier courier;
    private Thread thread;

    @BeforeEach
    void start() throws IOException {
        writer = new JournalWriter(directory, 1 << 20, new ManualTime(), () -> new byte[0], (appended, why) -> {
            throw new AssertionError("A line is lost", why);
        });
        courier = new LineCourier(writer, () -> {
            throw new AssertionError("A line is lost");
        });
        thread = new Thread(courier);
        thread.start();
    }

    @AfterEach
    void stop() throws Exception {
        thread.interrupt();
        thread.join();
        writer.close();
    }

    @Test
    void takesALineToTheFileThatNobodyWaitsFor() {
        leave("a");
        await().until(() -> text().equals("a\n"));
        await().until(() -> thread.getState() == Thread.State.WAITING); // asleep
        leave("b");
        await().until(() -> text().equals("a\nb\n"));
    }

    @Test
    void leavesNoneBehindWhereManyComeAtAnyTime() {
        String all = IntStream.range(0, 20_000).mapToObj(n -> n + "\n").collect(java.util.stream.Collectors.joining());
        IntStream.range(0, 20_000).forEach(n -> {
            leave(Integer.toString(n));
            if (n % 1_000 == 0) {
                await().until(() -> thread.getState() == Thread.State.WAITING);
            }
        });
        await().until(() -> text().equals(all));
    }

    @Test
    void whatItHasNotTakenIsWrittenAtTheEnd() throws Exception {
        thread.interrupt();
        thread.join();
        leave("a");
        courier.handOver();
        writer.close();
        assertThat(text()).isEqualTo("a\n");
    }

    /** The call has ended before it came to that. */
    @Test
    void aLineThatNobodyWantsAnyMoreIsNeitherMadeNorWritten() throws Exception {
        AtomicBoolean made = new AtomicBoolean();
        courier.take(new LineCourier.Line() {
            @Override
            public boolean isWanted() {
                return false;
            }

            @Override
            public byte[] bytes() {
                made.set(true);
                return new byte[0];
            }
        });
        AtomicInteger asked = new AtomicInteger();
        courier.take(new LineCourier.Line() {
            @Override
            public boolean isWanted() {
                return asked.getAndIncrement() == 0; // no longer, when it is about to be written
            }

            @Override
            public byte[] bytes() {
                return "ended meanwhile\n".getBytes(UTF_8);
            }
        });
        leave("a");
        await().until(() -> text().equals("a\n"));
        assertThat(made).isFalse();
        assertThat(asked).hasValue(2);
    }

    private void leave(String line) {
        courier.take(new LineCourier.Line() {
            @Override
            public boolean isWanted() {
                return true;
            }

            @Override
            public byte[] bytes() {
                return (line + "\n").getBytes(UTF_8);
            }
        });
    }

    private String text() throws IOException {
        return Files.readString(directory.resolve("usage-2026-08-04.1.jsonl"));
    }
}
