/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chat Kamelet sends for what it gets, and what it makes of the answer. */
@Timeout(60)
class ChatActionTest {

    private static final String KAMELET = "openrouter-chat-action?model=openai/gpt-4o-mini";
    private static final String HELLO = "[{\"role\":\"user\",\"content\":\"Hello\"}]";
    private static final String ANSWER = """
            {"id":"gen-1","model":"openai/gpt-4o-mini-2024-07-18",\
            "choices":[{"message":{"role":"assistant","content":"Hi there"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":3,"completion_tokens":2,"cost":1.40e-7}}""";

    private ScriptedUpstream upstream;
    private KameletHost host;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", "\n         \n" + ANSWER));
        host = KameletHost.of(upstream.baseUrl());
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        upstream.close();
    }

    @Test
    void sendsATextAsTheUsersMessageAndReturnsTheAnswersText() throws Exception {
        host.asking(KAMELET).start();

        assertThat(host.answer("Hello")).isEqualTo("Hi there");
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.requestLine()).startsWith("POST /api/v1/chat/completions ");
        assertThat(call.headers()).containsEntry("Authorization", "Bearer " + KameletHost.KEY);
        assertThat(call.text())
                .isEqualTo("{\"messages\":" + HELLO + ",\"model\":\"openai/gpt-4o-mini\",\"stream\":false}");
    }

    @Test
    void readsATextFromBytesAndStreamsToo() throws Exception {
        host.asking(KAMELET).start();
        byte[] bytes = "Grüße".getBytes(StandardCharsets.UTF_8);

        host.answer(bytes);
        host.answer(new ByteArrayInputStream(bytes));

        for (int i = 0; i < 2; i++) {
            assertThat(sent().at("/messages/0/content").asText()).isEqualTo("Grüße");
        }
    }

    @Test
    void takesATextWithMessagesAsTheWholeRequestAsItIsWritten() throws Exception {
        host.asking(KAMELET + "&temperature=0.5&maxTokens=7&systemPrompt=Be brief")
                .start();

        host.answer("{\"model\": \"a/b\", \"temperature\": 1.50, \"messages\":" + HELLO + ", \"stream\": true}");

        assertThat(upstream.awaitCall().text())
                .isEqualTo("{\"model\":\"a/b\",\"temperature\":1.50,\"messages\":"
                        + HELLO.replace("[{", "[{\"role\":\"system\",\"content\":\"Be brief\"},{")
                        + ",\"stream\":false,\"max_tokens\":7}");
    }

    @Test
    void takesAnyOtherJsonAsTheUsersMessage() throws Exception {
        host.asking(KAMELET).start();
        for (String text : List.of("{\"order\":1}", "[1,2]", "{\"messages\":", "{\"messages\":[]} and more")) {
            host.answer(text);
            assertThat(sent().at("/messages/0/content").asText()).isEqualTo(text);
        }
    }

    @Test
    void takesAListAsMessages() throws Exception {
        host.asking(KAMELET).start();

        host.answer(List.of(Map.of("role", "user", "content", "Hello")));

        assertThat(sent().path("messages")).isEqualTo(new JsonMapper().readTree(HELLO));
    }

    @Test
    void takesAMapAsARequestOrAMessage() throws Exception {
        host.asking(KAMELET).start();
        Map<String, Object> message = Map.of("role", "user", "content", "Hello");

        host.answer(Map.of("messages", List.of(message), "seed", 7));
        JsonNode request = sent();
        assertThat(request.path("messages")).isEqualTo(new JsonMapper().readTree(HELLO));
        assertThat(request.path("seed").intValue()).isEqualTo(7);

        host.answer(message);
        assertThat(sent().path("messages")).isEqualTo(new JsonMapper().readTree(HELLO));
    }

    @Test
    void tellsModelIdTokensAndTheExactCostInHeaders() throws Exception {
        host.asking(KAMELET).start();

        Map<String, Object> headers = host.ask("Hello").getMessage().getHeaders();

        assertThat(headers)
                .containsEntry("CamelOpenRouterModel", "openai/gpt-4o-mini-2024-07-18")
                .containsEntry("CamelOpenRouterGenerationId", "gen-1")
                .containsEntry("CamelOpenRouterPromptTokens", 3)
                .containsEntry("CamelOpenRouterCompletionTokens", 2)
                .containsEntry("CamelOpenRouterCost", new BigDecimal("1.40e-7"))
                .hasSize(6);
    }

    @Test
    void worksAsARouteOfThreeLinesInYaml() throws Exception {
        host.withYaml("""
                - from:
                    uri: direct:ask
                    steps:
                      - to: kamelet:openrouter-chat-action?model=openai/gpt-4o-mini
                      - to: log:answer
                """).start();

        assertThat(host.answer("Hello")).isEqualTo("Hi there");
    }

    @Test
    void returnsTheWholeAnswerAsJson() throws Exception {
        host.asking(KAMELET + "&output=json").start();

        Exchange exchange = host.ask("Hello");

        assertThat(exchange.getMessage().getBody()).isEqualTo(ANSWER);
        assertThat(exchange.getMessage().getHeader("CamelOpenRouterPromptTokens"))
                .isEqualTo(3);
    }

    @Test
    void asksForJsonOrForASchema() throws Exception {
        String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},"
                + "\"required\":[\"a\"],\"additionalProperties\":false}";
        String whole = "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{}}}";

        assertThat(formatFor("json")).isEqualTo("{\"type\":\"json_object\"}");
        assertThat(formatFor("text")).isEqualTo("{\"type\":\"text\"}");
        assertThat(formatFor(schema))
                .isEqualTo("{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"strict\":true,\"schema\":"
                        + schema + "}}");
        assertThat(formatFor(whole)).isEqualTo(whole);
    }

    @Test
    void readsASchemaFromAFile(@TempDir Path directory) throws Exception {
        Path schema = Files.writeString(directory.resolve("schema.json"), "{\"type\": \"object\"}");

        assertThat(formatFor("resource:file:" + schema)).contains("\"schema\":{\"type\":\"object\"}");
    }

    private String formatFor(String responseFormat) throws Exception {
        try (KameletHost one = KameletHost.of(upstream.baseUrl())) {
            one.asking(KAMELET + "&responseFormat=" + responseFormat).start();
            one.answer("Hello");
            return sent().path("response_format").toString();
        }
    }

    @Test
    void fillsInWhatTheRequestLeavesOutAndNothingElse() throws Exception {
        host.asking(KAMELET + "&reasoningEffort=low&maxTokens=7&fallbacks=c/d, e/f&responseFormat=json")
                .start();

        host.answer("Hello");
        JsonNode filled = sent();
        assertThat(filled.path("reasoning_effort").asText()).isEqualTo("low");
        assertThat(filled.path("max_tokens").asInt()).isEqualTo(7);
        assertThat(filled.path("models").toString()).isEqualTo("[\"openai/gpt-4o-mini\",\"c/d\",\"e/f\"]");

        host.answer("{\"messages\":" + HELLO + ",\"reasoning\":{\"effort\":\"high\"},\"max_completion_tokens\":9,"
                + "\"models\":[\"g/h\"],\"response_format\":{\"type\":\"text\"}}");
        JsonNode given = sent();
        assertThat(given.path("reasoning_effort").asText()).isEqualTo("high");
        assertThat(given.has("max_tokens")).isFalse();
        assertThat(given.path("models").toString()).isEqualTo("[\"g/h\"]");
        assertThat(given.at("/response_format/type").asText()).isEqualTo("text");
    }

    @Test
    void leavesARequestsOwnSystemMessageAlone() throws Exception {
        host.asking(KAMELET + "&systemPrompt=Be brief").start();

        host.answer(List.of(Map.of("role", "developer", "content", "Be long")));

        assertThat(sent().path("messages")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "temperature=warm, temperature is \"warm\"",
        "maxTokens=0, maxTokens is \"0\"",
        "maxTokens=1.5, maxTokens is \"1.5\"",
        "output=tokens!, output is \"tokens!\"",
        "responseFormat=xml, responseFormat must be text"
    })
    void refusesAWrongPropertyAtTheStart(String property, String sentence) throws Exception {
        host.asking(KAMELET + "&" + property);

        assertThatThrownBy(host::start).hasStackTraceContaining(sentence);
    }

    @Test
    void returnsAnEmptyTextForAnAnswerWithoutOne() throws Exception {
        upstream.script(
                call -> call.answer(
                        200,
                        "application/json",
                        "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{}]},\"finish_reason\":\"tool_calls\"}]}"));
        host.asking(KAMELET).start();

        assertThat(host.answer("Hello")).isEqualTo("");
    }

    @Test
    void takesASystemPromptThatLooksLikeCamelsOwnSyntax() throws Exception {
        try (KameletHost one = KameletHost.of(
                upstream.baseUrl(),
                "camel.kamelet.openrouter-chat-action.systemPrompt=# Be & stay 100% ${body} #class:y",
                "camel.kamelet.openrouter-chat-action.model=a/b")) {
            one.asking("openrouter-chat-action").start();
            one.answer("Hello");

            assertThat(sent().at("/messages/0/content").asText()).isEqualTo("# Be & stay 100% ${body} #class:y");
        }
    }

    private JsonNode sent() throws Exception {
        return new JsonMapper().readTree(upstream.awaitCall().body());
    }
}
