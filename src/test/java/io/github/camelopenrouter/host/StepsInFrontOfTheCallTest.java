/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.error.ForbiddenException;
import io.github.camelopenrouter.kamelet.OpenRouterCallException;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.rules.ModelNotAllowed;
import io.github.camelopenrouter.rules.SystemPrompt;
import io.github.camelopenrouter.rules.TextReplacement;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What rules and plain Camel steps of an operator's make of a request, whichever way it came: in {@code openrouter-door-…},
 * behind the gateway source and in {@code openrouter-upstream-…}, as src/docs/routes.md says.
 */
@Timeout(120)
class StepsInFrontOfTheCallTest {

    private static final String JSON = "application/json";
    private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}";
    private static final String SECRET = Door.CHAT.plain().replace("Hi", "bluebird");
    private static final String SENT = "{\"model\":\"openai/gpt-4o\",\"messages\":["
            + "{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"[project]\"}]";

    private static final BlockingQueue<CallRecord> RECORDS = new LinkedBlockingQueue<>();
    private static final Queue<String> TAPPED = new ConcurrentLinkedQueue<>();

    /** Between two rules, in each place. */
    private static volatile Processor atTheDoor;

    private static volatile Processor inFrontOfTheCall;

    private static ScriptedUpstream upstream;
    private static MainHost host;

    /** The ways in. */
    enum Entry {
        HTTP {
            @Override
            int ask(String request) throws IOException {
                return new OneRequest(host.port())
                        .post(Door.CHAT.path(), request)
                        .status();
            }
        },
        SOURCE {
            @Override
            int ask(String request) throws IOException {
                return new OneRequest(host.port()).post("/composed", request).status();
            }
        },
        KAMELET {
            @Override
            int ask(String request) {
                Exchange asked = send("kamelet:openrouter-chat-action", request);
                return asked.getException() instanceof OpenRouterCallException refusal ? refusal.getStatus() : 200;
            }
        },
        DIRECT {
            @Override
            int ask(String request) {
                return send("direct:openrouter-chat-completions", request)
                        .getMessage()
                        .getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
            }
        };

        /** The status of the answer. */
        abstract int ask(String request) throws IOException;

        private static Exchange send(String endpoint, String request) {
            return host.context()
                    .createProducerTemplate()
                    .request(endpoint, call -> call.getMessage().setBody(request));
        }
    }

    /** What plain steps leave, by the means of Camel's. */
    enum Replacement {
        TEXT {
            @Override
            Object by(Message message) {
                return message.getBody(String.class).replace("}]", "}],\"n\":1.50");
            }
        },
        BYTES {
            @Override
            Object by(Message message) {
                String text = new String(message.getBody(byte[].class)).replace("}]", "}],\"n\":1.50");
                return text.getBytes();
            }
        },
        STREAM {
            @Override
            Object by(Message message) throws IOException {
                byte[] read = message.getBody(InputStream.class).readAllBytes();
                return new ByteArrayInputStream(
                        new String(read).replace("}]", "}],\"n\":1.50").getBytes());
            }
        },
        TREE {
            @Override
            Object by(Message message) {
                return ((ObjectNode) message.getBody(JsonNode.class)).put("n", new BigDecimal("1.50"));
            }
        },
        MAP {
            @Override
            Object by(Message message) {
                Map<Object, Object> map = new LinkedHashMap<>((Map<?, ?>) message.getBody(Map.class));
                map.put("n", new BigDecimal("1.50"));
                return map;
            }
        };

        abstract Object by(Message message) throws IOException;

        void in(Exchange exchange) throws IOException {
            exchange.getMessage().setBody(by(exchange.getMessage()));
        }
    }

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, JSON, ANSWER));
        host = MainHost.with(
                        "camel.main.routesIncludePattern=classpath:openrouter/routes/*.camel.yaml",
                        "openrouter.retry.delay=1ms",
                        "openrouter.retry.budget=100",
                        "openrouter.max-request-bytes=4MB",
                        "openrouter.model-aliases=cheap>meta/small",
                        "openrouter.api-key=any",
                        "openrouter.base-url=" + upstream.baseUrl())
                .start(new Steps(), new Composition(), new OpenRouterRoutes());
    }

    @AfterAll
    static void stop() throws IOException {
        host.close();
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierTests() {
        upstream.forget();
        upstream.script(call -> call.answer(200, JSON, ANSWER));
        RECORDS.clear();
        atTheDoor = exchange -> {};
        inFrontOfTheCall = exchange -> {};
    }

    private static final class Steps extends RouteConfigurationBuilder {
        @Override
        public void configuration() {
            bindToRegistry("records", (CallListener) RECORDS::add);
            routeConfiguration("openrouter-door-mine")
                    .interceptFrom("*")
                    .process(exchange -> atTheDoor.process(exchange));
            routeConfiguration("openrouter-upstream-mine")
                    .interceptFrom("*")
                    .process(prompt())
                    .wireTap("direct:tapped")
                    .process(exchange -> inFrontOfTheCall.process(exchange))
                    .process(masking())
                    .filter(notListed())
                    .throwException(new ForbiddenException("Not listed."));
        }
    }

    private static final class Composition extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:tapped")
                    .process(exchange -> TAPPED.add(exchange.getMessage().getBody(String.class)));
            from("kamelet:openrouter-gateway-source?operation=chat-completions&path=/composed")
                    .errorHandler(noErrorHandler())
                    .filter(notListed())
                    .throwException(new ForbiddenException("Not listed."))
                    .end()
                    .process(exchange -> atTheDoor.process(exchange))
                    .process(masking())
                    .to("kamelet:openrouter-upstream-sink");
        }
    }

    private static SystemPrompt prompt() {
        SystemPrompt prompt = new SystemPrompt();
        prompt.setText("Be brief.");
        return prompt;
    }

    private static TextReplacement masking() {
        TextReplacement masking = new TextReplacement();
        masking.setPattern("bluebird");
        masking.setReplacement("[project]");
        return masking;
    }

    private static ModelNotAllowed notListed() {
        ModelNotAllowed notListed = new ModelNotAllowed();
        notListed.setModels("openai/*, mistral/*, cheap");
        return notListed;
    }

    @ParameterizedTest
    @MethodSource("entriesAndReplacements")
    void rulesAndAPlainStepWorkTogether(Entry entry, Replacement replacement) throws Exception {
        inFrontOfTheCall = replacement::in;

        assertThat(entry.ask(SECRET)).isEqualTo(200);

        assertThat(sent(entry)).isEqualTo(SENT + ",\"n\":1.50}");
    }

    static Stream<Arguments> entriesAndReplacements() {
        return Arrays.stream(Entry.values())
                .flatMap(
                        entry -> Arrays.stream(Replacement.values()).map(replacement -> arguments(entry, replacement)));
    }

    @ParameterizedTest
    @EnumSource
    void aPlainStepThatOnlyReadsLeavesTheRequestToTheRules(Entry entry) throws Exception {
        inFrontOfTheCall = exchange -> {
            Object before = exchange.getMessage().getBody();
            assertThat(before).isInstanceOf(RequestBody.class);
            for (Replacement read : Replacement.values()) {
                read.by(exchange.getMessage());
            }
            assertThat(exchange.getMessage().getBody()).isSameAs(before);
        };

        assertThat(entry.ask(SECRET)).isEqualTo(200);

        assertThat(sent(entry)).isEqualTo(SENT + "}");
    }

    /** In front of the operation a plain step sees what the client has sent, or what a rule has decoded. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP", "SOURCE"})
    void aPlainStepAtTheDoorIsReadToo(Entry entry) throws Exception {
        for (Replacement replacement : List.of(Replacement.TEXT, Replacement.BYTES, Replacement.STREAM)) {
            atTheDoor = replacement::in;

            assertThat(entry.ask(SECRET)).isEqualTo(200);
            assertThat(sent(entry)).isEqualTo(SENT + ",\"n\":1.50}");
        }
    }

    @Test
    void aTapHoldsTheRequestThatStoodThere() throws Exception {
        Entry.DIRECT.ask(SECRET.replace("bluebird", "bluebird, tapped"));

        HttpTest.await(20).until(() -> TAPPED.contains((SENT + "}").replace("[project]", "bluebird, tapped")));
        assertThat(upstream.awaitCall().text()).isEqualTo((SENT + "}").replace("[project]", "[project], tapped"));
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalKeepsItsStatus(Entry entry) throws Exception {
        inFrontOfTheCall = exchange -> {
            throw new ForbiddenException("Not today.");
        };

        assertThat(entry.ask(SECRET)).isEqualTo(403);
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoRequestIsNotSent(Entry entry) throws Exception {
        inFrontOfTheCall = exchange -> exchange.getMessage().setBody("{\"model\":\"openai/x\",\"messages\":[]}");

        assertThat(entry.ask(SECRET)).isEqualTo(500);
        assertThat(upstream.callCount()).isZero();
        assertThat(RECORDS.poll(20, TimeUnit.SECONDS).attempts()).isEmpty();
    }

    /** The rule behind the step is the first to read it. */
    @ParameterizedTest
    @EnumSource
    void whatIsNoJsonIsTheStepsMistake(Entry entry) throws Exception {
        inFrontOfTheCall = exchange -> exchange.getMessage().setBody("no json");

        assertThat(entry.ask(SECRET)).isEqualTo(500);
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP", "SOURCE"})
    void whatAClientSendsIsItsOwnMistake(Entry entry) throws Exception {
        assertThat(entry.ask("no json")).isEqualTo(400);
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whatHasGrownTooLargeIsNotSent(Entry entry) throws Exception {
        inFrontOfTheCall = exchange -> {
            ObjectNode tree = exchange.getMessage().getBody(ObjectNode.class);
            exchange.getMessage().setBody(tree.put("more", "m".repeat(4 << 20)));
        };

        assertThat(entry.ask(SECRET)).isEqualTo(413);
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void megabytesPassAllRules(Entry entry) throws Exception {
        String large = SECRET.replace("bluebird", "x".repeat(3 << 20) + " bluebird");

        assertThat(entry.ask(large)).isEqualTo(200);

        assertThat(sent(entry)).isEqualTo((SENT + "}").replace("[project]", "x".repeat(3 << 20) + " [project]"));
    }

    @ParameterizedTest
    @EnumSource
    void anotherModelIsTheOneThatIsRecorded(Entry entry) throws Exception {
        upstream.script(call -> call.answer(upstream.callCount() == 1 ? 503 : 200, JSON, ANSWER));
        inFrontOfTheCall = exchange -> exchange.getMessage()
                .setBody(exchange.getMessage().getBody(String.class).replace("openai/gpt-4o", "mistral/large"));

        assertThat(entry.ask(SECRET)).isEqualTo(200);

        assertThat(upstream.awaitCall().text()).contains("\"mistral/large\"");
        assertThat(upstream.awaitCall().text()).contains("\"mistral/large\"");
        CallRecord record = RECORDS.poll(20, TimeUnit.SECONDS);
        assertThat(record.model().asked()).isEqualTo("openai/gpt-4o");
        assertThat(record.model().sent()).isEqualTo("mistral/large");
        assertThat(record.vendor()).isEqualTo("mistral");
    }

    @Test
    void anotherModelMayBeAnAlias() throws Exception {
        inFrontOfTheCall = exchange -> exchange.getMessage()
                .setBody(exchange.getMessage().getBody(String.class).replace("openai/gpt-4o", "cheap"));

        assertThat(Entry.HTTP.ask(SECRET)).isEqualTo(200);

        assertThat(upstream.awaitCall().text()).contains("\"meta/small\"");
    }

    @Test
    void stepsRunOnceHoweverManyAttemptsThereAre() throws Exception {
        upstream.script(call -> call.answer(upstream.callCount() < 3 ? 503 : 200, JSON, ANSWER));

        assertThat(Entry.HTTP.ask(SECRET)).isEqualTo(200);

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(upstream.awaitCall().text()).isEqualTo(SENT + "}");
        }
    }

    @Test
    void clientThatWaitsForAStreamGetsOne() throws Exception {
        upstream.script(call -> call.answer(200, "text/event-stream", "data: [DONE]\n\n"));
        inFrontOfTheCall = exchange -> exchange.getMessage()
                .setBody(exchange.getMessage().getBody(String.class).replace("true", "false"));

        assertThat(Entry.HTTP.ask(Door.CHAT.streaming())).isEqualTo(200);

        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.text()).contains("\"stream\":true");
        assertThat(call.headers()).containsEntry("Accept", "text/event-stream");
    }

    /** A Kamelet says itself whether it wants a stream. */
    private static String sent(Entry entry) throws InterruptedException {
        String sent = upstream.awaitCall().text();
        return entry == Entry.KAMELET ? sent.replace(",\"stream\":false", "") : sent;
    }
}
