/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.spi.ResponseFilterFactory;
import io.github.camelopenrouter.spi.ResponseVerdict;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's and Anthropic's own clients understand an answer that a filter has ended, at its begin or in its middle. */
@Timeout(60)
class ClientsReadTheEndTest {

    private static final String MODEL = "openai/gpt-4o-mini";
    private static final AtomicInteger PASSING = new AtomicInteger();

    private static TestGateway gateway;
    private static OpenAIClient openAi;
    private static AnthropicClient anthropic;

    @BeforeAll
    static void start() {
        gateway = TestGateway.sandbox();
        gateway.context().getRegistry().bind("ends", (ResponseFilterFactory) call -> ending());
        openAi = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.uri("/v1").toString())
                .apiKey("any-key-will-do")
                .maxRetries(0)
                .build();
        anthropic = AnthropicOkHttpClient.builder()
                .baseUrl(gateway.uri("/anthropic").toString())
                .apiKey("any-key-will-do")
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        openAi.close();
        anthropic.close();
        gateway.close();
    }

    /** Ends the answer behind so many events with texts; a beginning waits for its verdict, too. */
    private static TestFilter ending() {
        AtomicInteger seen = new AtomicInteger();
        return TestFilter.judges(event -> {
            if (!event.texts().isEmpty() && seen.incrementAndGet() > PASSING.get()) {
                return ResponseVerdict.end("No.");
            }
            return seen.get() == 0 ? ResponseVerdict.HOLD : ResponseVerdict.PASS;
        });
    }

    private static ChatCompletionCreateParams chat() {
        return ChatCompletionCreateParams.builder()
                .model(MODEL)
                .addUserMessage("Hi, camel!")
                .build();
    }

    @Test
    void aPlainChat() {
        PASSING.set(0);
        ChatCompletion.Choice choice =
                openAi.chat().completions().create(chat()).choices().get(0);
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.CONTENT_FILTER);
        assertThat(choice.message().content()).isEmpty();
        assertThat(choice.message().refusal()).contains("No.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aStreamedChat(int passing) {
        PASSING.set(passing);
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                openAi.chat().completions().createStreaming(chat())) {
            stream.stream().forEach(accumulator::accumulate);
        }
        ChatCompletion.Choice choice = accumulator.chatCompletion().choices().get(0);
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.CONTENT_FILTER);
        assertThat(choice.message().refusal()).contains("No.");
        assertThat(choice.message().content().orElse("").isEmpty()).isEqualTo(passing == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aStreamedCompletion(int passing) {
        PASSING.set(passing);
        List<Completion> chunks;
        try (StreamResponse<Completion> stream = openAi.completions()
                .createStreaming(CompletionCreateParams.builder()
                        .model(MODEL)
                        .prompt("Hi")
                        .build())) {
            chunks = stream.stream().toList();
        }
        CompletionChoice last = chunks.get(chunks.size() - 1).choices().get(0);
        assertThat(last.finishReason()).isEqualTo(CompletionChoice.FinishReason.CONTENT_FILTER);
        assertThat(last.text()).isEmpty();
    }

    private static ResponseCreateParams response() {
        return ResponseCreateParams.builder().model(MODEL).input("Hi").build();
    }

    @Test
    void aPlainResponse() {
        PASSING.set(0);
        assertIncomplete(openAi.responses().create(response()));
    }

    private static void assertIncomplete(Response response) {
        assertThat(response.status()).contains(ResponseStatus.INCOMPLETE);
        assertThat(response.incompleteDetails().orElseThrow().reason())
                .contains(Response.IncompleteDetails.Reason.CONTENT_FILTER);
        assertThat(response.output()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aStreamedResponse(int passing) {
        PASSING.set(passing);
        ResponseAccumulator accumulator = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> stream = openAi.responses().createStreaming(response())) {
            stream.stream().forEach(accumulator::accumulate);
        }
        assertIncomplete(accumulator.response());
    }

    private static MessageCreateParams message() {
        return MessageCreateParams.builder()
                .model("claude-haiku-4-5")
                .maxTokens(100)
                .addUserMessage("Hi")
                .build();
    }

    @Test
    void aPlainMessage() {
        PASSING.set(0);
        assertRefused(anthropic.messages().create(message()));
    }

    private static void assertRefused(Message message) {
        assertThat(message.stopReason().orElseThrow().asString()).isEqualTo("refusal");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aStreamedMessage(int passing) {
        PASSING.set(passing);
        MessageAccumulator accumulator = MessageAccumulator.create();
        try (com.anthropic.core.http.StreamResponse<RawMessageStreamEvent> stream =
                anthropic.messages().createStreaming(message())) {
            stream.stream().forEach(accumulator::accumulate);
        }
        assertRefused(accumulator.message());
        assertThat(accumulator.message().content().isEmpty()).isEqualTo(passing == 0);
    }
}
