/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each setting that changes requests, both ways, from the client's socket to the upstream's. */
@Timeout(60)
class ConversionSettingsTest {

    private static final String GUIDE = "";
    private static final String NATIVE = "compatibility=native";
    private static final String BACK_TO_GUIDE =
            "compatibility=native reasoning=effort cache-control=strip filtered-parameters=store,user";
    private static final String LOSSLESS = "reasoning=native cache-control=keep filtered-parameters=";
    private static final String NAMES = "model-aliases=fast>openai/gpt-4o-mini;gpt-4o>openrouter/meta/llama;deep/x>a/b"
            + " bare-names=off app-title=Weather app-url=https://weather.example/";

    private static final String CHAT = "/v1/chat/completions";
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String CACHED =
            "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\",\"cache_control\":{\"type\":\"ephemeral\"}}]}],"
                    + "\"tools\":[{\"type\":\"function\",\"cache_control\":{\"type\":\"ephemeral\"},\"function\":{\"name\":\"f\","
                    + "\"parameters\":{\"properties\":{\"cache_control\":{\"type\":\"string\"}}}}}]";
    private static final String FILTERED =
            "\"prompt_cache_key\":\"k\",\"verbosity\":\"low\",\"store\":false,\"service_tier\":\"flex\",\"user\":\"u\"";
    private static final String MODEL_LIST = "{\"data\":[{\"id\":\"anthropic/claude-3.5-sonnet\"}]}";

    private static final Map<String, TestGateway> GATEWAYS = new HashMap<>();
    private static ScriptedUpstream upstream;

