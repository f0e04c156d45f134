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

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.models.ModelInfo;
import java.net.URI;
import java.util.Map;

/** An unchanged program on Anthropic's Java client: Anthropic's own model names, another base URL. */
final class AnthropicJava extends JavaClient {

    private static final String MODEL = "claude-haiku-4-5";

    private AnthropicClient client;

    /** What the answer is to look like. */
    static final class Place {
        public String city;
    }

    @Override
    public String name() {
        return "anthropic-java";
    }

    @Override
    Class<?> anchor() {
        return AnthropicClient.class;
    }

    @Override
    String reasonAgainst(Scenario scenario) {
        return switch (scenario) {
            case RESPONSES, RESPONSES_ERROR -> "Anthropic has no Responses API";
            default -> "Anthropic has no embeddings";
        };
    }

    @Override
    Map<Scenario, Check> checks(URI gateway) {
        client = AnthropicOkHttpClient.builder()
                .baseUrl(gateway + "/anthropic")
                .apiKey("any-key-will-do")
                .maxRetries(0)
                .timeout(TIMEOUT)
                .build();
        return Map.of(
                Scenario.PLAIN,
                () -> assertThat(text(plain(asking(MODEL)))).contains(ANSWER),
                Scenario.STREAM,
                () -> assertThat(text(streamed(asking(MODEL)))).contains(ANSWER),
                Scenario.TOOLS,
                this::tools,
                Scenario.STRUCTURED,
                this::structured,
                Scenario.REFUSED,
                this::refused,
                Scenario.ERROR_MID_STREAM,
                () -> breaksOff("sandbox/error-mid-stream", PROVIDER_GONE),
                Scenario.TRUNCATED,
                () -> breaksOff("sandbox/truncated", CUT_SHORT),
                Scenario.RESET,
                () -> breaksOff("sandbox/reset-mid-stream", CUT_SHORT),
                Scenario.ABORT,
                this::abort,
                Scenario.MODELS,
                this::models);
    }

    private void models() {
        String id = client.models().list().autoPager().stream()
                .map(ModelInfo::id)
                .filter(each -> each.endsWith("anthropic/claude-haiku-4.5"))
                .findFirst()
                .orElseThrow();
        assertThat(client.models().retrieve(id).id()).isEqualTo(id);
    }

    private void tools() {
        assertUsesWeather(plain(asking(MODEL).addTool(weather())));
        assertUsesWeather(streamed(asking(MODEL).addTool(weather())));
    }

    private void structured() {
        Place place = client.messages()
                .create(asking(MODEL).outputConfig(Place.class).build())
                .content()
                .get(0)
                .asText()
                .text();
        assertThat(place.city).isEqualTo("sandbox city");
    }

    private void refused() {
        for (Refusal refusal : REFUSALS) {
            assertRefused(refusal, () -> plain(asking(refusal.model())));
            assertRefused(refusal, () -> streamed(asking(refusal.model())));
        }
        assertThatThrownBy(() -> plain(asking("sandbox/status-429"))).isInstanceOf(RateLimitException.class);
        assertThatThrownBy(() -> plain(asking("acme/no-such-model"))).isInstanceOf(BadRequestException.class);
    }

    private static void assertRefused(Refusal refusal, Check check) {
        AnthropicServiceException error = catchThrowableOfType(AnthropicServiceException.class, check::run);
        assertThat(error).as(refusal.model()).isNotNull().hasMessageContaining(refusal.text());
        assertThat(error.statusCode()).isEqualTo(refusal.status());
    }

    private void breaksOff(String model, String text) {
        assertThatThrownBy(() -> streamed(asking(model)))
                .isInstanceOf(AnthropicServiceException.class)
                .hasMessageContaining(text);
    }

    private void abort() {
        try (StreamResponse<RawMessageStreamEvent> stream =
                client.messages().createStreaming(asking("sandbox/endless").build())) {
            assertThat(stream.stream().limit(5)).hasSize(5);
        }
        assertThat(text(plain(asking("sandbox/fast")))).contains(ANSWER);
    }

    private Message plain(MessageCreateParams.Builder request) {
        return client.messages().create(request.build());
    }

    private Message streamed(MessageCreateParams.Builder request) {
        MessageAccumulator accumulator = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(request.build())) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.message();
    }

    private static MessageCreateParams.Builder asking(String model) {
        return MessageCreateParams.builder().model(model).maxTokens(200).addUserMessage(TEXT);
    }

    private static Tool weather() {
        JsonValue city = JsonValue.from(Map.of("type", "string"));
        return Tool.builder()
                .name("weather")
                .inputSchema(Tool.InputSchema.builder()
                        .properties(Tool.InputSchema.Properties.builder()
                                .putAdditionalProperty("city", city)
                                .build())
                        .addRequired("city")
                        .build())
                .build();
    }

    private static void assertUsesWeather(Message message) {
        ToolUseBlock use = message.content().get(0).asToolUse();
        assertThat(message.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(use.name()).isEqualTo("weather");
        assertThat(use._input()).isEqualTo(JsonValue.from(Map.of("city", "sandbox city")));
    }

    private static String text(Message message) {
        return message.content().get(0).asText().text();
    }
}
