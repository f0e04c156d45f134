/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.bench;

import io.github.camelopenrouter.api.BegunAttempt;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.CostSource;
import io.github.camelopenrouter.api.CallRecord.Outcome;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.TokenUsage;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.spi.AttemptListener;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.FileUtil;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the journal has the thread of a call do: its begun line, the one with the generation's id, and its record, each
 * made and written into a file.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class JournalBenchmark {

    private static final Instant TIME = Instant.parse("2026-08-04T12:00:00.250Z");
    private static final CallRecord.Client CLIENT = new CallRecord.Client("ci", "search", null, "9f86d081884c7d65");
    private static final Map<String, String> TAGS = Map.of("project", "a", "env", "prod");
    private static final BigDecimal COST = new BigDecimal("0.000120");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BegunAttempt begun = begun();
    private final BegunAttempt generating = begun.generating("gen-1754308800-9f86d081884c7d659a2f");
    private final CallRecord record = record();
    private Path data;
    private AttemptListener journal;

    @Setup
    public void start() throws Exception {
        data = Files.createTempDirectory("openrouter-bench");
        Properties settings = new Properties();
        settings.setProperty("openrouter.api-key", "bench");
        settings.setProperty("openrouter.data-dir", data.toString());
        settings.setProperty("openrouter.usage.sync", "1m"); // another thread's work
        context.getPropertiesComponent().setInitialProperties(settings);
        context.addRoutes(new OpenRouterRoutes());
        context.start();
        journal = context.getRegistry().lookupByNameAndType("openrouter-journal", AttemptListener.class);
    }

    /** A second of calls is a hundred megabytes. */
    @Setup(Level.Iteration)
    public void empty() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(data.resolve("usage"))) {
            for (Path path : files) {
                try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                    file.setLength(0);
                }
            }
        }
    }

    @TearDown
    public void stop() {
        context.stop();
        FileUtil.removeDir(data.toFile());
    }

    @Benchmark
    public void journalledCall() {
        journal.begins(begun);
        journal.begins(generating);
        journal.ended(record);
    }

    private static BegunAttempt begun() {
        return new BegunAttempt(
                "0198741f-a0fa-7b3c-9d2e-3f1c5a7b9d01",
                null,
                "4b1f0e6c-2d3a-4c5b-8e9f-0a1b2c3d4e5f",
                TIME,
                "",
                "/v1/chat/completions",
                Operation.CHAT_COMPLETIONS.id(),
                true,
                CLIENT,
                TAGS,
                1,
                "gpt-4o",
                "openai/gpt-4o",
                "main",
                COST,
                null);
    }

    private static CallRecord record() {
        CallRecord.Attempt attempt = new CallRecord.Attempt(
                "openai/gpt-4o",
                "openai",
                "Azure",
                "main",
                200,
                "gen-1754308800-9f86d081884c7d659a2f",
                COST,
                null,
                CostSource.ANSWER,
                Duration.ofNanos(1_240_123_000));
        return new CallRecord(
                "0198741f-a0fa-7b3c-9d2e-3f1c5a7b9d01",
                null,
                "4b1f0e6c-2d3a-4c5b-8e9f-0a1b2c3d4e5f",
                TIME,
                "",
                "/v1/chat/completions",
                Operation.CHAT_COMPLETIONS,
                null,
                true,
                CLIENT,
                TAGS,
                new CallRecord.Model("gpt-4o", "openai/gpt-4o", "openai/gpt-4o-2024-08-06"),
                "openai",
                "Azure",
                "main",
                200,
                Outcome.COMPLETE,
                null,
                "stop",
                List.of(attempt),
                new TokenUsage(7L, 0L, null, 31L, 0L, 38L, COST, null, false),
                new CallRecord.Times(
                        Duration.ZERO,
                        Duration.ofNanos(420_456_000),
                        Duration.ofNanos(1_241_789_000),
                        Duration.ofNanos(123_456)),
                new CallRecord.Bytes(210L, 5_000L),
                null,
                null);
    }
}
