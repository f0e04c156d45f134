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

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host asks with and what it gets, however odd or long, and what the headers say of either. */
@Timeout(120)
class BodiesOfAllKindsTest {

    private static final String CHAT = "openrouter-chat-action?model=a/b";
    private static final String REQUEST =
            "{\"model\":\"a/b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}],\"output\":[],"
            + "\"data\":[{\"id\":\"a/b\",\"embedding\":[0.5]}]}";
    /** A picture of 24 MB: more than Jackson reads by itself. */
    private static final String PICTURE = "x".repeat(24_000_000);

    private ScriptedUpstream upstream;
    private KameletHost host;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json; charset=x", ANSWER));
        host = KameletHost.of(upstream.baseUrl());
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void answerWithAPictureIsRead(String output) throws Exception {
        String answer = "{\"choices\":[{\"message\":{\"content\":\"Here\",\"images\":[{\"image_url\":{\"url\":\""
                + PICTURE + "\"}}]}}],\"usage\":{\"prompt_tokens\":3}}";
        upstream.script(call -> call.answer(200, "application/json", answer));
        host.asking(CHAT + "&output=" + output).start();

        Exchange exchange = host.ask("Hello");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(String.class)).hasSize(output.equals("json") ? answer.length() : 4);
        assertThat(exchange.getMessage().getHeader("CamelOpenRouterPromptTokens"))
                .isEqualTo(3);
    }

    @Test
    void eventWithAPictureIsRead() throws Exception {
        upstream.script(call -> call.head(200, "text/event-stream")
                .send("data: {\"choices\":[{\"delta\":{\"content\":\"Here\",\"images\":[\"" + PICTURE
                        + "\"]},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
                .end());
        host.asking(CHAT + "&output=tokens").start();

        assertThat(((Iterator<?>) host.answer("Hello")).next()).isEqualTo("Here");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void listOfSomethingElseIsRefused(String kamelet, Object body, String sentence) throws Exception {
        host.asking("openrouter-" + kamelet + "-action?model=a/b").start();

        assertThat(host.ask(body).getException())
                .isInstanceOf(OpenRouterCallException.class)
                .hasMessageContaining("No call to OpenRouter was made: refused with status 400")
                .hasMessageContaining(sentence);
        assertThat(upstream.callCount()).isZero();
    }

    static Stream<Arguments> refused() {
        String messages = "A list has to hold messages, each a map with a role and a content.";
        String items = "A list has to hold input items, each a map.";
        String prompts = "A list has to hold texts, or the numbers of tokens.";
        Map<String, Object> message = Map.of("role", "user", "content", "Hello");
        return Stream.of(
                Arguments.of("chat", List.of("x"), messages),
                Arguments.of("chat", Set.of("x"), messages),
                Arguments.of("chat", List.of(1, 2), messages),
                Arguments.of("chat", List.of(List.of(message)), messages),
                Arguments.of("chat", List.of(Map.of("content", "Hello")), messages),
                Arguments.of("chat", Arrays.asList(message, null), messages),
                Arguments.of("chat", List.of(message, "x"), messages),
                Arguments.of("chat", tree("[\"x\"]"), messages),
                Arguments.of("chat", tree("7"), messages),
                Arguments.of("chat", Map.of("role", 1), "A map has to be"),
                Arguments.of("responses", List.of("x"), items),
                Arguments.of("responses", Arrays.asList(message, null), items),
                Arguments.of("completions", Arrays.asList("x", null), prompts),
                Arguments.of("completions", List.of(message), prompts),
                Arguments.of("embeddings", Arrays.asList("x", null), "The list holds nothing in one of its places."),
                Arguments.of("chat", Map.of("messages", List.of(message), "top_p", Double.NaN), "NaN"),
                Arguments.of("embeddings", Map.of("input", "x", "n", Float.NEGATIVE_INFINITY), "infinite number"));
    }

    @ParameterizedTest
    @MethodSource("taken")
    void listThatTheApiKnowsIsTaken(String kamelet, Object body, String sent) throws Exception {
        host.asking("openrouter-" + kamelet + "-action?model=a/b").start();

        host.ask(body);

        assertThat(upstream.awaitCall().text()).contains(sent);
    }

    static Stream<Arguments> taken() {
        Map<String, Object> message = Map.of("role", "user");
        return Stream.of(
                Arguments.of("chat", List.of(message), "\"messages\":[{\"role\":\"user\"}]"),
                Arguments.of("chat", List.of(Map.of("role", "user", "a\"b", 1)), "\"messages\":[{"),
                Arguments.of("chat", tree("[{\"role\":\"user\"}]"), "\"messages\":[{\"role\":\"user\"}]"),
                Arguments.of("chat", tree("\"Hello\""), "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]"),
                Arguments.of("completions", List.of("a", "b"), "\"prompt\":[\"a\",\"b\"]"),
                Arguments.of("completions", List.of(1, 2), "\"prompt\":[1,2]"),
                Arguments.of("completions", List.of(List.of(1), List.of(2)), "\"prompt\":[[1],[2]]"));
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type, application/pdf",
        "Content-Type, image/png",
        "Content-Encoding, gzip",
        "Content-Encoding, br"
    })
    void operationDoesNotTakeTheHeadersOfAnEarlierBodyForItsOwn(String header, String value) throws Exception {
        host.context.addRoutes(new OpenRouterRoutes());
        host.start();

        Exchange exchange = host.context
                .createProducerTemplate()
                .request("direct:openrouter-chat-completions", call -> {
                    call.getMessage().setBody(REQUEST);
                    call.getMessage().setHeader(header, value);
                });

        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(200);
        assertThat(exchange.getMessage().getHeader("Content-Type", String.class))
                .startsWith("application/json");
        assertThat(upstream.awaitCall().headers()).containsEntry("Content-Type", "application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "chat-action?model=a/b, text/plain; charset=utf-8",
        "chat-action?model=a/b&responseFormat=json, application/json",
        "chat-action?model=a/b&output=json, application/json; charset=x",
        "chat-action?model=a/b&output=tokens,",
        "embeddings-action?model=a/b,",
        "embeddings-action?model=a/b&output=json, application/json; charset=x",
        "models-action,",
        "models-action?output=json, application/json"
    })
    void contentTypeOfAnAnswerIsItsOwn(String kamelet, @Nullable String type) throws Exception {
        host.asking("openrouter-" + kamelet).start();

        Exchange exchange = host.context.createProducerTemplate().request("direct:ask", call -> {
            call.getMessage().setBody("Hello");
            call.getMessage().setHeader("Content-Type", "application/pdf");
            call.getMessage().setHeader("Content-Encoding", "gzip");
            call.getMessage().setHeader("Content-Length", 7);
        });

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader("Content-Type")).isEqualTo(type);
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKeys("Content-Encoding", "Content-Length");
    }

    private static Object tree(String json) {
        try {
            return new JsonMapper().readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
