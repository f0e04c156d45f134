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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of calls whose cost is not known when they end, and of those that never end. */
@Timeout(120)
class JournalRecoveryTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODEL = "openai/gpt-4o";
    private static final String MODELS =
            "{\"data\":[{\"id\":\"" + MODEL + "\",\"pricing\":{\"prompt\":\"0.000001\",\"completion\":\"0.000002\"}}]}";
    private static final String COST =
            "{\"data\":{\"id\":\"gen-7\",\"usage\":0.00031,\"total_cost\":0.00031,\"is_byok\":false,"
                    + "\"provider_name\":\"Azure\",\"native_tokens_prompt\":11,\"native_tokens_completion\":13}}";

    @TempDir
    private Path home;

    private final CountDownLatch over = new CountDownLatch(1);
    private final ScriptedUpstream upstream = ScriptedUpstream.start(this::answer);
    private volatile boolean costKnown;
    private volatile String head = "X-Generation-Id: gen-7";

    private void answer(ScriptedUpstream.Call call) throws Exception {
        if (call.requestLine().contains("/generation")) {
            if (costKnown) {
                call.answer(200, "application/json", COST);
            } else {
                call.answer(404, "application/json", "{\"error\":{\"code\":404,\"message\":\"not found\"}}");
            }
        } else if (call.requestLine().contains("/models")) {
            call.answer(200, "application/json", MODELS);
        } else {
            call.head(200, "text/event-stream", head)
                    .send("data: {\"id\":\"gen-7\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n");
            over.await();
        }
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        upstream.close();
    }

    @Test
    void theCostOfACallThatItsClientLeftIsAskedForWithItsKey() throws Exception {
        costKnown = true;
        Path data = home.resolve("data");
        try (TestGateway gateway = gateway(data)) {
            try (RawClient client = stream(gateway)) {
                client.answer().next(10);
                client.hangUp();
            }
            await().untilAsserted(() -> assertThat(records(data)).hasSize(2));
            JsonNode first = records(data).get(0);
            assertThat(first.path("outcome").textValue()).isEqualTo("cancelled");
            assertThat(first.path("cost_source").textValue()).isEqualTo("unresolved");
            JsonNode second = records(data).get(1);
            assertThat(second.path("id").textValue()).isEqualTo(first.path("id").textValue());
            assertThat(second.path("rev").intValue()).isOne();
            assertThat(second.path("cost").textValue()).isEqualTo("0.00031");
            assertThat(second.path("cost_source").textValue()).isEqualTo("generation");
            assertThat(second.path("tokens").path("prompt").intValue()).isEqualTo(11);
            ScriptedUpstream.Call asked = upstream.awaitCall();
            while (!asked.requestLine().contains("/generation")) {
                asked = upstream.awaitCall();
            }
            assertThat(asked.requestLine()).contains("/v1/generation?id=gen-7 ");
            assertThat(asked.headers().get("authorization")).isEqualTo("Bearer " + TestGateway.KEY);
        }
    }

    /** Begun before its request goes up, and once more when its head is there. */
    @Test
    void aCallUnderWayWhenTheProcessDiesIsBookedAtTheNextStart() throws Exception {
        Path copy = home.resolve("copy");
        Path data = home.resolve("data");
        try (TestGateway gateway = gateway(data);
                RawClient client = stream(gateway, "x-openrouter-tags: project=a")) {
            client.answer().next(10);
            await().untilAsserted(() -> assertThat(lines(data))
                    .hasSize(2)
                    .allMatch(line -> schema(line).equals(BegunLine.SCHEMA)));
            copyOf(data, copy); // what a kill would leave
        }
        costKnown = true;
        try (TestGateway next = gateway(copy)) {
            await().untilAsserted(() -> assertThat(records(copy)).hasSize(2));
            JsonNode lost = records(copy).get(0);
            assertThat(lost.path("outcome").textValue()).isEqualTo("lost");
            assertThat(lost.path("door").textValue()).isEqualTo(Door.CHAT.path());
            assertThat(lost.path("operation").textValue()).isEqualTo("chat-completions");
            assertThat(lost.path("stream").booleanValue()).isTrue();
            assertThat(lost.path("tags").path("project").textValue()).isEqualTo("a");
            assertThat(lost.path("attempts").path(0).path("generation_id").textValue())
                    .isEqualTo("gen-7");
            assertThat(lost.path("cost_source").textValue()).isEqualTo("unresolved");
            JsonNode booked = records(copy).get(1);
            assertThat(booked.path("rev").intValue()).isOne();
            assertThat(booked.path("outcome").textValue()).isEqualTo("lost");
            assertThat(booked.path("spend").textValue()).isEqualTo("0.00031");
            assertThat(next.port()).isPositive();
        }
        try (TestGateway third = gateway(copy)) {
            assertThat(third.port()).isPositive();
        }
        assertThat(records(copy)).hasSize(2);
    }

    @Test
    void aCallWhoseGenerationNobodyKnowsStaysUnresolvedWithAnEstimate() throws Exception {
        head = "X-Other: 1";
        Path data = home.resolve("data");
        Path copy = home.resolve("copy");
        try (TestGateway gateway = gateway(data)) {
            try (RawClient models = RawClient.connect(gateway.port()).request("GET", "/v1/models")) {
                assertThat(models.answer().text()).contains(MODEL);
            }
            try (RawClient client = stream(gateway)) {
                client.answer().next(10);
                copyOf(data, copy);
            }
        }
        try (TestGateway next = gateway(copy)) {
            await().untilAsserted(() -> assertThat(records(copy)).isNotEmpty());
            JsonNode lost = records(copy).get(0);
            assertThat(lost.path("outcome").textValue()).isEqualTo("lost");
            assertThat(lost.path("attempts").path(0).has("generation_id")).isFalse();
            assertThat(new java.math.BigDecimal(lost.path("estimate").textValue()))
                    .isGreaterThan(new java.math.BigDecimal("0.008192"));
            assertThat(next.port()).isPositive();
        }
    }

    private TestGateway gateway(Path data) {
        return TestGateway.start(upstream.baseUrl(), "data-dir=" + data, "retry.attempts=0");
    }

    private static RawClient stream(TestGateway gateway, String... headers) throws IOException {
        return RawClient.connect(gateway.port()).post(Door.CHAT.path(), Door.CHAT.streaming(), headers);
    }

    private static void copyOf(Path data, Path copy) throws IOException {
        Path usage = Files.createDirectories(copy.resolve(Journal.DIRECTORY));
        try (Stream<Path> files = Files.list(data.resolve(Journal.DIRECTORY))) {
            for (Path file : files.toList()) {
                Files.copy(file, usage.resolve(file.getFileName()));
            }
        }
    }

    private static List<String> lines(Path data) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JournalFile file : JournalFile.in(data.resolve(Journal.DIRECTORY))) {
            lines.addAll(Files.readAllLines(file.path(), UTF_8));
        }
        return lines;
    }

    private static List<JsonNode> records(Path data) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : lines(data)) {
            JsonNode json = JSON.readTree(line);
            if (schema(line).equals(RecordLine.SCHEMA) && json.path("attempts").size() > 0) {
                records.add(json);
            }
        }
        return records;
    }

    private static String schema(String line) {
        try {
            return JSON.readTree(line).path("schema").asText();
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