    private ScriptedUpstream.Call lastCall;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(
                200, "application/json", call.requestLine().startsWith("GET") ? MODEL_LIST : "{\"choices\":[]}"));
    }

    @AfterAll
    static void stop() throws Exception {
        GATEWAYS.values().forEach(TestGateway::close);
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierCalls() {
        upstream.forgetCalls();
    }

    @ParameterizedTest
    @ValueSource(strings = {GUIDE, BACK_TO_GUIDE})
    void turnsTheReasoningObjectIntoAnEffort(String settings) throws Exception {
        assertThat(sent(settings, CHAT, "\"reasoning\":{\"effort\":\"high\",\"max_tokens\":10000}," + MESSAGES))
                .isEqualTo(body("\"reasoning_effort\":\"high\"," + MESSAGES));
    }

    @ParameterizedTest
    @ValueSource(strings = {NATIVE, LOSSLESS})
    void leavesTheReasoningObjectButForItsConflict(String settings) throws Exception {
        assertThat(sent(settings, CHAT, "\"reasoning\":{\"effort\":\"high\",\"max_tokens\":10000}," + MESSAGES))
                .isEqualTo(body("\"reasoning\":{\"effort\":\"high\"}," + MESSAGES));
    }

    @ParameterizedTest
    @ValueSource(strings = {GUIDE, BACK_TO_GUIDE})
    void stripsCacheControlFromMessagesAndToolsButNotFromASchema(String settings) throws Exception {
        assertThat(sent(settings, CHAT, CACHED))
                .isEqualTo(body(CACHED.replace(",\"cache_control\":{\"type\":\"ephemeral\"}", "")))
                .contains("\"cache_control\":{\"type\":\"string\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {NATIVE, LOSSLESS})
    void keepsCacheControl(String settings) throws Exception {
        assertThat(sent(settings, CHAT, CACHED)).isEqualTo(body(CACHED));
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, "/openai/v1/chat/completions"})
    void removesTheParametersOfTheGuide(String path) throws Exception {
        assertThat(sent(GUIDE, path, FILTERED + "," + MESSAGES)).isEqualTo(body("\"user\":\"u\"," + MESSAGES));
    }

    @Test
    void removesTheSameParametersFromCompletions() throws Exception {
        assertThat(sent(GUIDE, "/v1/completions", FILTERED + ",\"prompt\":\"Hi\""))
                .isEqualTo(body("\"user\":\"u\",\"prompt\":\"Hi\""));
    }

    @Test
    void removesTheParametersThatTheOperatorNames() throws Exception {
        assertThat(sent(BACK_TO_GUIDE, CHAT, FILTERED + "," + MESSAGES))
                .isEqualTo(
                        body("\"prompt_cache_key\":\"k\",\"verbosity\":\"low\",\"service_tier\":\"flex\"," + MESSAGES));
    }

    @ParameterizedTest
    @ValueSource(strings = {NATIVE, LOSSLESS})
    void removesNoParameter(String settings) throws Exception {
        assertThat(sent(settings, CHAT, FILTERED + "," + MESSAGES)).isEqualTo(body(FILTERED + "," + MESSAGES));
    }

    @ParameterizedTest
    @ValueSource(strings = {GUIDE, NATIVE})
    void leavesAnthropicMessagesAlone(String settings) throws Exception {
        String rest = "\"reasoning\":{\"effort\":\"high\",\"max_tokens\":1}," + FILTERED + "," + CACHED;
        assertThat(sent(settings, "/anthropic/v1/messages", rest)).isEqualTo(body(rest));
    }

    @ParameterizedTest
    @ValueSource(strings = {GUIDE, NATIVE})
    void repairsResponsesWhateverTheCompatibility(String settings) throws Exception {
        String rest = "\"reasoning\":{\"effort\":\"high\",\"max_tokens\":1},\"store\":true,\"verbosity\":\"low\",";
        assertThat(sent(settings, "/v1/responses", rest + MESSAGES))
                .isEqualTo(body("\"reasoning\":{\"effort\":\"high\"},\"text\":{\"verbosity\":\"low\"},"
                        + MESSAGES.replace("messages", "input")));
    }

    @Test
    void looksUpAliasesFirstOnEveryDoor() throws Exception {
        assertThat(sentModel(NAMES, CHAT, "fast")).isEqualTo("openai/gpt-4o-mini");
        assertThat(sentModel(NAMES, "/openai/v1/chat/completions", "gpt-4o")).isEqualTo("meta/llama");
        assertThat(sentModel(NAMES, "/anthropic/v1/messages", "deep/x")).isEqualTo("a/b");
    }

    @Test
    void looksUpAliasesInTheListOfFallbacksToo() throws Exception {
        assertThat(sent(NAMES, CHAT, "\"models\":[\"fast\",\"openrouter/c/d\"]," + MESSAGES))
                .isEqualTo(body("\"models\":[\"openai/gpt-4o-mini\",\"c/d\"]," + MESSAGES));
    }

    @Test
    void leavesBareNamesAloneWhereTheOperatorWantsIt() throws Exception {
        assertThat(sentModel(NAMES, "/openai/v1/chat/completions", "gpt-4")).isEqualTo("gpt-4");
        assertThat(sentModel(NAMES, "/anthropic/v1/messages", "claude-3-5-sonnet"))
                .isEqualTo("claude-3-5-sonnet");
    }

    @Test
    void givesBareNamesTheVendorOfTheirDoor() throws Exception {
        assertThat(sentModel(GUIDE, "/openai/v1/chat/completions", "gpt-4")).isEqualTo("openai/gpt-4");
        assertThat(sentModel(GUIDE, "/anthropic/v1/messages", "claude-3-5-sonnet-20241022"))
                .isEqualTo("anthropic/claude-3.5-sonnet");
        assertThat(sentModel(GUIDE, CHAT, "gpt-4")).isEqualTo("gpt-4");
    }

    @Test
    void namesTheApplicationOfTheOperator() throws Exception {
        sent(NAMES, CHAT, MESSAGES);
        assertThat(lastCall.headers())
                .containsEntry("HTTP-Referer", "https://weather.example/")
                .containsEntry("X-Title", "Weather")
                .containsEntry("X-OpenRouter-Title", "Weather");
    }

    private String sentModel(String settings, String path, String model) throws Exception {
        String body = post(settings, path, "{\"model\":\"" + model + "\"," + MESSAGES + "}");
        return body.substring("{\"model\":\"".length(), body.indexOf("\"," + MESSAGES));
    }

    private String sent(String settings, String path, String rest) throws Exception {
        return post(settings, path, body(rest));
    }

    private String post(String settings, String path, String body) throws Exception {
        TestGateway gateway = GATEWAYS.computeIfAbsent(settings, ConversionSettingsTest::gateway);
        assertThat(new OneRequest(gateway.port()).post(path, body).status()).isEqualTo(200);
        do {
            lastCall = upstream.awaitCall();
        } while (lastCall.requestLine().startsWith("GET")); // the model list, asked for bare names
        return lastCall.text();
    }

    private static String body(String rest) {
        return "{\"model\":\"a/b\"," + rest + "}";
    }

    private static TestGateway gateway(String settings) {
        List<String> list = settings.isEmpty() ? List.of() : Arrays.asList(settings.split(" "));
        return TestGateway.start(upstream.baseUrl(), list.toArray(String[]::new));
    }
}
