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
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.catalog.ModelDescription;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import dev.langchain4j.model.openai.OpenAiResponsesChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** LangChain4j's OpenAI models with another base URL; over the JDK's HTTP client, which asks for HTTP/2 first. */
final class LangChain4j extends JavaClient {

    private static final String MODEL = "gpt-4o-mini";
    private static final String KEY = "any-key-will-do";
    private static final JsonObjectSchema CITY = JsonObjectSchema.builder()
            .addStringProperty("city")
            .required("city")
            .additionalProperties(false)
            .build();

    private String baseUrl;

    @Override
    public String name() {
        return "langchain4j-open-ai";
    }

    @Override
    Class<?> anchor() {
        return OpenAiChatModel.class;
    }

    @Override
    String reasonAgainst(Scenario scenario) {
        return "";
    }

    @Override
    Map<Scenario, Check> checks(URI gateway) {
        baseUrl = gateway + "/openai/v1";
        return Map.ofEntries(
                Map.entry(
                        Scenario.PLAIN,
                        () -> assertThat(documented(gateway.toString()).chat(TEXT))
                                .contains(ANSWER)),
                Map.entry(
                        Scenario.STREAM, () -> assertThat(text(streamed(MODEL))).contains(ANSWER)),
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

    private static ChatModel documented(String gateway) {
        // @formatter:off
        // shown: begin
        ChatModel model = OpenAiChatModel.builder()
                .baseUrl(gateway + "/openai/v1")
                .apiKey("unused")
                .modelName("gpt-4o-mini")
                .build();
        // shown: end
        // @formatter:on
        return model;
    }

    private void tools() throws Exception {
        ChatRequest request = asking().toolSpecifications(ToolSpecification.builder()
                        .name("weather")
                        .parameters(CITY)
                        .build())
                .build();
        for (ChatResponse answer : List.of(chat(MODEL).chat(request), gathered(streaming(MODEL), request))) {
            assertThat(answer.aiMessage().toolExecutionRequests())
                    .singleElement()
                    .satisfies(call -> {
                        assertThat(call.name()).isEqualTo("weather");
                        assertThat(call.arguments()).isEqualTo(CITY_SAMPLE);
                    });
        }
    }

    private void structured() {
        ResponseFormat format = ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder().name("place").rootElement(CITY).build())
                .build();
        ChatResponse answer = chat(MODEL).chat(asking().responseFormat(format).build());
        assertThat(text(answer)).isEqualTo(CITY_SAMPLE);
    }

    private void responses() throws Exception {
        ChatModel model = OpenAiResponsesChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey(KEY)
                .modelName(MODEL)
                .build();
        assertThat(text(model.chat(asking().build()))).contains(ANSWER);
        assertThat(text(gathered(responding(MODEL), asking().build()))).contains(ANSWER);
    }

    private void responsesError() {
        StreamingChatModel failing = responding("sandbox/error-mid-stream");
        assertThatThrownBy(() -> gathered(failing, asking().build())).hasMessageContaining(PROVIDER_GONE);
        StreamingChatModel cut = responding("sandbox/truncated");
        Throwable error = catchThrowable(() -> gathered(cut, asking().build()));
        if (error instanceof TimeoutException) {
            throw new KnownLimit("LangChain4j waits for ever where a Responses stream ends with an error event");
        }
        assertThat(error).isNotNull().hasMessageContaining(CUT_SHORT);
    }

    private StreamingChatModel responding(String model) {
        return OpenAiResponsesStreamingChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey(KEY)
                .modelName(model)
                .build();
    }

    private void refused() {
        for (Refusal refusal : REFUSALS) {
            Class<? extends LangChain4jException> type = switch (refusal.status()) {
                case 401 -> AuthenticationException.class;
                case 429 -> RateLimitException.class;
                default -> InvalidRequestException.class;
            };
            for (Check check : List.<Check>of(() -> plain(refusal.model()), () -> streamed(refusal.model()))) {
                assertThatThrownBy(check::run)
                        .isInstanceOf(type)
                        .hasMessageContaining(refusal.text())
                        .cause()
                        .isInstanceOfSatisfying(
                                HttpException.class,
                                error -> assertThat(error.statusCode()).isEqualTo(refusal.status()));
            }
        }
    }

    /** The gateway names its errors, OpenRouter does not; this client knows an error by its name alone. */
    private void breaksOff(String model, String text) {
        AtomicReference<ChatResponse> end = new AtomicReference<>();
        Throwable error = catchThrowable(() -> end.set(streamed(model)));
        if (error == null) {
            assertThat(end.get().finishReason()).isNull();
            throw new KnownLimit(
                    "LangChain4j sees OpenRouter's own errors in chat streams as an answer without a finish"
                            + " reason");
        }
        assertThat(error).hasMessageContaining(text);
    }

    private void abort() throws Exception {
        FirstFive handler = new FirstFive();
        streaming("sandbox/endless").chat(asking().build(), handler);
        assertThat(handler.cancelled.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(text(plain("sandbox/fast"))).contains(ANSWER);
    }

    private void models() {
        OpenAiModelCatalog catalog =
                OpenAiModelCatalog.builder().baseUrl(baseUrl).apiKey(KEY).build();
        assertThat(catalog.listModels()).extracting(ModelDescription::name).contains("openrouter/openai/gpt-4o-mini");
    }

    private void embeddings() {
        OpenAiEmbeddingModel model = OpenAiEmbeddingModel.builder()
                .baseUrl(baseUrl)
                .apiKey(KEY)
                .modelName("text-embedding-3-small")
                .maxRetries(0)
                .build();
        List<Embedding> vectors = model.embedAll(List.of(TextSegment.from("one hump"), TextSegment.from("two humps")))
                .content();
        assertThat(vectors)
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(vector -> assertThat(vector.vector()).isNotEmpty());
    }

    private ChatResponse plain(String model) {
        return chat(model).chat(asking().build());
    }

    private ChatResponse streamed(String model) throws Exception {
        return gathered(streaming(model), asking().build());
    }

    private ChatModel chat(String model) {
        return OpenAiChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey(KEY)
                .modelName(model)
                .strictJsonSchema(true)
                .maxRetries(0)
                .timeout(TIMEOUT)
                .build();
    }

    private StreamingChatModel streaming(String model) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey(KEY)
                .modelName(model)
                .timeout(TIMEOUT)
                .build();
    }

    private static ChatRequest.Builder asking() {
        return ChatRequest.builder().messages(UserMessage.from(TEXT));
    }

    private static String text(ChatResponse answer) {
        return answer.aiMessage().text();
    }

    private static ChatResponse gathered(StreamingChatModel model, ChatRequest request) throws Exception {
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        model.chat(request, new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        try {
            return answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Cancels the stream with the fifth word. */
    private static final class FirstFive implements StreamingChatResponseHandler {
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private int words;

        @Override
        public void onPartialResponse(PartialResponse response, PartialResponseContext context) {
            if (++words == 5) {
                context.streamingHandle().cancel();
                cancelled.countDown();
            }
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {}

        @Override
        public void onError(Throwable error) {}
    }
}
