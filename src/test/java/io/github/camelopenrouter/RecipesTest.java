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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.camelopenrouter.testing.TokenByToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in src/it/recipes, each beside the shipped routes, do what their first line wishes. */
@Timeout(120)
class RecipesTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String JSON = "application/json";
    private static final String ANSWER = "{\"id\":\"gen-1\",\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}";

    private ScriptedUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void startUpstream() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, JSON, ANSWER));
    }

    @AfterEach
    void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
        upstream.close();
    }

    @Test
    void answersAtAnotherPath() throws Exception {
        start("change-path");

        assertThat(post("/api/llm/chat", Door.CHAT.plain()).text()).isEqualTo(ANSWER);
        assertThat(post(CHAT, Door.CHAT.plain()).text()).isEqualTo(ANSWER);
    }

    @ParameterizedTest
    @EnumSource
    void refusesARequestWithoutTheHeaderAtEveryDoor(Door door) throws Exception {
        start("require-header");

        OneRequest.Answer refused = post(door.path(), door.plain());

        assertThat(refused.status()).isEqualTo(400);
        JsonNode error = new JsonMapper().readTree(refused.body()).path("error");
        assertThat(error.path("type").textValue()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").textValue()).isEqualTo("Send the header X-Cost-Center with your request.");
        assertThat(upstream.callCount()).isZero();
        assertThat(post(door.path(), door.plain(), "x-cost-center: 4711").status())
                .isEqualTo(200);
    }

    @Test
    void requiredHeaderStaysInTheGateway() throws Exception {
        start("require-header");

        post(CHAT, Door.CHAT.plain(), "X-Cost-Center: 4711");

        assertThat(upstream.awaitCall().headers()).doesNotContainKey("X-Cost-Center");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"model\":\"openai/gpt-4o\"",
                "\"model\":\"gpt-4o-mini\"",
                "\"model\":\"openai/gpt-4o-mini:online\"",
                "\"mod\\u0065l\":\"openai/gpt-4o\"",
                "\"model\":\"openai/gpt-4o-mini\",\"models\":[\"openai/gpt-4o-mini\",\"openai/o1-pro\"]",
                "\"model\":\"openai/gpt-4o-mini\",\"fallbacks\":[\"openrouter/openai/o1-pro\"]"
            })
    void refusesModelsOutsideTheList(String named) throws Exception {
        start("allow-list", "retry.attempts=2");

        OneRequest.Answer refused = post(CHAT, chat(named));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("Content-Type")).isEqualTo(JSON);
        JsonNode error = new JsonMapper().readTree(refused.body()).path("error");
        assertThat(error.path("type").textValue()).isEqualTo("permission_error");
        assertThat(error.path("code").textValue()).isEqualTo("forbidden");
        assertThat(error.path("message").textValue()).endsWith("is not for use here.");
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"model\":\"openai/gpt-4o-mini\"",
                "\"model\":\"openrouter/openai/gpt-4o-mini\"",
                "\"model\":\"cheap\"",
                "\"model\":\"anthropic/claude-sonnet-4\",\"fallbacks\":[\"openai/gpt-4o-mini\"]"
            })
    void letsListedModelsThrough(String named) throws Exception {
        start("allow-list", "model-aliases=cheap>openai/gpt-4o-mini");

        assertThat(post(CHAT, chat(named)).text()).isEqualTo(ANSWER);
    }

    @Test
    void refusesOtherModelsInTheEnvelopeOfAnthropic() throws Exception {
        start("allow-list");
        String fallback = ",\"fallbacks\":[{\"model\":\"openai/o1-pro\"}]}";
        String request = Door.MESSAGES.plain().replaceFirst("}$", fallback);

        OneRequest.Answer refused = post(Door.MESSAGES.path(), request);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(new JsonMapper().readTree(refused.body()).at("/error/type").textValue())
                .isEqualTo("permission_error");
    }

    @Test
    void allowListLeavesTheModelListAlone() throws Exception {
        start("allow-list");
        upstream.script(call -> call.answer(200, JSON, "{\"data\":[{\"id\":\"openai/o1-pro\"}]}"));

        assertThat(new OneRequest(gateway.port()).get("/v1/models").text()).contains("openai/o1-pro");
    }

    @Test
    void tellsTheModelTheRulesOfATeam() throws Exception {
        start("team-system-prompt", "auth=keys", "auth.keys=support=" + sha256("key-a") + ",sales=" + sha256("key-b"));

        post(CHAT, Door.CHAT.plain(), "Authorization: Bearer key-a");
        post(CHAT, Door.CHAT.plain(), "Authorization: Bearer key-b");

        JsonNode messages =
                new JsonMapper().readTree(upstream.awaitCall().body()).path("messages");
        assertThat(messages).hasSize(2);
        assertThat(messages.at("/0/role").textValue()).isEqualTo("system");
        assertThat(messages.at("/0/content").textValue())
                .startsWith("You answer for the support team")
                .endsWith("\"a colleague will call back\".");
        assertThat(upstream.awaitCall().text()).isEqualTo(Door.CHAT.plain());
    }

    @ParameterizedTest
    @CsvSource({"RESPONSES,/instructions", "MESSAGES,/system"})
    void tellsTheRulesAtEveryDoorThatKnowsSuch(Door door, String place) throws Exception {
        start("team-system-prompt", "auth=keys", "auth.keys=support=" + sha256("key-a"));

        post(door.path(), door.plain(), "x-api-key: key-a");

        JsonNode sent = new JsonMapper().readTree(upstream.awaitCall().body());
        assertThat(sent.at(place).textValue()).startsWith("You answer for the support team");
    }

    @Test
    void masksAddressesBeforeTheUpstreamAndInEveryTry() throws Exception {
        start("mask-emails", "retry.attempts=1", "retry.delay=1ms");
        upstream.script(call -> call.answer(503, JSON, "{\"error\":{\"code\":503,\"message\":\"busy\"}}"));
        String request =
                "{\"model\":\"openai/gpt-4o\",\"temperature\":0.70,\"messages\":[{\"role\":\"user\",\"content\":"
                        + "\"Ask j\\u00fcrgen\\u0040example.com or \\\"bob@example.org\\\" at 5 @ noon\"}]}";

        post(CHAT, request);

        String masked =
                request.replace("j\\u00fcrgen\\u0040example.com", "[e-mail]").replace("bob@example.org", "[e-mail]");
        assertThat(upstream.awaitCall().text()).isEqualTo(masked);
        assertThat(upstream.awaitCall().text()).isEqualTo(masked);
    }

    /** Any component may stand in the flow, and any may fail: that is no try of a call to OpenRouter. */
    @Test
    void failureOfAStepOfOnesOwnIsAnAnswer(@TempDir Path directory) throws Exception {
        Path recipe = Files.writeString(directory.resolve("broken.camel.yaml"), """
                - routeConfiguration:
                    id: openrouter-upstream-broken
                    interceptFrom:
                      - interceptFrom:
                          steps:
                            - throwException:
                                exceptionType: java.io.IOException
                                message: the guard is out
                """);
        gateway = TestGateway.start(
                upstream.baseUrl(),
                "camel.main.routesIncludePattern=file:routes/*.yaml,file:" + recipe,
                "retry.attempts=2");

        OneRequest.Answer failed = post(CHAT, Door.CHAT.plain());

        assertThat(failed.status()).isEqualTo(500);
        assertThat(new JsonMapper().readTree(failed.body()).at("/error/type").textValue())
                .isEqualTo("server_error");
        assertThat(upstream.callCount()).isZero();
    }

    /** The upstream holds each event back until the client has the one before. */
    @ParameterizedTest
    @ValueSource(strings = {"require-header", "allow-list", "team-system-prompt", "mask-emails", "change-path"})
    void streamsTokenByToken(String recipe) throws Exception {
        start(recipe, "auth=keys", "auth.keys=support=" + sha256("key-a"));
        String path = recipe.equals("change-path") ? "/api/llm/chat" : CHAT;
        String request = Door.CHAT.streaming().replace("gpt-4o", "gpt-4o-mini").replace("Hi", "Hi a@example.com");

        TokenByToken.assertThrough(upstream, gateway.port(), path, request, "x-api-key: key-a", "X-Cost-Center: 1");
    }

    private void start(String recipe, String... settings) {
        String[] all = new String[settings.length + 1];
        System.arraycopy(settings, 0, all, 1, settings.length);
        all[0] = "camel.main.routesIncludePattern=file:routes/*.yaml,file:src/it/recipes/" + recipe + ".camel.yaml";
        gateway = TestGateway.start(upstream.baseUrl(), all);
    }

    private OneRequest.Answer post(String path, String body, String... headers) throws IOException {
        return new OneRequest(gateway.port()).post(path, body, headers);
    }

    private static String chat(String named) {
        return "{" + named + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    static String sha256(String key) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }
}
