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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the journal at the moment at which a client has seen its answer end. */
@Timeout(60)
class JournalOverHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":31,\"total_tokens\":38,\"cost\":0.000120}";
    private static final String PLAIN =
            "{\"id\":\"gen-1\",\"model\":\"openai/gpt-4o\",\"provider\":\"Azure\",\"choices\":"
                    + "[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"Hi\"}}]," + USAGE + "}";
    private static final String STREAM =
            "data: {\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n"
                    + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                    + "data: {\"choices\":[]," + USAGE + "}\n\ndata: [DONE]\n\n";

    @TempDir
    private Path data;

    private ScriptedUpstream upstream;
    private TestGateway gateway;
    private final CountDownLatch read = new CountDownLatch(1);

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", PLAIN));
        gateway = TestGateway.start(upstream.baseUrl(), "data-dir=" + data, "node=n1");
    }

    @AfterEach
    void stop() throws Exception {
        read.countDown();
        gateway.close();
        upstream.close();
    }

    @Test
    void aPlainAnswerStandsThereBeforeItsClientHasIt() throws Exception {
        upstream.script(call -> {
            call.head(200, "application/json").send(PLAIN);
            call.end();
        });
        try (RawClient client = post(Door.CHAT.plain())) {
            assertThat(client.answer().text()).isEqualTo(PLAIN);
            JsonNode record = onlyRecord();
            assertThat(record.path("outcome").textValue()).isEqualTo("complete");
            assertThat(record.path("cost").textValue()).isEqualTo("0.000120");
            assertThat(record.path("node").textValue()).isEqualTo("n1");
            assertThat(record.path("door").textValue()).isEqualTo("/v1/chat/completions");
            assertThat(record.path("tokens").path("completion").intValue()).isEqualTo(31);
        }
    }

    /** The upstream's connection is open, so nothing but the events has told the gateway that the answer is whole. */
    @Test
    void aStreamStandsThereBeforeItsClientHasTheEndMarker() throws Exception {
        upstream.script(call -> {
            call.head(200, "text/event-stream").send(STREAM);
            await(read);
            call.end();
        });
        try (RawClient client = post(Door.CHAT.streaming())) {
            readTo(client.answer().body(), "[DONE]");
            JsonNode record = onlyRecord();
            assertThat(record.path("outcome").textValue()).isEqualTo("complete");
            assertThat(record.path("stream").booleanValue()).isTrue();
            assertThat(record.path("finish_reason").textValue()).isEqualTo("stop");
            assertThat(record.path("spend").textValue()).isEqualTo("0.000120");
            assertThat(record.path("attempts").path(0).path("cost_source").textValue())
                    .isEqualTo("answer");
        }
    }

    /** Longer than what is held back of an answer. */
    @Test
    void aLongPlainAnswerStandsThereBeforeItsClientHasItsLastByte() throws Exception {
        String text = PLAIN.replace("Hi", "x".repeat(300_000));
        upstream.script(call -> {
            call.head(200, "application/json").send(text);
            await(read);
            call.end();
        });
        try (RawClient client = post(Door.CHAT.plain())) {
            readTo(client.answer().body(), "0.000120}}");
            assertThat(onlyRecord().path("outcome").textValue()).isEqualTo("complete");
        }
    }

    @Test
    void errorsAndRefusalsStandThereAndNobodyKnownDoesNot() throws Exception {
        upstream.script(
                call -> call.answer(404, "application/json", "{\"error\":{\"code\":404,\"message\":\"none\"}}"));
        try (RawClient client = post(Door.CHAT.plain())) {
            assertThat(client.answer().status()).isEqualTo(404);
        }
        assertThat(onlyRecord().path("outcome").textValue()).isEqualTo("error");
        try (RawClient client = post("{}")) {
            assertThat(client.answer().status()).isEqualTo(400);
        }
        List<JsonNode> records = records();
        assertThat(records).hasSize(2);
        assertThat(records.get(1).path("outcome").textValue()).isEqualTo("refused");
        assertThat(records.get(1).path("error").path("type").textValue()).isEqualTo("invalid_request_error");
    }

    @Test
    void tagsStandThereAndGoNoFurther() throws Exception {
        try (RawClient client = post(Door.CHAT.plain(), "X-OpenRouter-Tags: project=a, env=prod")) {
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(onlyRecord().path("tags").toString()).isEqualTo("{\"env\":\"prod\",\"project\":\"a\"}");
        assertThat(upstream.awaitCall().headers()).doesNotContainKey("x-openrouter-tags");
    }

    @Test
    void tagsThatCannotBeReadAreTheClientsMistake() throws Exception {
        try (RawClient client = post(Door.CHAT.plain(), "x-openrouter-tags: Project=a")) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(JSON.readTree(answer.text()).path("error").path("code").textValue())
                    .isEqualTo("invalid_tags");
        }
        assertThat(onlyRecord().path("outcome").textValue()).isEqualTo("refused");
        assertThat(upstream.callCount()).isZero();
    }

    /** Nothing tells that it is OpenRouter: no cost, no generation id. */
    @Test
    void anUpstreamThatOnlyCountsTokensIsBookedByTheModelList() throws Exception {
        upstream.script(call -> call.answer(
                200,
                "application/json",
                call.requestLine().contains("/models")
                        ? "{\"data\":[{\"id\":\"openai/gpt-4o\",\"pricing\":{\"prompt\":\"0.00000014\",\"completion\":\"0.0000006\"}}]}"
                        : PLAIN.replace(",\"cost\":0.000120", "")));
        try (RawClient client = post(Door.CHAT.plain())) {
            assertThat(client.answer().status()).isEqualTo(200);
        }
        JsonNode record = onlyRecord();
        assertThat(record.path("cost_source").textValue()).isEqualTo("estimate");
        assertThat(record.path("spend").textValue()).isEqualTo("0.00001958");
        assertThat(record.path("estimate").textValue()).isEqualTo("0.00001958");
    }

    /** Its beginning has counted the prompt: for that alone nobody may have a message. */
    @Test
    void aMessageOfSuchAnUpstreamThatIsCutOffIsNotBookedByItsPrompt() throws Exception {
        upstream.script(call -> {
            if (call.requestLine().contains("/models")) {
                call.answer(
                        200,
                        "application/json",
                        "{\"data\":[{\"id\":\"openai/gpt-4o\",\"pricing\":{\"prompt\":\"0.00000014\",\"completion\":\"0.0000006\"}}]}");
            } else {
                call.head(200, "text/event-stream");
                call.send("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":"
                        + "\"openai/gpt-4o\",\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}}\n\n");
                call.send("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                        + "\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n");
                call.awaitHangUp();
            }
        });
        try (RawClient client = RawClient.connect(gateway.port())) {
            client.post(Door.MESSAGES.path(), Door.MESSAGES.streaming());
            readTo(client.answer().body(), "text_delta");
        }
        HttpTest.await(20).until(() -> records().size() == 1);
        JsonNode record = onlyRecord();
        assertThat(record.path("outcome").textValue()).isEqualTo("cancelled");
        assertThat(record.path("cost_source").textValue()).isEqualTo("unresolved");
        assertThat(record.path("tokens").path("prompt").intValue()).isEqualTo(7);
        assertThat(record.path("tokens").has("completion")).isFalse();
    }

    /** As many of those that speak OpenAI's API: nobody knows a price, now or later. */
    @Test
    void anUpstreamWithoutAModelListIsBookedWithoutACost() throws Exception {
        upstream.script(call -> {
            if (call.requestLine().contains("/models")) {
                call.answer(404, "application/json", "{}");
            } else {
                call.answer(200, "application/json", PLAIN.replace(",\"cost\":0.000120", ""));
            }
        });
        for (int call = 0; call < 3; call++) {
            try (RawClient client = post(Door.CHAT.plain())) {
                assertThat(client.answer().status()).isEqualTo(200);
            }
        }
        assertThat(records()).hasSize(3).allSatisfy(record -> {
            assertThat(record.path("cost_source").textValue()).isEqualTo("none");
            assertThat(record.path("spend").isNull() || record.path("spend").isMissingNode())
                    .isTrue();
            assertThat(record.path("tokens").path("completion").intValue()).isEqualTo(31);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "-1", "\"0.1\"", "1e400"})
    void aCostThatNobodyCanReadIsUnresolvedAndNotFree(String cost) throws Exception {
        upstream.script(call -> call.answer(200, "application/json", PLAIN.replace("0.000120", cost)));
        try (RawClient client = post(Door.CHAT.plain())) {
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(onlyRecord().path("cost_source").textValue()).isEqualTo("unresolved");
        assertThat(onlyRecord().has("cost")).isFalse();
    }

    @Test
    void aFloodOfKeysThatNobodyKnowsIsOneLine() throws Exception {
        Path guarded = data.resolve("guarded");
        try (TestGateway keys = TestGateway.start(
                upstream.baseUrl(),
                "data-dir=" + guarded,
                "auth=keys",
                "auth.failures=off",
                "auth.keys=ci=" + "a".repeat(64))) {
            try (RawClient client = RawClient.connect(keys.port())) {
                for (int n = 0; n < 500; n++) {
                    client.post(Door.CHAT.path(), Door.CHAT.plain(), "Authorization: Bearer ork-made-up-" + n);
                    RawClient.Answer answer = client.answer();
                    assertThat(answer.status()).isEqualTo(401);
                    answer.text();
                }
            }
        }
        JournalFile file = JournalFile.in(guarded.resolve(Journal.DIRECTORY)).get(0);
        assertThat(Files.readAllLines(file.path()))
                .singleElement()
                .asString()
                .contains(
                        "camel-openrouter/refused/1",
                        "\"door\":\"/v1/chat/completions\"",
                        "\"count\":500",
                        "\"addresses\":1");
    }

    @Test
    void neitherPromptNorAnswerNorKeyStandsThere() throws Exception {
        try (RawClient client = post(Door.CHAT.plain().replace("\"user\"", "\"user\",\"name\":\"canary-prompt\""))) {
            client.answer().text();
        }
        assertThat(Files.readString(file())).doesNotContain("canary", TestGateway.KEY, "Hi");
    }

    private RawClient post(String body, String... headers) throws IOException {
        return RawClient.connect(gateway.port()).post(Door.CHAT.path(), body, headers);
    }

    private static void readTo(InputStream body, String end) throws IOException {
        StringBuilder seen = new StringBuilder();
        byte[] piece = new byte[8192];
        while (seen.indexOf(end) < 0) {
            int count = body.read(piece);
            assertThat(count).as("the answer has more").isPositive();
            seen.append(new String(piece, 0, count, UTF_8));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode onlyRecord() throws IOException {
        List<JsonNode> records = records();
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private List<JsonNode> records() throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : Files.readAllLines(file())) {
            JsonNode json = JSON.readTree(line);
            if (json.path("schema").asText().equals(RecordLine.SCHEMA)) {
                records.add(json);
            }
        }
        return records;
    }

    private Path file() throws IOException {
        return JournalFile.in(data.resolve(Journal.DIRECTORY)).get(0).path();
    }
}
