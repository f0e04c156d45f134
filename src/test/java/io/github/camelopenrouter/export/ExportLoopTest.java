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

import io.github.camelopenrouter.usage.JournalPosition;
import io.github.camelopenrouter.webhook.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an export does when something goes wrong that is not its receiver's answer. */
@Timeout(30)
class ExportLoopTest {

    @TempDir
    private Path data;

    private final List<String> taken = new ArrayList<>();

    @Test
    void goesOnAfterWhatNobodyHasForeseen() throws Exception {
        Deque<Throwable> failures = new ArrayDeque<>(List.of(
                new IllegalStateException("opening"), new NoClassDefFoundError("reading"), new IOException("disk")));
        run(1, failures, parcel -> {
            if (taken.isEmpty()) {
                taken.add("once");
                throw new LinkageError("sending");
            }
            return take(parcel);
        });
        assertThat(failures).isEmpty();
        assertThat(taken).containsExactly("once", "0");
    }

    /** As a receiver may have a bound for one request. */
    @Test
    void whatIsTooLargeTogetherGoesInParts() throws Exception {
        run(
                7,
                new ArrayDeque<>(),
                parcel -> parcel.records().size() > 2 || ids(parcel).contains("5")
                        ? new Refusal("HTTP 413", 413, Duration.ZERO)
                        : take(parcel));
        assertThat(taken).containsExactly("0", "1", "2", "3", "4", "6");
        try (Stream<Path> aside = Files.list(data.resolve("export/all/rejected"))) {
            assertThat(aside.map(ExportLoopTest::text)).singleElement().isEqualTo("{\"records\":[{\"id\":\"5\"}]}");
        }
    }

    @Test
    void whatIsRefusedIsSetAsideUpToABoundAndThenWaits() throws Exception {
        Path unfinished = Files.createFile(data.resolve("unfinished"));
        RejectedParcels few = new RejectedParcels(data.resolve("few"), 2, 1000);
        Path first = few.add(parcel(1), unfinished, Instant.EPOCH);
        few.add(parcel(1), Files.createFile(unfinished), Instant.EPOCH);
        assertThatThrownBy(() -> few.add(parcel(1), unfinished, Instant.EPOCH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is full with 2 files");
        Files.delete(first);
        assertThat(few.add(parcel(1), Files.createFile(unfinished), Instant.EPOCH))
                .isEqualTo(first);

        RejectedParcels small = new RejectedParcels(data.resolve("few"), 100, 40);
        assertThatThrownBy(() -> small.add(parcel(1), unfinished, Instant.EPOCH))
                .hasMessageContaining("is full with 2 files of 48 bytes");
    }

    /** Its receiver may have answered after all, when the next one has come further. */
    @Test
    void whoHasBeenReplacedRemembersNothing() throws Exception {
        ExportDirectory before = new ExportDirectory(data, ExportName.of("all"));
        ExportDirectory after = new ExportDirectory(data, ExportName.of("all"));
        JournalPosition further = JournalPosition.parse("2026-01-02.2:0");
        before.remember(JournalPosition.parse("2026-01-01.1:0"));
        before.close();
        after.remember(further);
        before.remember(JournalPosition.parse("2026-01-01.3:0"));
        assertThat(after.position()).contains(further);
        assertThatThrownBy(() -> before.newFile("file.gz")).isInstanceOf(IOException.class);
    }

    @Test
    void theLogGetsTheReasonOfAServiceWithoutKeys() {
        Refusal refusal = Refusal.of(new IOException("outer", new ServiceException()));
        assertThat(refusal.text())
                .startsWith("HTTP 403, ServiceException: no such key")
                .doesNotContain("canary");
        assertThat(refusal.isFinal()).isTrue();
        assertThat(Refusal.of(new RuntimeException("outer", new IOException("connection refused")))
                        .text())
                .isEqualTo("IOException: connection refused");
    }

    @Test
    void theNameOfAModelBreaksNoJsonThatARouteMakes() {
        String json = "{\"id\":\"a\",\"rev\":0,\"model\":{\"served\":\"a\\\"b\\n\"}}";
        assertThat(RecordHeaders.of(new ExportedRecord("a", 0, json.getBytes(UTF_8))))
                .containsEntry("CamelOpenRouterUsageModelJson", "\"a\\\"b\\n\"");
        assertThat(RecordHeaders.of(new ExportedRecord("a", 0, "{\"id\":\"a\",\"rev\":0}".getBytes(UTF_8))))
                .containsEntry("CamelOpenRouterUsageModelJson", "null");
    }

    /** As those of AWS's kit are. */
    public static final class ServiceException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ServiceException() {
            super("no such key: sk-or-v1-canary0123456789abcdef0123456789");
        }

        public int statusCode() {
            return 403;
        }
    }

    private interface Receiver {
        @Nullable
        Refusal send(Parcel parcel);
    }

    /** Hands one parcel on, behind these failures. */
    private void run(int records, Deque<Throwable> failures, Receiver receiver) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            UsageEndpoint endpoint =
                    context.getEndpoint("openrouter-usage:all?linger=1ms&backoff=1ms", UsageEndpoint.class);
            ExportLoop[] loop = new ExportLoop[1];
            ExportDirectory directory = new ExportDirectory(data, endpoint.name());
            loop[0] = new ExportLoop(
                    endpoint,
                    () -> {
                        fail(failures);
                        return source(loop, records, failures);
                    },
                    receiver::send,
                    directory);
            loop[0].run();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static Source source(ExportLoop[] loop, int records, Deque<Throwable> failures) {
        return new Source() {
            @Override
            public Parcel next() throws IOException {
                fail(failures);
                return parcel(records);
            }

            @Override
            public void passed() {
                loop[0].signals().stop();
                Thread.currentThread().interrupt(); // ends it before the next parcel
            }

            @Override
            public void close() {}
        };
    }

    private static void fail(Deque<Throwable> failures) throws IOException {
        Throwable next = failures.poll();
        if (next instanceof IOException checked) {
            throw checked;
        }
        if (next instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (next instanceof Error error) {
            throw error;
        }
    }

    private @Nullable Refusal take(Parcel parcel) {
        taken.addAll(ids(parcel));
        return null;
    }

    private static List<String> ids(Parcel parcel) {
        return parcel.records().stream().map(ExportedRecord::id).toList();
    }

    private static Parcel parcel(int records) {
        return JournalSource.parcel(
                IntStream.range(0, records)
                        .mapToObj(n -> new ExportedRecord("" + n, 0, ("{\"id\":\"" + n + "\"}").getBytes(UTF_8)))
                        .toList(),
                UsageEndpoint.Unit.BATCH,
                true);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
