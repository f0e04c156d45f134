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

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.spi.ResponseEnd;
import io.github.camelopenrouter.spi.ResponseEvent;
import io.github.camelopenrouter.spi.ResponseFilter;
import io.github.camelopenrouter.spi.ResponseFilterFactory;
import io.github.camelopenrouter.spi.ResponseVerdict;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.RecordedStreams;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A failed call tells whether there was a call, whether its answer broke off, and whether a filter keeps it back. */
@Timeout(60)
class FailureSaysWhatHappenedTest {

    private static final String CHAT = "openrouter-chat-action?model=a/b";
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";
    private static final String NOT_MADE = "No call to OpenRouter was made: refused with status ";
    private static final String TRUNCATED = "The call to OpenRouter failed with status 502, code truncated: ";

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

    @Test
    void refusalOfTheOperationIsNoFailedCall() throws Exception {
        host.asking(CHAT).start();

        OpenRouterCallException refusal = failure(Map.of("messages", "none"));

        assertThat(refusal).hasMessageStartingWith(NOT_MADE + "400: ");
        assertThat(refusal.getStatus()).isEqualTo(400);
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void openBreakerIsNoFailedCall() throws Exception {
        upstream.script(call -> call.answer(500, JSON, "{\"error\":{\"message\":\"down\"}}"));
        host.asking(CHAT).start();
        OpenRouterCallException latest = failure("Hello");
        while (latest.getStatus() == 500) {
            assertThat(latest).hasMessageStartingWith("The call to OpenRouter failed with status 500: ");
            latest = failure("Hello");
        }

        assertThat(latest).hasMessageStartingWith(NOT_MADE + "503, code upstream_unavailable: The vendor 'a'");
    }

    @Test
    void unknownModelIsNoFailedCall() throws Exception {
        upstream.script(call -> call.answer(200, JSON, "{\"data\":[{\"id\":\"a/b\"}]}"));
        host.asking("openrouter-models-action?model=c/d").start();

        assertThat(failure("")).hasMessageStartingWith(NOT_MADE + "404, code model_not_found: ");
    }

    @Test
    void missingKeyIsNoFailedCall() throws Exception {
        try (KameletHost keyless = KameletHost.of(upstream.baseUrl(), "openrouter.api-key=")) {
            keyless.asking(CHAT).start();

            assertThat(keyless.ask("Hello").getException())
                    .hasMessageContaining("openrouter.api-key")
                    .hasMessageNotContaining("call to OpenRouter failed");
        }
    }

    @Test
    void connectionThatFailsIsTheCause() throws Exception {
        String nobody = upstream.baseUrl();
        upstream.close();
        try (KameletHost alone = KameletHost.of(nobody)) {
            alone.asking(CHAT).start();

            assertThat(alone.ask("Hello").getException())
                    .hasMessageContaining("could not be reached")
                    .hasMessageNotContaining("refused:")
                    .hasRootCauseInstanceOf(ConnectException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void plainAnswerThatBreaksOffIsTruncated(String output) throws Exception {
        upstream.script(call -> call.head(200, JSON)
                .send("{\"choices\":[{\"message\":{\"content\":\"Hel")
                .end());
        host.asking(CHAT + "&output=" + output).start();

        OpenRouterCallException failure = failure("Hello");

        assertThat(failure).hasMessage(TRUNCATED + "OpenRouter ended the answer before it was complete.");
        assertThat(failure.getCode()).isEqualTo("truncated");
    }

    /** So long that its beginning is looked at, and the rest is read as it passes. */
    @Test
    void longPlainAnswerThatBreaksOffIsTruncated() throws Exception {
        upstream.script(call -> call.head(200, JSON)
                .send("{\"choices\":[{\"message\":{\"content\":\"" + "x".repeat(200_000))
                .end());
        host.asking("openrouter-embeddings-action?model=a/b").start();

        assertThat(failure("Hello")).hasMessage(TRUNCATED + "OpenRouter ended the answer before it was complete.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "completions", "responses"})
    void tokensThatBreakOffAreTruncated(String kamelet) throws Exception {
        cutStream(kamelet);
        host.asking("openrouter-" + kamelet + "-action?model=a/b&output=tokens").start();

        Iterator<?> tokens = (Iterator<?>) host.answer("Hello");

        assertThatThrownBy(() -> tokens.forEachRemaining(piece -> {}))
                .isInstanceOfSatisfying(
                        OpenRouterCallException.class,
                        failure -> assertThat(failure.getCode()).isEqualTo("truncated"))
                .hasMessage(TRUNCATED + "OpenRouter ended the stream before it was complete.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "completions", "responses"})
    void streamThatBreaksOffSaysTruncatedInItsLastEvent(String kamelet) throws Exception {
        cutStream(kamelet);
        host.asking("openrouter-" + kamelet + "-action?model=a/b&output=stream").start();

        try (InputStream stream = (InputStream) host.answer("Hello")) {
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .contains(":\"truncated\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "tokens"})
    void streamThatBreaksOffBeforeAnyContentIsTruncated(String output) throws Exception {
        upstream.script(call ->
                call.head(200, EVENTS).send(": OPENROUTER PROCESSING\n\n").end());
        host.asking(CHAT + "&output=" + output).start();

        assertThat(failure("Hello")).hasMessage(TRUNCATED + "OpenRouter ended the stream before it was complete.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "tokens"})
    void answerThatAFilterHasEndedIsNoEmptyText(String output) throws Exception {
        boolean stream = output.equals("tokens");
        String content = stream
                ? "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Bluebird\"}}]}\n\ndata: [DONE]\n\n"
                : "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Bluebird\"}}]}";
        upstream.script(
                call -> call.head(200, stream ? EVENTS : JSON).send(content).end());
        blocking();
        host.asking(CHAT + "&output=" + output).start();

        assertWithheld("Not for you.", stream);
    }

    @Test
    void vectorsThatAFilterHasEndedAreNotMissing() throws Exception {
        upstream.script(call -> call.answer(200, JSON, "{\"data\":[{\"embedding\":[0.5]}]}"));
        blocking();
        host.asking("openrouter-embeddings-action?model=a/b").start();

        assertWithheld("A filter has not let the vectors through.", false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "chat|{\"choices\":[{\"message\":{\"content\":\"Hal\"},\"finish_reason\":\"content_filter\"}]}|A content filter",
                "chat|{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"I will not.\"}}]}|I will not.",
                "completions|{\"choices\":[{\"text\":\"\",\"finish_reason\":\"content_filter\"}]}|A content filter",
                "responses|{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"content_filter\"},\"output\":[]}|A",
                "responses|{\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"No.\"}]}]}|No."
            })
    void answerThatTheProviderWithholdsIsNoEmptyText(String kamelet, String answer, String said) throws Exception {
        upstream.script(call -> call.answer(200, JSON, answer));
        host.asking("openrouter-" + kamelet + "-action?model=a/b").start();

        assertWithheld(said, false);
    }

    @Test
    void refusalOfAStreamIsToldWhole() throws Exception {
        upstream.script(call -> call.head(200, EVENTS)
                .send("data: {\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"I will\"}}]}\n\n")
                .send("data: {\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\" not.\"},\"finish_reason\":\"stop\"}]}"
                        + "\n\ndata: [DONE]\n\n")
                .end());
        host.asking(CHAT + "&output=tokens").start();

        assertWithheld("I will not.", true);
    }

    /** As of the same answer that does not come in pieces. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}|{\"choices\":[{\"delta\":{\"refusal\":\"No.\"}}]}",
                "{\"choices\":[{\"delta\":{\"refusal\":\"No.\"}}]}|{\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}"
            })
    void refusalBesideATextTakesNothingOfIt(String events) throws Exception {
        upstream.script(call -> call.head(200, EVENTS)
                .send("data: " + events.replace("|", "\n\ndata: ") + "\n\ndata: [DONE]\n\n")
                .end());
        host.asking(CHAT + "&output=tokens").start();

        StringBuilder text = new StringBuilder();
        ((TokenStream) host.answer("Hello")).forEachRemaining(text::append);

        assertThat(text).hasToString("Hi");
    }

    /** Who wants the whole answer sees there what it is. */
    @Test
    void jsonOfAWithheldAnswerIsThere() throws Exception {
        String answer = "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"content_filter\"}]}";
        upstream.script(call -> call.answer(200, JSON, answer));
        host.asking(CHAT + "&output=json").start();

        assertThat(host.answer("Hello")).isEqualTo(answer);
    }

    @Test
    void nothingIsLoggedOfACallWhoseFailureTheHostHandles() throws Exception {
        upstream.stopListening();
        host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask")
                                .doTry()
                                .to("kamelet:" + CHAT)
                                .doCatch(OpenRouterCallException.class)
                                .setBody(exchange -> exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                                .end();
                    }
                })
                .start();
        try (LogRecorder log = LogRecorder.record()) {
            Exception failure = (Exception) host.answer("Hello");

            assertThat(failure).hasMessageEndingWith("OpenRouter could not be reached.");
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
        }
    }

    @Test
    void logOfAHostsOwnCallNamesItsExchange() throws Exception {
        upstream.stopListening();
        host.context.addRoutes(new OpenRouterRoutes());
        host.start();
        try (LogRecorder log = LogRecorder.record()) {
            String id = host.ask(
                            "direct:openrouter-" + Operation.CHAT_COMPLETIONS.id(),
                            "{\"model\":\"a/b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}")
                    .getExchangeId();

            assertThat(log.lines())
                    .noneMatch(line -> line.contains("null"))
                    .anyMatch(line -> line.startsWith("WARN") && line.contains("Exchange " + id + ": the call"));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 6", "0, 3"})
    void redeliveryOfAHostMultipliesTheGatewaysOwn(String retries, int calls) throws Exception {
        upstream.script(call -> call.answer(503, JSON, "{\"error\":{\"message\":\"down\"}}"));
        try (KameletHost eager = KameletHost.of(
                upstream.baseUrl(),
                "openrouter.retry.attempts=" + retries,
                "openrouter.retry.delay=1ms",
                "openrouter.retry.budget=100")) {
            eager.with(new RouteBuilder() {
                        @Override
                        public void configure() {
                            onException(OpenRouterCallException.class)
                                    .maximumRedeliveries(2)
                                    .redeliveryDelay(0)
                                    .handled(true);
                            from("direct:ask").to("kamelet:" + CHAT);
                        }
                    })
                    .start();

            eager.ask("Hello");

            assertThat(upstream.callCount()).isEqualTo(calls);
        }
    }

    private void blocking() {
        host.context.getRegistry().bind("no-code-names", (ResponseFilterFactory) call -> new ResponseFilter() {
            @Override
            public ResponseVerdict judge(ResponseEvent event) {
                return ResponseVerdict.end("Not for you.");
            }

            @Override
            public ResponseVerdict end(ResponseEnd end) {
                return ResponseVerdict.PASS;
            }
        });
    }

    private void assertWithheld(String said, boolean stream) throws Exception {
        assertThatThrownBy(() -> {
                    Object body = host.answer("Hello");
                    if (stream) {
                        ((Iterator<?>) body).forEachRemaining(piece -> {});
                    }
                })
                .isInstanceOfSatisfying(OpenRouterCallException.class, failure -> {
                    assertThat(failure.getStatus()).isEqualTo(403);
                    assertThat(failure.getCode()).isEqualTo("content_filter");
                })
                .hasMessageStartingWith("The answer is withheld with status 403, code content_filter: " + said);
    }

    /** After content, and before its end. */
    private void cutStream(String kamelet) {
        Operation operation = switch (kamelet) {
            case "chat" -> Operation.CHAT_COMPLETIONS;
            case "completions" -> Operation.COMPLETIONS;
            default -> Operation.RESPONSES;
        };
        String begun = Stream.of(RecordedStreams.of(operation).split("(?<=\n\n)"))
                .takeWhile(event -> !event.contains("\"finish_reason\":\"") && !event.contains("response.completed"))
                .collect(Collectors.joining());
        upstream.script(call -> call.head(200, EVENTS).send(begun).end());
    }

    private OpenRouterCallException failure(Object body) {
        Exception failure = host.ask(body).getException();
        assertThat(failure).isInstanceOf(OpenRouterCallException.class);
        return (OpenRouterCallException) failure;
    }
}
