/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.api.AuditEvent;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.usage.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Lines of calls, on a disk that takes them or does not. */
class CallQueueTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path directory;

    private Trail trail;
    private AuditWriter writer;
    private CallQueue queue;

    @BeforeEach
    void open() {
        trail = new Trail(directory);
        AuditSettings settings = new AuditSettings(
                directory, "n1", AuditSettings.Mode.CALLS, AuditSettings.Full.ALLOW, Duration.ofDays(400), null, null);
        writer = new AuditWriter(settings, trail.persons, trail.time);
        queue = new CallQueue(writer, new RequestHash(directory));
    }

    @Test
    void callsAndChangesAreOneChain() throws IOException {
        add(3);
        queue.write();
        writer.write(List.of(Trail.event("k1")));
        add(CallQueue.MOST / 4);
        queue.write();
        assertThat(trail.verify()).isEqualTo(new AuditVerifier.Result(4 + CallQueue.MOST / 4, 0, null));
        JsonNode line = lines().get(0);
        assertThat(line.path("action").asText()).isEqualTo("call");
        assertThat(line.at("/actor/principal").asText()).isEqualTo("laptop");
        assertThat(line.path("target").asText()).isEqualTo("chat-completions fast, openai/gpt-4o, openai/gpt-4o-2024");
        assertThat(line.path("outcome").asText()).isEqualTo("done");
        assertThat(line.path("after").toString())
                .isEqualTo("{\"arrived\":\"2026-08-04T12:00:00.250Z\",\"bytes\":210,\"door\":\"/v1/chat/completions\","
                        + "\"gateway\":\"b\",\"hmac\":\"00ff\",\"id\":\"019-a\",\"key\":\"ci\",\"outcome\":\"complete\","
                        + "\"request_id\":\"req \\\"1\\\"\\n\",\"status\":200,\"team\":\"search\"}");
    }

    @Test
    void aCallThatWasRefusedSaysSo() throws IOException {
        queue.add(new CallLine(Records.refused(), new AuditedRequest(Trail.ADMIN, null)));
        queue.write();
        assertThat(lines().get(0).path("outcome").asText()).isEqualTo("refused");
        assertThat(lines().get(0).path("target").asText()).isEqualTo("direct");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatTheDiskRefusesIsWrittenOnceItTakesLines() throws IOException {
        add(1);
        queue.write();
        Path kept = refuse();
        add(2);
        assertThatThrownBy(queue::write).isInstanceOf(IOException.class);
        assertThat(queue.takesMore()).isFalse();
        assertThatThrownBy(() -> new CallGate(queue).process(new DefaultExchange(new DefaultCamelContext())))
                .isInstanceOf(OpenRouterException.class)
                .hasMessageContaining("openrouter.audit.full=allow");
        assertThatThrownBy(queue::write).isInstanceOf(IOException.class);

        takeAgain(kept);
        queue.write();
        assertThat(queue.takesMore()).isTrue();
        assertThat(lines())
                .extracting(line -> line.path("action").asText())
                .containsExactly("call", "call", "call", "audit.resumed");
        assertThat(lines().get(3).path("after").toString()).isEqualTo("{\"lost\":0,\"refused\":1}");
        assertThat(trail.verify()).isEqualTo(new AuditVerifier.Result(4, 0, null));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDiskThatIsBackIsFoundAlsoWhereNoCallComes() throws IOException {
        writer.write(List.of(Trail.event("k1")));
        Path kept = refuse();
        assertThatThrownBy(() -> writer.write(List.of(Trail.event("k2")))).isInstanceOf(IOException.class);
        takeAgain(kept);
        queue.write();
        assertThat(writer.problem()).isNull();
        assertThat(queue.takesMore()).isTrue();
        assertThat(lines().get(1).path("action").asText()).isEqualTo("audit.resumed");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void linesOfOurOwnWaitForTheDiskAndOneTooManyIsSaid() throws IOException {
        writer.write(List.of(Trail.event("first")));
        Path kept = refuse();
        try (LogRecorder log = LogRecorder.record()) {
            for (int line = 0; line <= AuditWriter.MOST_OWED; line++) {
                writer.writeOrOwe(Trail.event("owed-" + line));
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("will not say key.create"))
                    .hasSize(1);
        }
        takeAgain(kept);
        writer.write(List.of(Trail.event("last")));
        assertThat(trail.verify().lines()).isEqualTo(AuditWriter.MOST_OWED + 2);
        assertThat(lines().get(1).path("target").asText()).isEqualTo("owed-0");
        assertThat(lines().get(AuditWriter.MOST_OWED + 1).path("target").asText())
                .isEqualTo("last");
    }

    @Test
    void oneTooManyIsLostCountedAndSaid() throws IOException {
        queue.write(); // makes the key
        add(CallQueue.MOST / 2 - 1);
        assertThat(queue.takesMore()).isTrue();
        add(1);
        assertThat(queue.takesMore()).isFalse(); // those under way have room
        add(CallQueue.MOST / 2 + 3);
        assertThat(queue.lost()).isEqualTo(3);
        assertThat(queue.problem()).isEqualTo("3 lines of calls are lost");
        queue.write();
        assertThat(lines().get(0).at("/after/lost").asInt()).isEqualTo(3);
        assertThat(queue.problem()).isNull();
        assertThat(queue.lost()).isEqualTo(3);
        assertThat(trail.verify().lines()).isEqualTo(CallQueue.MOST + 1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatTheDiskRefusesToTheEndIsCounted() throws IOException {
        add(1);
        assertThat(queue.end()).isZero();
        Path kept = refuse();
        add(2);
        assertThatThrownBy(queue::write).isInstanceOf(IOException.class);
        add(CallQueue.MOST + 3);
        assertThat(queue.end()).isEqualTo(CallQueue.MOST + 5);
        takeAgain(kept);
        assertThat(queue.end()).isZero();
    }

    @Test
    void aBatchThatAKilledProcessHasNotFinishedIsCutBehindItsLastWholeLine() throws IOException {
        writer.write(List.of(Trail.event("k1")));
        add(3);
        queue.write();
        byte[] whole = Files.readAllBytes(trail.file(0));
        List<String> lines = trail.lines(0);
        int secondCall = String.join("\n", lines.subList(0, 2)).length() + 1;
        for (int at = secondCall + 1; at < whole.length; at += 97) {
            Files.write(trail.file(0), Arrays.copyOf(whole, at));
            boolean cut = whole[at - 1] != '\n';
            assertThat(trail.verify().misfit() == null).isNotEqualTo(cut);
            try (AuditLog next = trail.open()) {
                next.write(Trail.event("k2"));
            }
            assertThat(trail.verify().misfit()).isNull();
            assertThat(Files.readString(trail.file(0)).contains("audit.cut")).isEqualTo(cut);
            assertThat(trail.lines(0)).startsWith(lines.get(0), lines.get(1));
        }
    }

    @Test
    void linesOfASecondProcessDoNotFit() throws IOException {
        writer.write(List.of(Trail.event("k1")));
        try (AuditLog second = trail.open()) {
            add(2);
            queue.write();
            second.write(List.of(Trail.event("k2"), Trail.event("k3"), Trail.event("k4")));
            add(1);
            queue.write();
        }
        assertThat(trail.verify().misfit()).isNotNull();
    }

    private void add(int lines) {
        for (int line = 0; line < lines; line++) {
            queue.add(new CallLine(
                    Records.whole(),
                    new AuditedRequest(new AuditEvent.Actor("laptop", Set.of(), "127.0.0.1"), "00ff")));
        }
    }

    /** As a full disk does. */
    private Path refuse() throws IOException {
        Path kept = directory.resolve("kept");
        Files.move(trail.file(0), kept);
        Files.createSymbolicLink(trail.file(0), Path.of("/dev/full"));
        return kept;
    }

    private void takeAgain(Path kept) throws IOException {
        Files.delete(trail.file(0));
        Files.move(kept, trail.file(0));
    }

    private List<JsonNode> lines() throws IOException {
        return trail.lines(0).stream().map(CallQueueTest::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
