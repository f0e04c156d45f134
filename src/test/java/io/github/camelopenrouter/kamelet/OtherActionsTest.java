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
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.processor.aggregate.GroupedExchangeAggregationStrategy;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Kamelets for responses, completions, embeddings and models. */
@Timeout(60)
class OtherActionsTest {

    private ScriptedUpstream upstream;
    private KameletHost host;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(ScriptedUpstream.Call::reset);
        host = KameletHost.of(upstream.baseUrl());
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        upstream.close();
    }

    @Nested
    class Responses {

        private static final String ANSWER = """
                {"id":"gen-1","object":"response","model":"a/b-1","status":"completed","error":null,"output":[\
                {"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},\
                {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi "},\
                {"type":"output_text","text":"there"}]}],\
                "usage":{"input_tokens":8,"output_tokens":3,"cost":0.000008}}""";

        @Test
        void sendsATextAsInputAndReturnsTheAnswersText() throws Exception {
            answers(ANSWER);
            host.asking("openrouter-responses-action?model=a/b&maxTokens=9&reasoningEffort=low&systemPrompt=Be brief")
                    .start();

            Exchange exchange = host.ask("Hello");

            assertThat(exchange.getMessage().getBody()).isEqualTo("Hi there");
            assertThat(exchange.getMessage().getHeaders())
                    .containsEntry("CamelOpenRouterModel", "a/b-1")
                    .containsEntry("CamelOpenRouterPromptTokens", 8)
                    .containsEntry("CamelOpenRouterCompletionTokens", 3)
                    .containsEntry("CamelOpenRouterCost", new BigDecimal("0.000008"));
            assertThat(upstream.awaitCall().text())
                    .isEqualTo("{\"input\":\"Hello\",\"model\":\"a/b\",\"max_output_tokens\":9,\"instructions\":"
                            + "\"Be brief\",\"reasoning\":{\"effort\":\"low\"},\"stream\":false}");
        }

        @Test
        void asksForASchemaWhereThisApiHasIt() throws Exception {
            answers(ANSWER);
            host.asking("openrouter-responses-action?model=a/b&responseFormat={\"type\":\"object\"}")
                    .start();

            host.answer("Hello");

            assertThat(sent().path("text"))
                    .isEqualTo(json("{\"format\":{\"type\":\"json_schema\",\"name\":\"answer\","
                            + "\"schema\":{\"type\":\"object\"}}}"));
        }

        /** In either spelling the request's own goes before the Kamelet's. */
        @Test
        void fillsInNothingThatAChatRequestSaysInItsOwnWords() throws Exception {
            answers(ANSWER);
            host.asking("openrouter-responses-action?model=a/b&maxTokens=9&reasoningEffort=low&responseFormat=json")
                    .start();

            host.answer("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":5,"
                    + "\"reasoning_effort\":\"high\",\"response_format\":{\"type\":\"text\"}}");

            assertThat(upstream.awaitCall().text())
                    .contains(
                            "\"max_output_tokens\":5,",
                            "\"reasoning\":{\"effort\":\"high\"}",
                            "\"text\":{\"format\":{\"type\":\"text\"}}")
                    .doesNotContain("\"low\"", "json");
        }

        @Test
        void takesAWholeRequestOrAListOfItems() throws Exception {
            answers(ANSWER);
            host.asking("openrouter-responses-action?model=a/b").start();
            Map<String, Object> item = Map.of("role", "user", "content", "Hello");

            host.answer("{\"model\":\"c/d\",\"input\":\"Hello\"}");
            assertThat(sent().path("model").asText()).isEqualTo("c/d");

            host.answer(List.of(item));
            assertThat(sent().at("/input/0/content").asText()).isEqualTo("Hello");

            host.answer(Map.of("messages", List.of(item)));
            assertThat(sent().at("/input/0/content").asText()).isEqualTo("Hello");
        }

        @Test
        void givesTheTokensOfItsEvents() throws Exception {
            upstream.script(call -> call.head(200, "text/event-stream")
                    .send(
                            "data: {\"type\":\"response.created\",\"response\":{\"id\":\"gen-1\",\"model\":\"a/b-1\"}}\n\n")
                    .send("data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hel\"}\n\n")
                    .send("data: {\"type\":\"response.output_text.delta\",\"delta\":\"lo\"}\n\n")
                    .send(
                            "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"gen-1\",\"status\":\"completed\","
                                    + "\"usage\":{\"input_tokens\":8,\"output_tokens\":2,\"cost\":0.5}}}\n\n")
                    .end());
            host.asking("openrouter-responses-action?model=a/b&output=tokens").start();

            TokenStream tokens = (TokenStream) host.answer("Hello");

            assertThat(String.join("", pieces(tokens))).isEqualTo("Hello");
            assertThat(tokens.getModel()).isEqualTo("a/b-1");
            assertThat(tokens.getCompletionTokens()).isEqualTo(2);
        }

        @Test
        void failsWithTheErrorOfItsEvents() throws Exception {
            upstream.script(call -> call.head(200, "text/event-stream")
                    .send("data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hel\"}\n\n")
                    .send("data: {\"type\":\"response.failed\",\"response\":{\"status\":\"failed\","
                            + "\"error\":{\"code\":\"server_error\",\"message\":\"Provider died\"}}}\n\n")
                    .end());
            host.asking("openrouter-responses-action?model=a/b&output=tokens").start();

            TokenStream tokens = (TokenStream) host.answer("Hello");
            assertThat(tokens.next()).isEqualTo("Hel");

            assertThat(catchThrowable(tokens::next))
                    .isInstanceOf(OpenRouterCallException.class)
                    .hasMessageContaining("502, code server_error: Provider died");
        }
    }

    @Nested
    class Completions {

        @Test
        void sendsATextAsPromptAndReturnsWhatIsAdded() throws Exception {
            answers("{\"id\":\"gen-1\",\"choices\":[{\"text\":\" Ada.\",\"finish_reason\":\"stop\"}]}");
            host.asking("openrouter-completions-action?model=a/b&maxTokens=5&temperature=0.10")
                    .start();

            assertThat(host.answer("My name is")).isEqualTo(" Ada.");

            assertThat(upstream.awaitCall().text())
                    .isEqualTo("{\"prompt\":\"My name is\",\"model\":\"a/b\",\"temperature\":0.10,\"max_tokens\":5,"
                            + "\"stream\":false}");
        }

        @Test
        void givesTheTokensOfItsEvents() throws Exception {
            upstream.script(call -> call.head(200, "text/event-stream")
                    .send("data: {\"choices\":[{\"text\":\" A\",\"finish_reason\":null}]}\n\n")
                    .send("data: {\"choices\":[{\"text\":\"da\",\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
                    .end());
            host.asking("openrouter-completions-action?model=a/b&output=tokens").start();

            assertThat(String.join("", pieces((TokenStream) host.answer("My name is"))))
                    .isEqualTo(" Ada");
        }
    }

    @Nested
    class Embeddings {

        private static final String KAMELET = "openrouter-embeddings-action?model=a/e";

        @Test
        void turnsATextIntoOneVector() throws Exception {
            answers("{\"data\":[{\"embedding\":[-0.5,0.25],\"index\":0}],\"model\":\"e\","
                    + "\"usage\":{\"prompt_tokens\":7,\"cost\":1.4e-7}}");
            host.asking(KAMELET + "&dimensions=2").start();

            Exchange exchange = host.ask("Hello");

            assertThat(exchange.getMessage().getBody()).isEqualTo(List.of(-0.5f, 0.25f));
            assertThat(exchange.getMessage().getHeaders())
                    .containsEntry("CamelOpenRouterModel", "e")
                    .containsEntry("CamelOpenRouterPromptTokens", 7)
                    .containsEntry("CamelOpenRouterCost", new BigDecimal("1.4e-7"));
            assertThat(upstream.awaitCall().text())
                    .isEqualTo("{\"input\":\"Hello\",\"model\":\"a/e\",\"dimensions\":2}");
        }

        @Test
        void turnsAListIntoVectorsInItsOrder() throws Exception {
            answers("{\"data\":[{\"embedding\":[2],\"index\":1},{\"embedding\":[1],\"index\":0}]}");
            host.asking(KAMELET).start();

            assertThat(host.answer(List.of("one", "two"))).isEqualTo(List.of(List.of(1f), List.of(2f)));
            assertThat(sent().path("input")).isEqualTo(json("[\"one\",\"two\"]"));
        }

        @Test
        void decodesBase64() throws Exception {
            answers("{\"data\":[{\"embedding\":\"AAAAvwAAgD4=\",\"index\":0}]}");
            host.asking(KAMELET + "&encoding=base64").start();

            assertThat(host.answer("Hello")).isEqualTo(List.of(-0.5f, 0.25f));
            assertThat(sent().path("encoding_format").asText()).isEqualTo("base64");
        }

        @Test
        void takesTheBatchOfAnAggregator() throws Exception {
            answers("{\"data\":[{\"embedding\":[1],\"index\":0},{\"embedding\":[2],\"index\":1}]}");
            host.with(new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("direct:bodies")
                                    .split(body(), new GroupedBodyAggregationStrategy())
                                    .transform(simple("${body}"))
                                    .end()
                                    .to("kamelet:" + KAMELET);
                            from("direct:exchanges")
                                    .split(body(), new GroupedExchangeAggregationStrategy())
                                    .transform(simple("${body}"))
                                    .end()
                                    .to("kamelet:" + KAMELET);
                        }
                    })
                    .start();

            for (String endpoint : List.of("direct:bodies", "direct:exchanges")) {
                Object vectors =
                        host.ask(endpoint, List.of("one", "two")).getMessage().getBody();
                assertThat(vectors).isEqualTo(List.of(List.of(1f), List.of(2f)));
                assertThat(sent().path("input")).isEqualTo(json("[\"one\",\"two\"]"));
            }
        }

        @Test
        void takesAWholeRequestAlsoOneOfTokens() throws Exception {
            answers("{\"data\":[{\"embedding\":[1],\"index\":0}]}");
            host.asking(KAMELET).start();

            assertThat(host.answer("{\"model\":\"c/d\",\"input\":[101,102]}")).isEqualTo(List.of(1f));
            assertThat(sent().path("model").asText()).isEqualTo("c/d");
            assertThat(host.answer(Map.of("input", List.of("one")))).isEqualTo(List.of(List.of(1f)));
        }

        @Test
        void failsWhereVectorsAreMissing() throws Exception {
            answers("{\"data\":[]}");
            host.asking(KAMELET).start();

            assertThat(host.ask("Hello").getException())
                    .isInstanceOf(OpenRouterCallException.class)
                    .hasMessageContaining("0 embeddings where 1 were asked for");
        }

        @Test
        void returnsTheWholeAnswer() throws Exception {
            answers("{\"data\":[]}");
            host.asking(KAMELET + "&output=json").start();

            assertThat(host.answer("Hello")).isEqualTo("{\"data\":[]}");
        }
    }

    @Nested
    class Models {

        private static final String LIST =
                "{\"data\":[{\"id\":\"a/b\",\"context_length\":8},{\"id\":\"c/d\",\"context_length\":9}]}";

        @Test
        void listsTheModels() throws Exception {
            answers(LIST);
            host.asking("openrouter-models-action").start();

            assertThat(host.answer("whatever"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .hasSize(2)
                    .first()
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("context_length", 8);
        }

        @Test
        void listsTheirIdsOnly() throws Exception {
            answers(LIST);
            host.asking("openrouter-models-action?output=ids").start();

            assertThat((List<?>) host.answer(null))
                    .hasSize(2)
                    .allSatisfy(id -> assertThat(id.toString()).matches("(openrouter/)?(a/b|c/d)"));
        }

        @Test
        void looksUpOneModel() throws Exception {
            answers(LIST);
            host.asking("openrouter-models-action?model=c/d").start();

            assertThat(host.answer(null))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("context_length", 9);
        }

        @Test
        void failsWhereThereIsNoSuchModel() throws Exception {
            answers(LIST);
            host.asking("openrouter-models-action?model=no/model&output=json").start();

            assertThat(host.ask(null).getException()).hasMessageContaining("status 404, code model_not_found");
        }
    }

    private void answers(String json) {
        upstream.script(call -> call.answer(200, "application/json", json));
    }

    private JsonNode sent() throws Exception {
        return json(upstream.awaitCall().text());
    }

    private static JsonNode json(String text) throws IOException {
        return new JsonMapper().readTree(text);
    }

    private static List<String> pieces(TokenStream tokens) {
        List<String> pieces = new ArrayList<>();
        tokens.forEachRemaining(pieces::add);
        return pieces;
    }
}
