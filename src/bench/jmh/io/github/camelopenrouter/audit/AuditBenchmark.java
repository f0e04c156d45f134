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
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.Outcome;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.TokenUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.util.FileUtil;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What {@code openrouter.audit=calls} costs: on a call's thread the HMAC of its request and the line that it leaves, and on the
 * writer's each line, chained, written and forced to the disk with 1,999 others.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AuditBenchmark {

    private static final int LINES = 2_000;
    private static final AuditEvent.Actor ACTOR = new AuditEvent.Actor("ci", Set.of(), "192.0.2.17");

    private final byte[] small = new byte[1024];
    private final byte[] conversation = new byte[20 * 1024];
    private final CallRecord record = record();
    private Path data;
    private RequestHash hash;
    private CallQueue queue;

    @Setup
    public void start() throws IOException {
        data = Files.createTempDirectory("openrouter-bench");
        hash = new RequestHash(data);
        AuditSettings settings = new AuditSettings(
                data, "n1", AuditSettings.Mode.CALLS, AuditSettings.Full.ALLOW, Duration.ofDays(400), null, null);
        queue = new CallQueue(new AuditWriter(settings, new Persons(data), Clock.systemUTC()), hash);
        queue.write();
    }

    @TearDown
    public void stop() {
        FileUtil.removeDir(data.toFile());
    }

    /** Files of gigabytes are not what is to be measured. */
    @Setup(Level.Iteration)
    public void empty() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            files.filter(file -> file.toString().endsWith(".jsonl")).forEach(AuditBenchmark::remove);
        }
    }

    private static void remove(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Benchmark
    public String hashOfOneKilobyte() {
        return hash.of(small);
    }

    @Benchmark
    public String hashOfTwentyKilobytes() {
        return hash.of(conversation);
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public void linesOnTheDisk() throws IOException {
        for (int line = 0; line < LINES; line++) {
            queue.add(new CallLine(record, new AuditedRequest(ACTOR, "9f86d081884c7d659a2feaa0c55ad015".repeat(2))));
        }
        queue.write();
    }

    private static CallRecord record() {
        return new CallRecord(
                "0198741f-a0fa-7b3c-9d2e-3f1c5a7b9d01",
                null,
                "4b1f0e6c-2d3a-4c5b-8e9f-0a1b2c3d4e5f",
                Instant.parse("2026-08-04T12:00:00.250Z"),
                "",
                "/v1/chat/completions",
                Operation.CHAT_COMPLETIONS,
                null,
                true,
                new CallRecord.Client("ci", "search", null, null),
                Map.of(),
                new CallRecord.Model("gpt-4o", "openai/gpt-4o", "openai/gpt-4o-2024-08-06"),
                "openai",
                "Azure",
                "main",
                200,
                Outcome.COMPLETE,
                null,
                "stop",
                List.of(),
                TokenUsage.UNKNOWN,
                new CallRecord.Times(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO),
                new CallRecord.Bytes(210L, 5_000L),
                null,
                null);
    }
}
