/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Flux;

/** The beans of Spring AI's starter for OpenAI, with the settings that the documents show. */
final class SpringAi {

    private static final String DOCUMENTED = "http://localhost:8080";

    /** Of the model that the settings name. */
    private static final Prompt ASKED = new Prompt(Harness.TEXT);

    private static final String MODEL = "gpt-4o-mini";

    record City(String city) {}

    @EnableAutoConfiguration
    static class Application {}

    private final ChatModel chat;
    private final EmbeddingModel embedding;
    private final UnaryOperator<OpenAiChatOptions.Builder> toolsForUs;
    private final Function<Throwable, String> textOfRefusal;

    /**
     * @param settings the file with the settings
     * @param toolsForUs leaves the calls of tools to us
     * @param textOfRefusal where a refusal has OpenRouter's text
     */
    SpringAi(
            String gateway,
            String settings,
            UnaryOperator<OpenAiChatOptions.Builder> toolsForUs,
            Function<Throwable, String> textOfRefusal)
            throws IOException {
        ApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(Files.readString(Path.of(settings))
                        .replace(DOCUMENTED, gateway)
                        .split("\n"))
                .properties("spring.main.banner-mode=off", "logging.level.root=off")
                .run();
        this.chat = context.getBean(ChatModel.class);
        this.embedding = context.getBean(EmbeddingModel.class);
        this.toolsForUs = toolsForUs;
        this.textOfRefusal = textOfRefusal;
    }

    void run(String client) {
        Map<String, Harness.Check> scenarios = new LinkedHashMap<>();
        scenarios.put("plain", this::plain);
        scenarios.put("stream", this::stream);
        scenarios.put("tools", this::tools);
        scenarios.put("structured", this::structured);
        scenarios.put("responses", Harness.skip("Spring AI speaks chat completions only"));
        scenarios.put("refused", this::refused);
        scenarios.put("error-mid-stream", () -> breaksOff("sandbox/error-mid-stream", Harness.PROVIDER_GONE));
        scenarios.put("truncated", () -> breaksOff("sandbox/truncated", Harness.CUT_SHORT));
        scenarios.put("reset", () -> breaksOff("sandbox/reset-mid-stream", Harness.CUT_SHORT));
        scenarios.put("responses-error", Harness.skip("Spring AI speaks chat completions only"));
        scenarios.put("abort", this::abort);
        scenarios.put("models", Harness.skip("Spring AI has no list of models"));
        scenarios.put("embeddings", this::embeddings);
        Harness.run(client, OpenAiChatOptions.class, scenarios);
    }

    private void plain() {
        ChatResponse answer = chat.call(ASKED);
        Harness.expectContains(text(answer), Harness.ANSWER, "text");
        Harness.expect(answer.getMetadata().getUsage().getCompletionTokens() > 0, "no usage");
    }

    private void stream() {
        List<ChatResponse> chunks = chat.stream(ASKED).collectList().block();
        Harness.expect(chunks.size() > 10, "only " + chunks.size() + " chunks");
        Harness.expectContains(joined(chunks), Harness.ANSWER, "text");
    }

    private void tools() {
        OpenAiChatOptions.Builder plain = toolsForUs.apply(withTool());
        expectCallsWeather(call(plain).getResult().getOutput().getToolCalls());
        List<ToolCall> streamed = streamed(toolsForUs.apply(withTool())).collectList().block().stream()
                .filter(chunk -> chunk.getResult() != null)
                .flatMap(chunk -> chunk.getResult().getOutput().getToolCalls().stream())
                .toList();
        expectCallsWeather(streamed);
    }

    private static OpenAiChatOptions.Builder withTool() {
        ToolCallback weather = FunctionToolCallback.builder("weather", (City city) -> "sunny")
                .description("The weather in a city")
                .inputType(City.class)
                .inputSchema(Harness.CITY)
                .build();
        return asking(MODEL).toolCallbacks(List.of(weather));
    }

    private static void expectCallsWeather(List<ToolCall> calls) {
        Harness.expectEqual(calls.size(), 1, "calls");
        Harness.expectEqual(calls.get(0).name(), "weather", "tool");
        Harness.expectEqual(calls.get(0).arguments(), Harness.CITY_SAMPLE, "arguments");
    }

    private void structured() {
        Harness.expectEqual(text(call(asking(MODEL).outputSchema(Harness.CITY))), Harness.CITY_SAMPLE, "text");
    }

    private void refused() {
        for (Harness.Refusal refusal : Harness.REFUSALS) {
            expectRefused(refusal, "plain", () -> call(asking(refusal.model())));
            expectRefused(
                    refusal, "stream", () -> streamed(asking(refusal.model())).blockLast());
        }
    }

    private void expectRefused(Harness.Refusal refusal, String mode, Harness.Action action) {
        String what = refusal.model() + ", " + mode;
        Exception error = Harness.errorOf(what, action);
        Harness.expectContains(error.getMessage(), String.valueOf(refusal.status()), what + ", status");
        Harness.expectContains(textOfRefusal.apply(error), refusal.text(), what + ", text");
    }

    private void breaksOff(String model, String text) {
        Exception error = Harness.errorOf(
                model, () -> joined(streamed(asking(model)).collectList().block()));
        Harness.expectContains(error.getMessage(), text, model);
    }

    private void abort() {
        Harness.expectEqual(
                streamed(asking("sandbox/endless"))
                        .take(5)
                        .collectList()
                        .block()
                        .size(),
                5,
                "chunks");
        Harness.expectContains(text(call(asking("sandbox/fast"))), Harness.ANSWER, "text");
    }

    private void embeddings() {
        List<float[]> vectors = embedding.embed(List.of("one hump", "two humps"));
        Harness.expectEqual(vectors.size(), 2, "vectors");
        Harness.expect(vectors.get(0).length > 0 && vectors.get(0)[0] != vectors.get(1)[0], "the vectors are the same");
    }

    private ChatResponse call(OpenAiChatOptions.Builder options) {
        return chat.call(new Prompt(Harness.TEXT, options.build()));
    }

    private Flux<ChatResponse> streamed(OpenAiChatOptions.Builder options) {
        return chat.stream(new Prompt(Harness.TEXT, options.build()));
    }

    private static OpenAiChatOptions.Builder asking(String model) {
        return OpenAiChatOptions.builder().model(model);
    }

    private static String text(ChatResponse answer) {
        return answer.getResult().getOutput().getText();
    }

    private static String joined(List<ChatResponse> chunks) {
        return chunks.stream()
                .filter(chunk -> chunk.getResult() != null && text(chunk) != null)
                .map(SpringAi::text)
                .collect(Collectors.joining());
    }
}
