/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.host.MainHost;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.sandbox.Sandbox;
import io.github.camelopenrouter.spi.ExportListener;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.usage.Records;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records of calls in a host's own routes. */
@Timeout(60)
class UsageSourceTest {

    private static final String CHAT = "direct:openrouter-chat-completions";

    @TempDir
    private Path data;

    private final Sandbox sandbox = Sandbox.start(0);
    private final List<String> got = new CopyOnWriteArrayList<>();
    private final List<String> names = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void handsEachRecordToAnyRouteAndOneThatFailsComesAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Calls.write(data, "usage-2026-01-01.1.jsonl", 3);
        try (MainHost host = host(
                "kamelet:openrouter-usage-source?name=billing",
                exchange -> {
                    switch (tries.incrementAndGet()) {
                        case 2 -> throw new IOException("not now");
                        case 3 -> throw new NoClassDefFoundError("nor now");
                        default -> note(exchange);
                    }
                },
                "openrouter.data-dir=" + data)) {
            ask(host);
            await().until(() -> got.size() == 4);
            assertThat(got).isEqualTo(Calls.recorded(data));
            assertThat(Receiver.JSON.readTree(bodies.get(3)).path("spend").asText())
                    .isNotEmpty();
            assertThat(String.join("\n", bodies)).doesNotContain("canary", "begun");
        }
        assertThat(data.resolve("export/billing/position")).isRegularFile();
    }

    @Test
    void aNewNameMayBeginWithWhatIsStillToCome() throws Exception {
        Calls.write(data, "usage-2026-01-01.1.jsonl", 3);
        try (LogRecorder log = LogRecorder.record()) {
            try (MainHost host = host(
                    "openrouter-usage:later?unit=record&from=now&linger=1h",
                    this::note,
                    "openrouter.data-dir=" + data,
                    "openrouter.export.webhook=http://127.0.0.1:9/canary")) {
                await().until(() -> Files.exists(data.resolve("export/later/position")));
                ask(host);
            }
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("openrouter.export.webhook is set, but nothing is sent")
                            && line.contains("classpath:openrouter/standalone/routes/export/usage-webhook.camel.yaml"))
                    .noneMatch(line -> line.contains("canary"));
            assertThat(getClass().getResource("/openrouter/standalone/routes/export/usage-webhook.camel.yaml"))
                    .isNotNull();
        }
        List<String> recorded = Calls.recorded(data);
        assertThat(got).isEqualTo(recorded.subList(3, recorded.size()));
    }

    @Test
    void aDamagedLineIsLeftOutAndTheOthersArrive() throws Exception {
        Files.createDirectories(data.resolve("usage"));
        String whole = Calls.record("a", 0);
        Files.writeString(
                data.resolve("usage/usage-2026-01-01.1.jsonl"),
                whole + "\n" + whole.replace("\"door\":", "\"door\"") + "\n" + Calls.record("a", 1) + "\n");
        try (MainHost host = host(
                "openrouter-usage:all?linger=50ms",
                exchange -> bodies.add(body(exchange)),
                "openrouter.data-dir=" + data)) {
            await().until(() -> !bodies.isEmpty());
            assertThat(host.context().isStarted()).isTrue();
        }
        assertThat(bodies).containsExactly("{\"records\":[" + whole + "," + Calls.record("a", 1) + "]}");
    }

    /** A file that is still written is none of them. */
    @Test
    void fullFilesComeWholeWithoutLinesOfCallsThatHaveOnlyBegun() throws Exception {
        Calls.write(data, "usage-2026-01-01.1.jsonl", 2);
        Calls.write(data, "usage-2026-01-02.1.jsonl", 1);
        List<String> lines = new CopyOnWriteArrayList<>();
        try (MainHost host = host(
                "openrouter-usage:files?unit=file&linger=50ms",
                exchange -> {
                    var zip = new GZIPInputStream(Files.newInputStream(
                            exchange.getMessage().getBody(File.class).toPath()));
                    String name = exchange.getMessage().getHeader(Parcel.FILE, String.class);
                    assertThat(name).matches("usage-[-0-9]{10}\\.1\\.[0-9a-f]{16}\\.jsonl\\.gz");
                    names.add(name);
                    lines.add(name.replaceFirst("[^.]+\\.jsonl\\.", "") + "\n" + new String(zip.readAllBytes(), UTF_8));
                },
                "openrouter.data-dir=" + data)) {
            ask(host); // into the file of today
            await().until(() -> lines.size() == 2);
            await().until(() ->
                    Files.readString(data.resolve("export/files/position")).startsWith("2026-01-02.2:0"));
        }
        assertThat(lines.get(0))
                .isEqualTo("usage-2026-01-01.1.gz\n" + Calls.record("usage-2026-01-01.1.jsonl-0", 0) + "\n"
                        + Calls.record("usage-2026-01-01.1.jsonl-1", 0) + "\n");
        assertThat(lines).hasSize(2);
        assertThat(data.resolve("export/files/file.gz")).doesNotExist();
    }

    @Test
    void withoutADataDirectoryRecordsComeFromMemoryAndWhatIsLostIsSaid() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (LogRecorder log = LogRecorder.record();
                MainHost host = host("kamelet:openrouter-usage-source?name=memory", exchange -> {
                    go.await();
                    note(exchange);
                    throw new IOException("canary: not taken");
                })) {
            ask(host);
            ask(host);
            go.countDown();
            await().until(() -> got.size() == 2); // each tried once
            await().until(() -> log.lines().stream().anyMatch(line -> line.contains("records are lost")));
            assertThat(log.lines().stream()
                            .filter(line -> line.contains("Export memory:") && line.contains("records are lost"))
                            .toList())
                    .hasSize(1);
        }
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void memoryHoldsSoManyRecordsAndCountsTheOthers() {
        RecentCalls calls = new RecentCalls("node", UsageEndpoint.Unit.BATCH);
        for (int call = 0; call < RecentCalls.MOST + 7; call++) {
            calls.ended(Records.refused());
        }
        assertThat(calls.takeDropped()).isEqualTo(7);
        assertThat(calls.takeDropped()).isZero();
        int taken = 0;
        for (Parcel parcel = calls.next(); parcel != null; parcel = calls.next()) {
            taken += parcel.records().size();
        }
        assertThat(taken).isEqualTo(RecentCalls.MOST);

        calls.keep(false); // its route has been removed
        calls.ended(Records.refused());
        assertThat(calls.next()).isNull();
        assertThat(calls.takeDropped()).isZero();
    }

    @Test
    void twoRoutesOfOneNameAndANameThatIsNoneStopTheStart() {
        assertThatThrownBy(() -> host("openrouter-usage:a", this::note, "openrouter.data-dir=" + data, "twice=true"))
                .hasStackTraceContaining("Two routes begin with openrouter-usage:a");
        assertThatThrownBy(() -> host("openrouter-usage:../etc", this::note, "openrouter.data-dir=" + data))
                .hasStackTraceContaining("The name of an export is");
        for (String option : List.of("linger=0", "backoff=0", "maxBackoff=-1")) {
            assertThatThrownBy(() -> host(
                            "openrouter-usage:busy?" + option,
                            this::note,
                            "openrouter.data-dir=" + data.resolve(option)))
                    .hasStackTraceContaining(" of openrouter-usage:busy must be at least a millisecond");
        }
    }

    private void note(Exchange exchange) {
        got.add(exchange.getMessage().getHeader(Parcel.ID) + " "
                + exchange.getMessage().getHeader(Parcel.REVISION));
        bodies.add(body(exchange));
    }

    private static String body(Exchange exchange) {
        return exchange.getMessage().getBody(String.class);
    }

    private static void ask(MainHost host) {
        host.context().createProducerTemplate().requestBody(CHAT, Door.CHAT.plain(), String.class);
    }

    /** One of a host's own, which is no reason to hand nothing on. */
    private static final class FailingListener implements ExportListener {
        @Override
        public void begins(String export) {
            throw new IllegalStateException("at the begin");
        }

        @Override
        public void rejected(String export) {
            throw new IllegalStateException("at a refusal");
        }

        @Override
        public void dropped(String export, long records) {
            throw new NoClassDefFoundError("at a loss");
        }
    }

    private MainHost host(String from, Processor receiver, String... settings) {
        List<String> all = new ArrayList<>(
                List.of("openrouter.api-key=sk-or-v1-canary", "openrouter.base-url=" + sandbox.baseUrl()));
        all.addAll(List.of(settings));
        return MainHost.with(all.toArray(String[]::new)).start(new OpenRouterRoutes(), new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                getContext().getRegistry().bind("failing", new FailingListener());
                from(from).process(receiver);
                if (all.contains("twice=true")) {
                    from(from + "?linger=2s").process(receiver);
                }
            }
        });
    }
}
