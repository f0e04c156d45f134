/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** OpenAI's own Java client, pointed at the gateway and told nothing else. */
@Timeout(60)
class OpenAiClientTest {

    private static final String MODEL = "openrouter/openai/gpt-4o-mini";

    private static TestGateway gateway;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        gateway = TestGateway.sandbox();
        client = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.uri("/v1").toString())
                .apiKey("any-key-will-do")
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        gateway.close();
    }

    @Test
    void chats() {
        ChatCompletion answer = client.chat().completions().create(chat().build());
        assertThat(text(answer)).contains("You said: \"Hi, camel!\"");
        assertThat(answer.model()).isEqualTo("openai/gpt-4o-mini");
        assertThat(answer.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.usage())
                .hasValueSatisfying(usage -> assertThat(usage.totalTokens())
                        .isEqualTo(usage.promptTokens() + usage.completionTokens())
                        .isPositive());
    }

    @Test
    void streamsAChatWordByWord() {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        long chunks;
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(chat().build())) {
            chunks = stream.stream().peek(accumulator::accumulate).count();
        }
        assertThat(chunks).isGreaterThan(10);
        assertThat(text(accumulator.chatCompletion())).contains("You said: \"Hi, camel!\"");
    }

    @Test
    void callsATool() {
        ChatCompletion answer = client.chat()
                .completions()
                .create(chat().addFunctionTool(weather()).build());
        assertThat(answer.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        assertCallsWeather(answer);
    }

    @Test
    void putsTheFragmentsOfAStreamedToolCallTogether() {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        ChatCompletionCreateParams request = chat().addFunctionTool(weather()).build();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(request)) {
            stream.stream().forEach(accumulator::accumulate);
        }
        assertCallsWeather(accumulator.chatCompletion());
    }

    @Test
    void embedsTextsInTheirOrder() {
        CreateEmbeddingResponse answer = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("openrouter/openai/text-embedding-3-small")
                        .inputOfArrayOfStrings(List.of("one hump", "two humps"))
                        .dimensions(8)
                        .build());
        assertThat(answer.data()).extracting(embedding -> embedding.index()).containsExactly(0L, 1L);
        assertThat(answer.data())
                .allSatisfy(embedding -> assertThat(embedding.embedding()).hasSize(8));
        assertThat(answer.data().get(0).embedding())
                .isNotEqualTo(answer.data().get(1).embedding());
    }

    @Test
    void listsModelsThatItCanCall() {
        List<Model> models = client.models().list().data();
        assertThat(models).extracting(Model::id).contains(MODEL);
        assertThat(models).allSatisfy(model -> assertThat(model.ownedBy()).isNotEmpty());
    }

    @Test
    void readsStatusAndMessageOfAnError() {
        ChatCompletionCreateParams request = chat().model("acme/no-such-model").build();
        BadRequestException error = catchThrowableOfType(
                BadRequestException.class, () -> client.chat().completions().create(request));
        assertThat(error.statusCode()).isEqualTo(400);
        assertThat(error).hasMessage("400: acme/no-such-model is not a valid model ID");
    }

    private static ChatCompletionCreateParams.Builder chat() {
        return ChatCompletionCreateParams.builder().model(MODEL).addUserMessage("Hi, camel!");
    }

    private static FunctionDefinition weather() {
        return FunctionDefinition.builder()
                .name("weather")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                        .build())
                .build();
    }

    private static void assertCallsWeather(ChatCompletion answer) {
        ChatCompletionMessageFunctionToolCall call = answer.choices()
                .get(0)
                .message()
                .toolCalls()
                .orElseThrow()
                .get(0)
                .asFunction();
        assertThat(call.id()).isNotEmpty();
        assertThat(call.function().name()).isEqualTo("weather");
        assertThat(call.function().arguments()).isEqualTo("{\"city\":\"sandbox city\"}");
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().get(0).message().content().orElseThrow();
    }
}
