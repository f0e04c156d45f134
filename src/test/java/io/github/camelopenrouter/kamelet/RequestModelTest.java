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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host's route says for each message which model is asked, without a route for each model. */
@Timeout(60)
class RequestModelTest {

    private static final String PROPERTY = "CamelOpenRouterRequestModel";

    private ScriptedUpstream upstream;
    private KameletHost host;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(
                call -> call.answer(
                        200,
                        "application/json",
                        "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"text\":\"Hi\"}],\"output\":[],\"data\":[{\"embedding\":[0.5]}]}"));
        host = KameletHost.of(upstream.baseUrl());
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        upstream.close();
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of(
                        "chat", "{\"model\":\"client/own\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"),
                Arguments.of("completions", "{\"model\":\"client/own\",\"prompt\":\"Hello\"}"),
                Arguments.of("responses", "{\"model\":\"client/own\",\"input\":\"Hello\"}"),
                Arguments.of("embeddings", "{\"model\":\"client/own\",\"input\":\"Hello\"}"));
    }

    /** What a request names may be a client's wish, the route's own choice never is. */
    @ParameterizedTest
    @MethodSource("requests")
    void goesBeforeTheRequestsAndTheKameletsModel(String kamelet, String request) throws Exception {
        host.asking("openrouter-" + kamelet + "-action?model=kamelet/own").start();

        assertThat(modelFor("Hello", null)).isEqualTo("kamelet/own");
        assertThat(modelFor("Hello", "a/b")).isEqualTo("a/b");
        assertThat(modelFor("Hello", "c/d:free")).isEqualTo("c/d:free");
        assertThat(modelFor(request, null)).isEqualTo("client/own");
        assertThat(modelFor(request, "a/b")).isEqualTo("a/b");
        assertThat(modelFor(new JsonMapper().readValue(request, Map.class), "a/b"))
                .isEqualTo("a/b");
        assertThat(host.routes("openrouter-" + kamelet + "-action")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isEnoughWhereTheKameletHasNone(String kamelet) throws Exception {
        host.asking("openrouter-" + kamelet + "-action").start();

        assertThat(modelFor("Hello", "a/b")).isEqualTo("a/b");
        assertThat(ask("Hello", null).getException()).hasMessageContaining("No model is named");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void isNoneWhereItIsEmpty(String none) throws Exception {
        host.asking("openrouter-chat-action?model=kamelet/own").start();

        assertThat(modelFor("Hello", none)).isEqualTo("kamelet/own");
    }

    /** The Kamelet's is the primary, as it has always been; without one the request's list is enough, but not for embeddings. */
    @Test
    void mayBeNamedByTheRequestsListAlone() throws Exception {
        String request = "{\"models\":[\"a/b\",\"c/d\"],\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        host.asking("openrouter-chat-action").start();

        assertThat(ask(request, null).getException()).isNull();
        assertThat(upstream.awaitCall().text())
                .contains("\"models\":[\"a/b\",\"c/d\"]")
                .doesNotContain("\"model\":");
        assertThat(modelFor(request, "x/y")).isEqualTo("x/y");
    }

    @Test
    void isNotNamedByAListWhereAnEmbeddingIsAskedFor() throws Exception {
        host.asking("openrouter-embeddings-action").start();

        assertThat(ask("{\"models\":[\"a/b\"],\"input\":\"Hello\"}", null).getException())
                .hasMessageContaining("No model is named");
    }

    /** A client could send it. */
    @Test
    void isNeverReadFromAHeader() throws Exception {
        host.asking("openrouter-chat-action?model=kamelet/own").start();

        host.context.createProducerTemplate().requestBodyAndHeader("direct:ask", "Hello", PROPERTY, "client/own");

        assertThat(sentModel()).isEqualTo("kamelet/own");
    }

    @Test
    void isSetByARouteAndFoundByItsAlias() throws Exception {
        try (KameletHost routing =
                KameletHost.of(upstream.baseUrl(), "openrouter.model-aliases=fast>a/small;smart>b/large")) {
            routing.withYaml("""
                    - from:
                        uri: direct:ask
                        steps:
                          - choice:
                              when:
                                - simple: ${body.length} > 20
                                  steps:
                                    - setProperty:
                                        name: CamelOpenRouterRequestModel
                                        constant: smart
                          - to: kamelet:openrouter-chat-action?model=fast
                    """).start();

            routing.answer("Hello");
            assertThat(sentModel()).isEqualTo("a/small");
            routing.answer("Hello, this is a longer question");
            assertThat(sentModel()).isEqualTo("b/large");
        }
    }

    /** It would say of the host's exchange what is true of one call only. */
    @Test
    void staysTheHostsAndDoesNotGoUpInAnyOtherForm() throws Exception {
        host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask")
                                .setProperty(OpenRouterConstants.REQUEST_MODEL, constant("a/b"))
                                .to("kamelet:openrouter-chat-action");
                    }
                })
                .start();

        Exchange exchange = host.ask("Hello");

        assertThat(exchange.getProperty(PROPERTY)).isEqualTo("a/b");
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.text()).doesNotContain(PROPERTY);
        assertThat(call.headers()).doesNotContainKey(PROPERTY);
    }

    private String modelFor(Object body, String chosen) throws Exception {
        Exchange exchange = ask(body, chosen);
        assertThat(exchange.getException()).isNull();
        return sentModel();
    }

    private Exchange ask(Object body, String chosen) {
        return host.context.createProducerTemplate().request("direct:ask", exchange -> {
            exchange.getMessage().setBody(body);
            if (chosen != null) {
                exchange.setProperty(PROPERTY, chosen);
            }
        });
    }

    private String sentModel() throws Exception {
        JsonNode sent = new JsonMapper().readTree(upstream.awaitCall().text());
        return sent.path("model").asText();
    }
}
