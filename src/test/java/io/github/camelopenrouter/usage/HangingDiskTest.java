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
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.api.BegunAttempt;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.testing.ManualTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In place of the journal's file a pipe that nobody reads: from some dozen calls on a write does not return. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class HangingDiskTest {

    /** Of some hundred bytes each, far more than a pipe holds. */
    private static final int CALLS = 1_000;

    private static final int AT_A_TIME = 100;

    /** That the writer keeps for later at most. */
    private static final int MOST_WAITING = 20_000;

    @TempDir
    private Path data;

    private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    private final AtomicInteger ended = new AtomicInteger();
    private RandomAccessFile pipe;
    private Journal journal;

    @BeforeEach
    void start() throws Exception {
        Path file = Files.createDirectories(data.resolve("usage")).resolve("usage-2026-08-04.1.jsonl");
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        pipe = new RandomAccessFile(file.toFile(), "rw"); // whoever opens one end waits for the other
        UsageSettings settings = new UsageSettings(data, "n1", Duration.ofSeconds(1), Duration.ofDays(400), 1L << 30);
        journal = new Journal(new DefaultCamelContext(), settings, new ManualTime());
        journal.open();
        assertThat(journal.problem()).isNull();
    }

    @AfterEach
    void stop() throws IOException {
        threads.shutdownNow();
        pipe.close();
    }

    @Test
    void onlyTheCallThatWritesWaitsAndNoLineIsLostWhenItGoesOn() throws Exception {
        hang();
        assertThat(journal.dropped()).isZero();

        Set<String> ids = idsOf(CALLS);
        await().until(() -> ended.get() == CALLS);
        assertThat(ids).hasSize(CALLS);
    }

    @Test
    void aCallThatBeginsDoesNotWaitAndWhatNobodyCanKeepIsDroppedAndCounted() throws Exception {
        hang();
        for (int n = 0; n < 2 * MOST_WAITING; n++) {
            journal.begins(begun());
        }
        assertThat(journal.dropped()).isZero();

        end(MOST_WAITING);
        await().atMost(Duration.ofSeconds(90)).until(() -> ended.get() == CALLS - 1 + MOST_WAITING);
        assertThat(journal.dropped()).isBetween(1L, (long) CALLS);
        assertThat(journal.problem()).contains("the disk takes nothing");
    }

    @Test
    void theGatewayStopsNevertheless() throws Exception {
        hang();
        assertThatThrownBy(journal::stop)
                .hasRootCauseInstanceOf(IOException.class)
                .rootCause()
                .hasMessageContaining("the disk takes nothing");
    }

    /** All of the calls but one end. */
    private void hang() {
        end(CALLS);
        await().atMost(Duration.ofSeconds(60)).until(() -> ended.get() == CALLS - 1);
    }

    private void end(int calls) {
        for (int n = 0; n < calls; n++) {
            CallRecord record = Records.refused("call-" + n);
            threads.execute(() -> {
                journal.ended(record);
                ended.incrementAndGet();
            });
        }
    }

    private Set<String> idsOf(int lines) throws IOException {
        Set<String> ids = new TreeSet<>();
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(pipe.getChannel()), UTF_8));
        List<String> read = new ArrayList<>();
        for (int n = 0; n < lines; n++) {
            read.add(reader.readLine());
        }
        read.forEach(line -> ids.add(line.replaceAll(".*\"id\":\"([^\"]+)\".*", "$1")));
        return ids;
    }

    private static BegunAttempt begun() {
        CallRecord call = Records.refused();
        return new BegunAttempt(
                call.id(),
                null,
                null,
                call.time(),
                "",
                "direct",
                null,
                false,
                call.client(),
                Map.of(),
                1,
                null,
                null,
                null,
                null,
                null);
    }
}
