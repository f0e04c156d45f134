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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A team that may ask for OpenAI's models, and what its requests name, by each door and each field that can. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamedModelsOverHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String TOOL = "\"model\":\"openai/gpt-4o\"," + CHAT + ",\"tools\":[%s]";
    private static final String PLUGIN = "\"model\":\"openai/gpt-4o\"," + CHAT + ",\"plugins\":[%s]";
    private static final String LIST =
            "{\"data\":[{\"id\":\"openai/o1-pro\",\"canonical_slug\":\"openai/o1-pro-2025-03-19\"},{\"id\":\"openai/gpt-4o\"},"
                    + "{\"id\":\"openai/gpt-4o-mini\",\"name\":\"OpenAI: GPT-4o-mini\",\"canonical_slug\":\"openai/gpt-4o-mini-2024-07-18\"},{\"id\":\"anthropic/claude-3-haiku\"}]}";
    private static final String KEY = "ork-of-the-support-bot";

    private ScriptedUpstream upstream;
    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        upstream = ScriptedUpstream.start(NamedModelsOverHttpTest::answer);
        Path policy = Files.writeString(directory.resolve("policy.yaml"), """
                teams:
                  support:
                    models: ["openai/*", "openrouter/free", "~openai/gpt-latest", "anthropic/claude-3-haiku"]
                    deny-models: ["openai/o1-pro"]
                    allow:
                      presets: [mine]
                      server-tools: ["openrouter:subagent"]
                      plugins: [response-healing, auto-router]
                keys:
                  support-bot: { team: support, sha256: %s }
                """.formatted(Sha256.hex(KEY)));
        gateway = TestGateway.start(
                upstream.baseUrl(),
                "policy.file=" + policy,
                "compatibility=native",
                "model-aliases=mini>openai/gpt-4o-mini;mixed>openai/gpt-4o|google/gemini-2.0-flash;foreign>x-ai/grok-4",
                "fallbacks=openai/gpt-3.5-turbo>x-ai/grok-4");
        assertThat(new OneRequest(gateway.port())
                        .get("/v1/models", "Authorization: Bearer " + KEY)
                        .status())
                .isEqualTo(200); // so that no test meets the fetch of the list
    }

    private static void answer(ScriptedUpstream.Call call) throws IOException {
        if (call.requestLine().startsWith("GET ")) {
            call.answer(200, HttpTest.JSON, LIST);
            return;
        }
        call.answer(200, HttpTest.JSON, "{\"id\":\"gen-1\",\"choices\":[],\"data\":[]}", "X-Generation-Id: gen-1");
    }

    @BeforeEach
    void forget() {
        upstream.forget();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    private static Stream<Arguments> everyDoor() {
        return Stream.of(Door.values()).flatMap(door -> refusedModels().map(model -> Arguments.of(door, model)));
    }

    private static Stream<String> refusedModels() {
        return Stream.of(
                "anthropic/claude-sonnet-4",
                "openrouter/anthropic/claude-sonnet-4",
                "foreign",
                "mixed",
                "openai/o1-pro",
                "OpenAI/O1-Pro:free",
                "openai/gpt-4o:online",
                "OPENAI/../x",
                "openai/..",
                "openai/gpt-4o/../../x",
                "openai/gpt-4o\\u0000",
                " openai/gpt-4o",
                "openai/gpt-4o ",
                "openai/gpt-4o?x=anthropic/claude-sonnet-4",
                "openrouter/auto",
                "openrouter/openrouter/auto",
                "~anthropic/claude-opus-latest",
                "~openai/o-latest",
                "@preset/p",
                "@preset/mine/../p",
                "openai/gpt-4o@preset/p",
                "anthropic/claude-sonnet-4@preset/mine",
                "opena\\u0131/gpt-4o",
                "x/openai/gpt-4o",
                "openai/*");
    }

    @ParameterizedTest
    @MethodSource("everyDoor")
    void whatIsNotOpenAisIsRefusedBeforeTheUpstreamIsTouched(Door door, String model) throws Exception {
        refused(
                door.path(),
                door.plain()
                        .replaceFirst("\"model\":\"[^\"]*\"", Matcher.quoteReplacement("\"model\":\"" + model + "\"")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai/gpt-4o", "OpenAI/gpt-4o", "openai/gpt-4o:free", "openrouter/openai/gpt-4o", "mini",
                "openai/gpt-4o@preset/mine", "@preset/mine", "openrouter/free", "~openai/gpt-latest",
                        "openai/gpt-4o:nitro:free"
            })
    void whatIsAllowedPasses(String model) throws Exception {
        OneRequest.Answer answer = post("/v1/chat/completions", "{\"model\":\"" + model + "\"," + CHAT + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(upstream.callCount()).isOne();
    }

    private static Stream<Arguments> everyField() {
        List<Arguments> all = new ArrayList<>();
        String chat = "/v1/chat/completions";
        all.add(Arguments.of(
                chat, "\"model\":\"openai/gpt-4o\",\"models\":[\"openai/gpt-4o\",\"x-ai/grok-4\"]," + CHAT));
        all.add(Arguments.of(chat, "\"model\":\"openai/gpt-4o\",\"models\":[\"mixed\"]," + CHAT));
        all.add(Arguments.of(chat, "\"models\":[\"openai/gpt-4o\",\"foreign\"]," + CHAT));
        all.add(Arguments.of(chat, "\"model\":\"openai/gpt-4o\",\"fallbacks\":[\"x-ai/grok-4\"]," + CHAT));
        all.add(Arguments.of(chat, "\"model\":\"openai/gpt-4o\",\"\\u006dodels\":[\"x-ai/grok-4\"]," + CHAT));
        all.add(Arguments.of(chat, "\"model\":\"gpt-4o\"," + CHAT));
        all.add(Arguments.of(chat, "\"model\":\"openai/gpt-3.5-turbo\"," + CHAT)); // its fallback is not
        all.add(Arguments.of(chat, "\"model\":\"openai/gpt-4o\",\"preset\":\"p\"," + CHAT));
        all.add(Arguments.of(chat, "\"model\":\"openai/gpt-4o\",\"preset\":\"@preset/p\"," + CHAT));
        all.add(Arguments.of(chat, "\"model\":\"openai/gpt-4o\",\"web_search_options\":{}," + CHAT));
        for (String tool : List.of(
                "{\"type\":\"openrouter:web_search\"}",
                "{\"type\":\"openrouter:brand_new\"}",
                "{\"type\":\"openrouter:subagent\",\"parameters\":{\"model\":\"x-ai/grok-4\"}}",
                "{\"type\":\"openrouter:subagent\",\"parameters\":{\"a\":{\"b\":[{\"judge_model\":\"x-ai/grok-4\"}]}}}",
                "{\"type\":\"openrouter:subagent\",\"parameters\":{\"\\u006dodel\":\"x-ai/grok-4\"}}",
                "{\"type\":\"openrouter:subagent\",\"parameters\":{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"models\":[\"x-ai/grok-4\"]}}}}}}}",
                "{\"\\u0074ype\":\"openrouter:web_search\"}",
                "{\"type\":\"web_search\"}",
                "{\"type\":\"code_interpreter\"}")) {
            all.add(Arguments.of(chat, TOOL.formatted(tool)));
        }
        for (String plugin : List.of(
                "{\"id\":\"web\"}",
                "{\"id\":\"fusion\"}",
                "{\"id\":\"auto-router\",\"allowed_models\":[\"x-ai/grok-4\"]}",
                "{\"id\":\"auto-router\",\"pin_model\":\"x-ai/grok-4\"}",
                "{\"id\":\"response-healing\",\"\\u0069d\":\"web\"}")) {
            all.add(Arguments.of(chat, PLUGIN.formatted(plugin)));
        }
        String messages = "\"max_tokens\":8," + CHAT;
        all.add(Arguments.of(
                "/anthropic/v1/messages",
                "\"model\":\"openai/gpt-4o\",\"fallbacks\":[{\"model\":\"x-ai/grok-4\"}]," + messages));
        all.add(Arguments.of(
                "/anthropic/v1/messages", "\"model\":\"openai/gpt-4o\",\"models\":[\"x-ai/grok-4\"]," + messages));
        all.add(Arguments.of(
                "/v1/responses", "\"model\":\"openai/gpt-4o\",\"models\":[\"x-ai/grok-4\"],\"input\":\"Hi\""));
        all.add(
                Arguments.of(
                        "/v1/responses",
                        "\"model\":\"openai/gpt-4o\",\"input\":\"Hi\",\"tools\":[{\"type\":\"image_generation\",\"model\":\"x-ai/grok-4\"}]"));
        all.add(Arguments.of("/anthropic/v1/messages/count_tokens", "\"model\":\"x-ai/grok-4\"," + CHAT));
        all.add(Arguments.of("/anthropic/v1/messages/count_tokens", "\"model\":\"foreign\"," + CHAT));
        all.add(Arguments.of("/v1/rerank", "\"model\":\"cohere/rerank\",\"query\":\"x\",\"documents\":[\"x\"]"));
        all.add(Arguments.of("/v1/images", "\"model\":\"google/imagen\",\"prompt\":\"x\""));
        all.add(Arguments.of("/v1/audio/speech", "\"model\":\"hexgrad/kokoro\",\"input\":\"x\",\"voice\":\"a\""));
        all.add(Arguments.of("/v1/videos", "\"model\":\"google/veo\",\"prompt\":\"x\""));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everyField")
    void whateverNamesAnotherIsRefused(String path, String body) throws Exception {
        refused(path, "{" + body + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{\"model\":{\"enum\":[\"x\"]}}}}}",
                "{\"type\":\"openrouter:subagent\",\"parameters\":{\"model\":\"openai/gpt-4o-mini\"}}"
            })
    void toolsThatNameNothingElsePass(String tool) throws Exception {
        OneRequest.Answer answer = post("/v1/chat/completions", "{" + TOOL.formatted(tool) + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void whoeverMayCallAModelMayCountForIt() throws Exception {
        OneRequest.Answer answer = post("/anthropic/v1/messages/count_tokens", "{\"model\":\"mini\"," + CHAT + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).contains("\"input_tokens\":");
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/anthropic/v1/messages", "/v1/messages"})
    void aBareNameIsTheVendorsForTheCountToo(String path) throws Exception {
        String body = "{\"model\":\"claude-3-haiku\",\"max_tokens\":8," + CHAT + "}";
        for (String each : List.of(path, path + "/count_tokens")) {
            OneRequest.Answer answer = post(each, body);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
    }

    @Test
    void whatStandsBehindAnAliasIsNotTold() throws Exception {
        for (String alias : List.of("foreign", "mixed")) {
            assertThat(post("/v1/chat/completions", "{\"model\":\"" + alias + "\"," + CHAT + "}")
                            .text())
                    .contains("The model '" + alias + "' in 'model' is not allowed for team 'support'.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/v1/models/mini", "/anthropic/v1/models", "/anthropic/v1/models/mini"})
    void aListShowsAnAliasAlone(String path) throws Exception {
        String text = new OneRequest(gateway.port())
                .get(path, "Authorization: Bearer " + KEY)
                .text();
        JsonNode answer = JSON.readTree(text);
        JsonNode alias = answer.has("data") ? answer.at("/data/0") : answer;
        assertThat(alias.path("id").asText()).as(text).isEqualTo("mini");
        assertThat(alias.toString()).doesNotContainIgnoringCase("gpt-4o");
    }

    @Test
    void theAnswerSaysWhichFieldIsAtFault() throws Exception {
        OneRequest.Answer answer =
                post("/v1/chat/completions", "{\"model\":\"openai/gpt-4o\",\"models\":[\"x-ai/grok-4\"]," + CHAT + "}");
        JsonNode error = JSON.readTree(answer.text()).path("error");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(error.path("type").asText()).isEqualTo("permission_error");
        assertThat(error.path("code").asText()).isEqualTo("model_not_allowed");
        assertThat(error.path("param").asText()).isEqualTo("models");
        assertThat(error.path("message").asText())
                .isEqualTo("The model 'x-ai/grok-4' in 'models' is not allowed for team 'support'.");
    }

    @Test
    void whatIsDeniedIsDeniedByItsOtherNameToo() throws Exception {
        HttpTest.await(20)
                .until(() -> post("/v1/chat/completions", "{\"model\":\"openai/o1-pro-2025-03-19:free\"," + CHAT + "}")
                                .status()
                        == 403);
        assertThat(post("/v1/chat/completions", "{\"model\":\"openai/gpt-4o\"," + CHAT + "}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void nobodyComesInWithoutAKeyOfThePolicy() throws Exception {
        OneRequest client = new OneRequest(gateway.port());
        assertThat(client.post("/v1/chat/completions", "{}").status()).isEqualTo(401);
        assertThat(client.post("/v1/chat/completions", "{}", "Authorization: Bearer ork-unknown")
                        .status())
                .isEqualTo(401);
        assertThat(upstream.callCount()).isZero();
    }

    private void refused(String path, String body) throws Exception {
        OneRequest.Answer answer = post(path, body);
        assertThat(answer.status()).as(path + " " + body + ": " + answer.text()).isIn(400, 403);
        assertThat(upstream.callCount()).isZero();
    }

    private OneRequest.Answer post(String path, String body) throws IOException {
        return new OneRequest(gateway.port()).post(path, body, "Authorization: Bearer " + KEY);
    }
}
