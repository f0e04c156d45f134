/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.OneRequest.Answer;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see of the limits of a policy. Those of a day do not refill within a test. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsOverHttpTest {

    private static final String CHAT =
            "{\"model\":\"openai/gpt-4o\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String STREAM = CHAT.replace("\"model\"", "\"stream\":true,\"model\"");
    private static final String EVENT = "data: {\"id\":\"gen-1\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5,\"total_tokens\":8,\"cost\":0.1}";
    private static final String ANSWER = "{\"id\":\"gen-1\",\"choices\":[]," + USAGE + "}";

    private ScriptedUpstream upstream;
    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        upstream = ScriptedUpstream.start(LimitsOverHttpTest::answer);
        Path policy = Files.writeString(
                directory.resolve("policy.yaml"),
                "organisation: { limits: { requests: 100000/day } }\nteams:\n  b: { limits: { requests: 3/day } }\n  t: {}\nkeys:\n"
                        + List.of(
                                        key("many", "requests: 100/min"),
                                        key("two", "concurrent: 2"),
                                        key("silent", "concurrent: 1"),
                                        key("tokens", "tokens: 1000/day"),
                                        key("streams", "tokens: 1000/day"),
                                        key("aborts", "tokens: 1000/day, concurrent: 3"),
                                        key("begun", "tokens: 1000/day"),
                                        key("errors", "tokens: 1000/day"),
                                        key("more", "tokens: 1000/day"),
                                        key("heads", "requests: 50/day, tokens: 100000/hour"),
                                        key("anthropic", "requests: 50/day, tokens: 100000/hour"),
                                        key("upstreams", "requests: 50/day"),
                                        key("chat", "requests: 1/day"),
                                        key("completions", "requests: 1/day"),
                                        key("responses", "requests: 1/day"),
                                        key("messages", "requests: 1/day"),
                                        key("embeddings", "requests: 1/day"),
                                        key("rerank", "requests: 1/day"),
                                        key("count", "requests: 1/day"))
                                .stream()
                                .collect(Collectors.joining()));
        gateway = TestGateway.start(upstream.baseUrl(), "policy.file=" + policy, "max-concurrent-requests=400");
    }

    private static String key(String name, String limits) {
        return "  " + name + ": { team: t, sha256: " + Sha256.hex("k-" + name) + ", limits: { " + limits + " } }\n";
    }

    private static void answer(ScriptedUpstream.Call call) throws IOException {
        call.answer(200, HttpTest.JSON, ANSWER, "X-Generation-Id: gen-1");
    }

    @BeforeEach
    void forget() {
        upstream.script(LimitsOverHttpTest::answer);
        upstream.forget();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @Test
    void ofThreeHundredAtOnceAsManyPassAsMay() throws Exception {
        long begun = System.nanoTime();
        List<Answer> answers = atOnce(300, () -> chat("many"));
        double seconds = (System.nanoTime() - begun) / 1e9;
        long passed = answers.stream().filter(answer -> answer.status() == 200).count();
        assertThat(passed).isBetween(100L, 101L + (long) (seconds * 100 / 60));
        assertThat(answers).filteredOn(answer -> answer.status() != 200).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(429);
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
            assertThat(refused.header("x-should-retry")).isNull();
            assertThat(refused.text())
                    .contains("\"code\":\"rate_limit_exceeded\"", "100 requests a minute of key 'many'");
        });
        assertThat(upstream.callCount()).isEqualTo((int) passed);
    }

    @Test
    void asManyCallsAreUnderWayAsMayBeAlsoWhereTheirClientsLeave() throws Exception {
        upstream.script(call -> {
            call.head(200, HttpTest.SSE, "X-Generation-Id: gen-1").send(EVENT);
            call.awaitHangUp();
        });
        for (int round = 0; round < 3; round++) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                RawClient client = RawClient.connect(gateway.port());
                clients.add(client);
                client.post("/v1/chat/completions", STREAM, "Authorization: Bearer k-two");
                assertThat(client.answer().next(5)).isEqualTo("data:");
            }
            assertThat(atOnce(10, () -> chat("two")))
                    .allSatisfy(refused -> assertThat(refused.status()).isEqualTo(429))
                    .first()
                    .satisfies(
                            refused -> assertThat(refused.header("Retry-After")).isEqualTo("1"));
            for (RawClient client : clients) {
                client.hangUp();
                client.close();
            }
            int hangUps = 2 * (round + 1);
            HttpTest.await(20).until(() -> upstream.hangUps() == hangUps);
            awaitFree("two");
        }
    }

    /** A client that has room gets 200; those that try do not take it from each other for long. */
    private void awaitFree(String key) throws IOException {
        ScriptedUpstream.Script held = call -> {
            call.head(200, HttpTest.SSE, "X-Generation-Id: gen-1").send(EVENT);
            call.awaitHangUp();
        };
        upstream.script(LimitsOverHttpTest::answer);
        HttpTest.await(20).until(() -> atOnce(2, () -> chat(key)).stream().allMatch(answer -> answer.status() == 200));
        upstream.script(held);
    }

    @Test
    void aCallIsUnderWayNoMoreWhereItsClientLeavesBeforeThereIsAnAnswer() throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        try (RawClient client = RawClient.connect(gateway.port())) {
            client.post("/v1/chat/completions", CHAT, "Authorization: Bearer k-silent");
            upstream.awaitCall();
            assertThat(chat("silent").status()).isEqualTo(429);
            client.hangUp();
        }
        upstream.script(LimitsOverHttpTest::answer);
        HttpTest.await(20).until(() -> chat("silent").status() == 200);
        assertThat(chat("silent").status()).isEqualTo(200);
    }

    @Test
    void anAnswerSaysWhatItTookOfTheTokens() throws Exception {
        chat("tokens");
        HttpTest.await(20).until(() -> remaining("tokens") == 1000 - 2 * 8);
    }

    /** Of the call that asks, too: its answer has ended when its headers go. */
    private long remaining(String key) throws IOException {
        return Long.parseLong(embed(key).header("x-ratelimit-remaining-tokens"));
    }

    /** Answered like all others, and takes next to nothing before that. */
    private Answer embed(String key) throws IOException {
        return post(key, "/v1/embeddings", Door.EMBEDDINGS.plain());
    }

    @Test
    void aStreamDoesSoAtItsEnd() throws Exception {
        upstream.script(call -> {
            call.head(200, HttpTest.SSE, "X-Generation-Id: gen-1").send(EVENT);
            call.send("data: {\"id\":\"gen-1\",\"choices\":[]," + USAGE + "}\n\n" + HttpTest.DONE)
                    .end();
        });
        Answer answer = post("streams", "/v1/chat/completions", STREAM);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Long.parseLong(answer.header("x-ratelimit-remaining-tokens")))
                .isLessThan(900);
        upstream.script(call -> call.answer(200, HttpTest.JSON, "{\"data\":[],\"usage\":{\"total_tokens\":0}}"));
        HttpTest.await(20).until(() -> remaining("streams") == 1000 - 8);
    }

    @Test
    void aStreamWhoseClientLeavesKeepsWhatItMayHaveUsedAndNoCallUnderWay() throws Exception {
        upstream.script(call -> {
            call.head(200, HttpTest.SSE, "X-Generation-Id: gen-1").send(EVENT);
            call.awaitHangUp();
        });
        try (RawClient client = RawClient.connect(gateway.port())) {
            client.post("/v1/chat/completions", STREAM, "Authorization: Bearer k-aborts");
            assertThat(client.answer().next(5)).isEqualTo("data:");
        }
        HttpTest.await(20).until(() -> upstream.hangUps() == 1);
        upstream.script(call -> call.answer(400, HttpTest.JSON, "{\"error\":{\"code\":400,\"message\":\"x\"}}"));
        assertThat(remaining("aborts")).isLessThan(900).isGreaterThan(800);
        HttpTest.await(20)
                .until(() -> atOnce(3, () -> embed("aborts")).stream().allMatch(answer -> answer.status() == 400));
    }

    /** A message says at its beginning how much it has written by then. */
    @Test
    void whatAMessageHasWrittenWhenItBeginsIsNotWhatItHasUsed() throws Exception {
        upstream.script(call -> {
            call.head(200, HttpTest.SSE, "X-Generation-Id: gen-1");
            call.send("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"gen-1\","
                    + "\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}\n\n");
            call.send("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                    + "\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n");
            call.awaitHangUp();
        });
        try (RawClient client = RawClient.connect(gateway.port())) {
            client.post("/anthropic/v1/messages", STREAM, "x-api-key: k-begun");
            assertThat(client.answer().next(6)).isEqualTo("event:");
        }
        HttpTest.await(20).until(() -> upstream.hangUps() == 1);
        upstream.script(call -> call.answer(400, HttpTest.JSON, "{\"error\":{\"code\":400,\"message\":\"x\"}}"));
        assertThat(remaining("begun")).isLessThan(900).isGreaterThan(800);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 402, 429, 503})
    void whatGeneratesNothingTakesNothing(int status) throws Exception {
        upstream.script(call -> call.answer(
                status,
                HttpTest.JSON,
                "{\"error\":{\"code\":" + status + ",\"message\":\"x\"}}",
                "x-ratelimit-limit: 7"));
        Answer refused = chat("errors");
        assertThat(refused.status()).isNotEqualTo(200);
        assertThat(refused.header("x-ratelimit-limit")).isNull();
        HttpTest.await(20).until(() -> remaining("errors") == 1000);
    }

    @Test
    void whoHasUsedMoreThanWasThoughtIsInDebt() throws Exception {
        upstream.script(call -> call.answer(
                200,
                HttpTest.JSON,
                ANSWER.replace("\"total_tokens\":8", "\"total_tokens\":1500"),
                "X-Generation-Id: gen-1"));
        assertThat(chat("more").status()).isEqualTo(200);
        HttpTest.await(20).until(() -> chat("more").status() == 429);
        Answer refused = chat("more");
        assertThat(refused.text()).contains("1000 tokens a day of key 'more'");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isGreaterThan(60);
        assertThat(refused.header("x-should-retry")).isEqualTo("false");
        Answer larger = post("more", "/v1/chat/completions", CHAT.replace("100", "1001"));
        assertThat(larger.status()).isEqualTo(400);
        assertThat(larger.text()).contains("\"code\":\"over_limit\"");
        assertThat(upstream.callCount()).isEqualTo(1);
    }

    @Test
    void clientsOfOpenAiSeeTheTightestScope() throws Exception {
        upstream.script(call -> call.answer(
                200,
                HttpTest.JSON,
                ANSWER,
                "X-Generation-Id: gen-1",
                "X-RateLimit-Limit: 7",
                "x-ratelimit-remaining-requests: 6"));
        Answer answer = chat("heads");
        assertThat(answer.header("x-ratelimit-limit")).isNull();
        assertThat(answer.header("x-ratelimit-limit-requests")).isEqualTo("50");
        assertThat(answer.header("x-ratelimit-remaining-requests")).isEqualTo("49");
        assertThat(answer.header("x-ratelimit-reset-requests")).matches("28m\\d+(\\.\\d+)?s|28m48s");
        assertThat(answer.header("x-ratelimit-limit-tokens")).isEqualTo("100000");
        assertThat(answer.header("x-ratelimit-reset-tokens")).matches("[\\d.]+m?s");
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("anthropic-"));
    }

    @Test
    void clientsOfAnthropicSeeItInTheirWords() throws Exception {
        Instant before = Instant.now();
        Answer answer = post("anthropic", "/anthropic/v1/messages", Door.MESSAGES.plain());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("anthropic-ratelimit-requests-limit")).isEqualTo("50");
        assertThat(answer.header("anthropic-ratelimit-requests-remaining")).isEqualTo("49");
        assertThat(Duration.between(before, Instant.parse(answer.header("anthropic-ratelimit-requests-reset"))))
                .isBetween(Duration.ofMinutes(28), Duration.ofMinutes(30));
        assertThat(answer.header("anthropic-ratelimit-tokens-limit")).isEqualTo("100000");
        assertThat(answer.header("anthropic-ratelimit-tokens-reset")).matches("[\\d-]+T[\\d:]{8}Z");
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("x-ratelimit"));
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void eachDoorLivesByThem(Door door) throws Exception {
        String key = door.name().toLowerCase(Locale.ROOT);
        assertThat(post(key, door.path(), door.plain()).status()).isEqualTo(200);
        Answer refused = post(key, door.path(), "no JSON at all");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("rate_limit_error");
    }

    @Test
    void soDoOtherPathsAndCountsOfTokens() throws Exception {
        String rerank = "{\"model\":\"cohere/r\",\"query\":\"x\",\"documents\":[\"x\"]}";
        assertThat(post("rerank", "/v1/rerank", rerank).status()).isEqualTo(200);
        assertThat(post("rerank", "/v1/rerank", rerank).status()).isEqualTo(429);
        String counted = Door.MESSAGES.plain();
        assertThat(post("count", "/anthropic/v1/messages/count_tokens", counted).status())
                .isEqualTo(200);
        assertThat(post("count", "/anthropic/v1/messages/count_tokens", counted).status())
                .isEqualTo(429);
    }

    @Test
    void soDoCallsOfRoutesOfOnesOwn() throws Exception {
        try (ProducerTemplate calls = gateway.context().createProducerTemplate()) {
            List<Integer> statuses = IntStream.range(0, 4)
                    .mapToObj(i -> calls.request("direct:openrouter-chat-completions", exchange -> {
                        exchange.setProperty(OpenRouterConstants.TEAM, "b");
                        exchange.getMessage().setBody(CHAT);
                    }))
                    .map(answer -> answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))
                    .toList();
            assertThat(statuses).containsExactly(200, 200, 200, 429);
        }
    }

    private Answer chat(String key) throws IOException {
        return post(key, "/v1/chat/completions", CHAT);
    }

    private Answer post(String key, String path, String body) throws IOException {
        return new OneRequest(gateway.port()).post(path, body, "Authorization: Bearer k-" + key);
    }

    private static List<Answer> atOnce(int count, Callable<Answer> call) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(count);
        try {
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : clients.invokeAll(
                    IntStream.range(0, count).mapToObj(i -> call).toList())) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            clients.shutdown();
        }
    }
}
