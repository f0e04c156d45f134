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

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.rules.ModelNotAllowed;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a host's message holds is written once on its way to OpenRouter, and stays the host's. */
@Timeout(60)
class RequestInputTest {

    private static final String CHAT = "openrouter-chat-action?model=a/b";
    private static final AtomicInteger WRITTEN = new AtomicInteger();

    private ScriptedUpstream upstream;
    private KameletHost host;

    /** A text that counts how often it is written. */
    record Counted(String text) {
        @JsonValue
        String written() {
            WRITTEN.incrementAndGet();
            return text;
        }
    }

    @BeforeEach
    void start() {
        WRITTEN.set(0);
        upstream = ScriptedUpstream.start(call -> call.answer(
                200,
                "application/json",
                "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}],\"output\":[],\"data\":[{\"embedding\":[0.5]}]}"));
        host = KameletHost.of(upstream.baseUrl());
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        upstream.close();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void bodyIsWrittenOnce(String kamelet, Object body) throws Exception {
        host.asking(kamelet).start();

        host.answer(body);

        assertThat(upstream.awaitCall().text()).contains("\"Hello\"");
        assertThat(WRITTEN).hasValue(1);
    }

    static Stream<Arguments> bodies() {
        Map<String, Object> message = Map.of("role", "user", "content", new Counted("Hello"));
        return Stream.of(
                Arguments.of(CHAT, Map.of("messages", List.of(message))),
                Arguments.of(CHAT, List.of(message)),
                Arguments.of(CHAT, message),
                Arguments.of("openrouter-responses-action?model=a/b", Map.of("input", new Counted("Hello"))),
                Arguments.of("openrouter-completions-action?model=a/b", Map.of("prompt", new Counted("Hello"))),
                Arguments.of("openrouter-embeddings-action?model=a/b", Map.of("input", new Counted("Hello"))),
                Arguments.of("openrouter-embeddings-action?model=a/b", List.of(new Counted("Hello"))));
    }

    @Test
    void treeStaysAsTheHostHasIt() throws Exception {
        host.asking(CHAT).start();
        JsonNode tree = new JsonMapper().readTree("{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
        JsonNode before = tree.deepCopy();

        host.answer(tree);

        assertThat(tree).isEqualTo(before);
    }

    /** The rule has decoded it; a request is a request, and other JSON is a text to be asked. */
    @ParameterizedTest
    @MethodSource("decoded")
    void requestThatARuleHasReadIsTakenAsItWouldBeWithout(String body, String content) throws Exception {
        ModelNotAllowed rule = new ModelNotAllowed();
        host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask")
                                .setProperty("CamelOpenRouterOperation", constant("CHAT_COMPLETIONS"))
                                .filter(rule)
                                .to("kamelet:" + CHAT)
                                .end();
                    }
                })
                .start();

        host.answer(body.getBytes());

        JsonNode sent = new JsonMapper().readTree(upstream.awaitCall().body());
        assertThat(sent.at("/messages/0/content").asText()).isEqualTo(content);
    }

    static Stream<Arguments> decoded() {
        return Stream.of(
                Arguments.of("{\"model\":\"x/y\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}", "Hello"),
                Arguments.of("{\"model\":\"x/y\", \"a\":1}", "{\"model\":\"x/y\", \"a\":1}"));
    }
}
