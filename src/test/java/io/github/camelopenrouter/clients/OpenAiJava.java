/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
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
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An unchanged program on OpenAI's Java client: OpenAI's own model names, another base URL. */
final class OpenAiJava extends JavaClient {

    private static final String MODEL = "gpt-4o-mini";

    private OpenAIClient client;

    /** What the answer is to look like. */
    static final class Place {
        public String city;
    }

    @Override
    public String name() {
        return "openai-java";
    }

    @Override
    Class<?> anchor() {
        return OpenAIClient.class;
    }

    @Override
    String reasonAgainst(Scenario scenario) {
        return "";
    }

    @Override
    Map<Scenario, Check> checks(URI gateway) {
        client = OpenAIOkHttpClient.builder()
                .baseUrl(gateway + "/openai/v1")
                .apiKey("any-key-will-do")
                .maxRetries(0)
                .timeout(TIMEOUT)
                .build();
        return Map.ofEntries(
                Map.entry(
                        Scenario.PLAIN,
                        () -> assertThat(text(plain(chat(MODEL)))).contains(ANSWER)),
                Map.entry(
                        Scenario.STREAM,
                        () -> assertThat(text(streamed(chat(MODEL)))).contains(ANSWER)),
                Map.entry(Scenario.TOOLS, this::tools),
                Map.entry(Scenario.STRUCTURED, this::structured),
                Map.entry(Scenario.RESPONSES, this::responses),
                Map.entry(Scenario.REFUSED, this::refused),
                Map.entry(Scenario.ERROR_MID_STREAM, () -> breaksOff("sandbox/error-mid-stream", PROVIDER_GONE)),
                Map.entry(Scenario.TRUNCATED, () -> breaksOff("sandbox/truncated", CUT_SHORT)),
                Map.entry(Scenario.RESET, () -> breaksOff("sandbox/reset-mid-stream", CUT_SHORT)),
                Map.entry(Scenario.RESPONSES_ERROR, this::responsesError),
                Map.entry(Scenario.ABORT, this::abort),
                Map.entry(Scenario.MODELS, this::models),
                Map.entry(Scenario.EMBEDDINGS, this::embeddings));
    }

    private void tools() {
        assertCallsWeather(plain(chat(MODEL).addFunctionTool(weather())));
        assertCallsWeather(streamed(chat(MODEL).addFunctionTool(weather())));
    }

    private void structured() {
        Place place = client.chat()
                .completions()
                .create(chat(MODEL).responseFormat(Place.class).build())
                .choices()
                .get(0)
                .message()
                .content()
                .orElseThrow();
        assertThat(place.city).isEqualTo("sandbox city");
    }

    private void responses() {
        ResponseCreateParams request = responding(MODEL);
        assertThat(client.responses()
                        .create(request)
                        .output()
                        .get(0)
                        .asMessage()
                        .content())
                .extracting(content -> content.asOutputText().text())
                .anyMatch(text -> text.contains(ANSWER));
        List<ResponseStreamEvent> events = events(request);
        assertThat(events.stream()
                        .flatMap(event -> event.outputTextDelta().stream())
                        .map(event -> event.delta())
                        .collect(Collectors.joining()))
                .contains(ANSWER);
        assertThat(last(events).isCompleted()).isTrue();
    }

    private void responsesError() {
        ResponseStreamEvent failed = last(events(responding("sandbox/error-mid-stream")));
        assertThat(failed.asFailed().response().error())
                .hasValueSatisfying(error -> assertThat(error.message()).contains(PROVIDER_GONE));
        assertThat(endOf(responding("sandbox/truncated"))).contains(CUT_SHORT);
    }

    private String endOf(ResponseCreateParams request) {
        try {
            return last(events(request)).asError().message();
        } catch (OpenAIServiceException e) {
            return e.getMessage();
        }
    }

    private List<ResponseStreamEvent> events(ResponseCreateParams request) {
        try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(request)) {
            return stream.stream().toList();
        }
    }

    private static ResponseStreamEvent last(List<ResponseStreamEvent> events) {
        return events.get(events.size() - 1);
    }

    private static ResponseCreateParams responding(String model) {
        return ResponseCreateParams.builder().model(model).input(TEXT).build();
    }

    private void refused() {
        for (Refusal refusal : REFUSALS) {
            assertRefused(refusal, () -> plain(chat(refusal.model())));
            assertRefused(refusal, () -> streamed(chat(refusal.model())));
        }
        assertThatThrownBy(() -> plain(chat("sandbox/status-429"))).isInstanceOf(RateLimitException.class);
        assertThatThrownBy(() -> plain(chat("acme/no-such-model"))).isInstanceOf(BadRequestException.class);
    }

    private static void assertRefused(Refusal refusal, Check check) {
        OpenAIServiceException error = catchThrowableOfType(OpenAIServiceException.class, check::run);
        assertThat(error).as(refusal.model()).isNotNull().hasMessageContaining(refusal.text());
        assertThat(error.statusCode()).isEqualTo(refusal.status());
    }

    private void breaksOff(String model, String text) {
        assertThatThrownBy(() -> streamed(chat(model)))
                .isInstanceOf(OpenAIServiceException.class)
                .hasMessageContaining(text);
    }

    private void abort() {
        try (StreamResponse<ChatCompletionChunk> stream = client.chat()
                .completions()
                .createStreaming(chat("sandbox/endless").build())) {
            assertThat(stream.stream().limit(5)).hasSize(5);
        }
        assertThat(text(plain(chat("sandbox/fast")))).contains(ANSWER);
    }

    private void models() {
        assertThat(client.models().list().autoPager().stream())
                .extracting(Model::id)
                .contains("openrouter/openai/gpt-4o-mini");
    }

    private void embeddings() {
        CreateEmbeddingResponse answer = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("text-embedding-3-small")
                        .inputOfArrayOfStrings(List.of("one hump", "two humps"))
                        .build());
        assertThat(answer.data())
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(entry -> assertThat(entry.embedding()).isNotEmpty());
    }

    private ChatCompletion plain(ChatCompletionCreateParams.Builder request) {
        return client.chat().completions().create(request.build());
    }

    private ChatCompletion streamed(ChatCompletionCreateParams.Builder request) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(request.build())) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.chatCompletion();
    }

    private static ChatCompletionCreateParams.Builder chat(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(TEXT);
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
        assertThat(call.function().name()).isEqualTo("weather");
        assertThat(call.function().arguments()).isEqualTo(CITY_SAMPLE);
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().get(0).message().content().orElseThrow();
    }
}
