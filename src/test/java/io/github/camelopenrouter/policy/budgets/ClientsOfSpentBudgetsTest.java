/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.messages.MessageCreateParams;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.spi.BudgetReport;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's and Anthropic's own clients ask once where a budget is spent, and tell of a stream that it has ended. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsOfSpentBudgetsTest {

    private static final String MODELS = """
            {"data":[{"id":"openai/words","context_length":100000,"pricing":{"prompt":"0","completion":"0.001"}}]}""";

    private final AtomicInteger refused = new AtomicInteger();
    private ScriptedUpstream upstream;
    private TestGateway gateway;
    private OpenAIClient openAi;
    private AnthropicClient anthropic;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        upstream = ScriptedUpstream.start(ClientsOfSpentBudgetsTest::answer);
        Path policy = Files.writeString(
                directory.resolve("policy.yaml"),
                "keys: { k: { sha256: " + Sha256.hex("k-k") + ", budgets: [{ usd: '0.05', period: year }] } }");
        gateway = TestGateway.start(
                upstream.baseUrl(), "policy.file=" + policy, "budget.step=10", "data-dir=" + directory.resolve("data"));
        gateway.context().getRegistry().bind("refusals", (CallListener) this::count);
        assertThat(new OneRequest(gateway.port())
                        .get("/v1/models", "Authorization: Bearer k-k")
                        .status())
                .isEqualTo(200); // from here on the prices are known, however slow the machine
        openAi = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.uri("/v1").toString())
                .apiKey("k-k")
                .build();
        anthropic = AnthropicOkHttpClient.builder()
                .baseUrl(gateway.uri("/anthropic").toString())
                .apiKey("k-k")
                .build();
    }

    @AfterAll
    void stop() throws IOException {
        openAi.close();
        anthropic.close();
        gateway.close();
        upstream.close();
    }

    private void count(CallRecord call) {
        if (Integer.valueOf(402).equals(call.status())) {
            refused.incrementAndGet();
        }
    }

    /** A stream of words that never ends by itself, and costs nothing in the end. */
    private static void answer(ScriptedUpstream.Call call) throws Exception {
        if (call.requestLine().contains("/models")) {
            call.answer(200, HttpTest.JSON, MODELS);
        } else if (call.requestLine().contains("/generation")) {
            call.answer(200, HttpTest.JSON, "{\"data\":{\"id\":\"gen-1\",\"total_cost\":0}}");
        } else {
            call.head(200, HttpTest.SSE, "X-Generation-Id: gen-1");
            String first = call.requestLine().contains("/messages")
                    ? "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"gen-1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"openai/words\",\"content\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":0}}}\n\n"
                            + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
                    : "";
            String word = call.requestLine().contains("/messages")
                    ? "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"word\"}}\n\n"
                    : call.requestLine().contains("/responses")
                            ? "data: {\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"delta\":\"word\",\"logprobs\":[]}\n\n"
                            : "data: {\"id\":\"gen-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"openai/words\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word\"}}]}\n\n";
            if (!first.isEmpty()) {
                call.send(first);
            }
            while (!call.hasHungUpWithin(Duration.ofMillis(20))) {
                call.send(word);
            }
        }
    }

    private static ChatCompletionCreateParams chat(long tokens) {
        return ChatCompletionCreateParams.builder()
                .model("openai/words")
                .maxCompletionTokens(tokens)
                .addUserMessage("Hi")
                .build();
    }

    private static MessageCreateParams message(long tokens) {
        return MessageCreateParams.builder()
                .model("openai/words")
                .maxTokens(tokens)
                .addUserMessage("Hi")
                .build();
    }

    private void assertAsksOnce(Runnable asking) {
        refused.set(0);
        asking.run();
        HttpTest.await(20).until(() -> refused.get() > 0);
        assertThat(refused).hasValue(1);
    }

    @Test
    void openAisClientAsksOnce() {
        assertAsksOnce(() -> assertThatThrownBy(
                        () -> openAi.chat().completions().create(chat(100)))
                .isInstanceOfSatisfying(OpenAIServiceException.class, told -> {
                    assertThat(told.statusCode()).isEqualTo(402);
                    assertThat(told.code()).hasValue("budget_exceeded");
                })
                .hasMessageContaining("The budget of key 'k' for this year, 0.05 USD"));
    }

    @Test
    void anthropicsClientAsksOnce() {
        assertAsksOnce(() -> assertThatThrownBy(() -> anthropic.messages().create(message(100)))
                .isInstanceOfSatisfying(
                        AnthropicServiceException.class,
                        told -> assertThat(told.statusCode()).isEqualTo(402))
                .hasMessageContaining("billing_error"));
    }

    @Test
    void aStreamedChatTells() {
        AtomicInteger chunks = new AtomicInteger();
        assertThatThrownBy(() -> {
                    try (StreamResponse<ChatCompletionChunk> stream =
                            openAi.chat().completions().createStreaming(chat(20))) {
                        stream.stream().forEach(chunk -> chunks.incrementAndGet());
                    }
                })
                .hasMessageContaining("The budget of key 'k' for this year");
        assertThat(chunks.get()).isGreaterThan(0);
        awaitNothingHeld();
    }

    @Test
    void aStreamedResponseTells() {
        AtomicInteger events = new AtomicInteger();
        assertThatThrownBy(() -> {
                    try (StreamResponse<?> stream = openAi.responses()
                            .createStreaming(ResponseCreateParams.builder()
                                    .model("openai/words")
                                    .maxOutputTokens(20)
                                    .input("Hi")
                                    .build())) {
                        stream.stream().forEach(event -> {
                            events.incrementAndGet();
                            if (event.toString().contains("budget_exceeded")) {
                                throw new IllegalStateException("The budget of key 'k' for this year");
                            }
                        });
                    }
                })
                .hasMessageContaining("The budget of key 'k' for this year");
        assertThat(events.get()).isGreaterThan(0);
        awaitNothingHeld();
    }

    @Test
    void aStreamedMessageTells() {
        AtomicInteger events = new AtomicInteger();
        assertThatThrownBy(() -> {
                    try (com.anthropic.core.http.StreamResponse<?> stream =
                            anthropic.messages().createStreaming(message(20))) {
                        stream.stream().forEach(event -> events.incrementAndGet());
                    }
                })
                .hasMessageContaining("The budget of key 'k' for this year");
        assertThat(events.get()).isGreaterThan(0);
        awaitNothingHeld();
    }

    /** Until OpenRouter has said what it cost the next test would have nothing. */
    private void awaitNothingHeld() {
        BudgetReport budgets =
                gateway.context().getRegistry().lookupByNameAndType(BudgetReport.BEAN, BudgetReport.class);
        HttpTest.await(40)
                .untilAsserted(
                        () -> assertThat(budgets.standings().get(0).remaining()).isEqualByComparingTo("0.05"));
    }
}
