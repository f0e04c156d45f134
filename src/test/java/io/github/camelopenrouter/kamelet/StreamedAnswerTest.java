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
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams and tokens in a host whose stream caching is on, as it is by default. */
@Timeout(60)
class StreamedAnswerTest {

    private static final String KAMELET = "openrouter-chat-action?model=a/b&output=";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String USAGE = "data: {\"id\":\"gen-1\",\"model\":\"a/b-1\","
            + "\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"cost\":0.00030}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private final CountDownLatch firstSeen = new CountDownLatch(1);
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private ScriptedUpstream upstream;
    private KameletHost host;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(this::holdSecondBack);
        host = KameletHost.of(upstream.baseUrl());
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        upstream.close();
    }

    @Test
    void handsTheOpenStreamOn() throws Exception {
        host.asking(KAMELET + "stream").start();

        Exchange exchange = host.ask("Hello");
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(exchange.getMessage().getBody(InputStream.class), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo(": OPENROUTER PROCESSING");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).contains("\"Hel\"");
            firstSeen.countDown();
            assertThat(lines.lines().toList()).contains("data: [DONE]");
        }
        assertThat(upstream.awaitCall().text()).contains("\"stream\":true");
    }

    @Test
    void passesEachPieceToASplitAsItComes() throws Exception {
        host.with(splitting()).start();

        assertThat(host.ask("Hello").getException()).isNull();

        assertThat(seen).containsExactly("Hel", "lo");
    }

    @Test
    void givesALoopTheWholeText() throws Exception {
        firstSeen.countDown();
        host.asking(KAMELET + "tokens").start();

        TokenStream tokens = (TokenStream) host.answer("Hello");
        StringBuilder text = new StringBuilder();
        while (tokens.hasNext()) {
            text.append(tokens.next());
        }

        assertThat(text).hasToString("Hello");
        assertThat(tokens.hasNext()).isFalse();
        assertThatThrownBy(tokens::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void knowsTheCostAtTheEndOfTheTokens() throws Exception {
        firstSeen.countDown();
        host.asking(KAMELET + "tokens").start();

        TokenStream tokens = (TokenStream) host.answer("Hello");
        assertThat(tokens.getCost()).isNull();
        assertThat(collect(tokens)).startsWith("Hel", "lo");

        assertThat(tokens.getCost()).isEqualTo(new BigDecimal("0.00030"));
        assertThat(tokens.getPromptTokens()).isEqualTo(3);
        assertThat(tokens.getCompletionTokens()).isEqualTo(2);
        assertThat(tokens.getModel()).isEqualTo("a/b-1");
        assertThat(tokens.getGenerationId()).isEqualTo("gen-1");
    }

    @Test
    void tellsTheCostBehindASplit() throws Exception {
        firstSeen.countDown();
        host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask")
                                .to("kamelet:" + KAMELET + "tokens")
                                .split(body())
                                .streaming()
                                .process(exchange ->
                                        seen.add(exchange.getMessage().getBody(String.class)))
                                .end()
                                .setBody(simple("${body.cost}"));
                    }
                })
                .start();

        assertThat(host.answer("Hello")).isEqualTo(new BigDecimal("0.00030"));
        assertThat(seen).startsWith("Hel", "lo");
    }

    @Test
    void knowsTheUsageThatCameInSeveralEvents() throws Exception {
        String started = "\"usage\":{\"input_tokens\":100,\"cache_read_input_tokens\":40,"
                + "\"cache_creation_input_tokens\":7,\"cost\":0.00120}}\n\n";
        upstream.script(call -> call.head(200, "text/event-stream")
                .send("data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]," + started)
                .send("data: {\"choices\":[],\"usage\":{\"input_tokens\":0,\"output_tokens\":9}}\n\n" + DONE)
                .end());
        host.asking(KAMELET + "tokens").start();

        TokenStream tokens = (TokenStream) host.answer("Hello");
        assertThat(collect(tokens)).startsWith("Hel");

        assertThat(tokens.getPromptTokens()).isEqualTo(147);
        assertThat(tokens.getCompletionTokens()).isEqualTo(9);
        assertThat(tokens.getCost()).isEqualTo(new BigDecimal("0.00120"));
    }

    @Test
    void namesModelAndIdBeforeTheFirstPieceIsRead() throws Exception {
        host.asking(KAMELET + "tokens").start();

        Exchange exchange = host.ask("Hello");
        firstSeen.countDown();

        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("CamelOpenRouterModel", "a/b-1")
                .containsEntry("CamelOpenRouterGenerationId", "gen-1")
                .hasSize(2);
        ((TokenStream) exchange.getMessage().getBody()).close();
    }

    @Test
    void endsASplitWithAnExceptionWhenTheAnswerFails() throws Exception {
        upstream.script(call -> call.head(200, "text/event-stream")
                .send(event("Hel"))
                .send("data: {\"error\":{\"code\":502,\"message\":\"Provider disconnected\"},"
                        + "\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}\n\n")
                .end());
        host.with(splitting()).start();

        Exception failure = host.ask("Hello").getException();

        assertThat(failure)
                .isInstanceOfSatisfying(
                        OpenRouterCallException.class,
                        e -> assertThat(e.getStatus()).isEqualTo(502))
                .hasMessageContaining("Provider disconnected");
        assertThat(seen).containsExactly("Hel");
    }

    @Test
    void endsASplitWithAnExceptionWhenTheStreamBreaksOff() throws Exception {
        upstream.script(
                call -> call.head(200, "text/event-stream").send(event("Hel")).reset());
        host.with(splitting()).start();

        assertThat(host.ask("Hello").getException())
                .isInstanceOf(OpenRouterCallException.class)
                .hasMessageContaining("before it was complete");
    }

    @Test
    void freesTheUpstreamWhenASplitIsLeftEarly() throws Exception {
        upstream.script(StreamedAnswerTest::untilHangUp);
        host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask")
                                .to("kamelet:" + KAMELET + "tokens")
                                .split(body())
                                .streaming()
                                .stopOnException()
                                .throwException(new IllegalStateException("the host's own trouble"));
                    }
                })
                .start();

        assertThat(host.ask("Hello").getException()).hasRootCauseInstanceOf(IllegalStateException.class);

        assertThat(upstream.awaitCall().hasHungUpWithin(PATIENCE)).isTrue();
    }

    @Test
    void freesTheUpstreamOfAStreamThatIsClosed() throws Exception {
        upstream.script(StreamedAnswerTest::untilHangUp);
        host.asking(KAMELET + "stream").start();

        ((InputStream) host.answer("Hello")).close();

        assertThat(upstream.awaitCall().hasHungUpWithin(PATIENCE)).isTrue();
    }

    @Test
    void freesTheUpstreamOfStreamsThatNobodyReads() throws Exception {
        upstream.script(StreamedAnswerTest::untilHangUp);
        host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask")
                                .toD("kamelet:openrouter-chat-action?model=a/b&output=${header.kind}")
                                .setBody(constant("something else"));
                    }
                })
                .start();

        for (String kind : List.of("stream", "tokens")) {
            host.context.createProducerTemplate().requestBodyAndHeader("direct:ask", "Hello", "kind", kind);
        }

        await().atMost(PATIENCE).until(() -> {
            System.gc();
            return upstream.hangUps() == 2;
        });
    }

    @Test
    void givesAStreamOfOnePieceWhereTheModelDoesNotStream() throws Exception {
        upstream.script(call -> call.answer(
                200, "application/json", "{\"id\":\"gen-2\",\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}"));
        host.with(splitting()).start();

        host.ask("Hello");

        assertThat(seen).containsExactly("Hi");
    }

    private RouteBuilder splitting() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("kamelet:" + KAMELET + "tokens")
                        .split(body())
                        .streaming()
                        .process(exchange -> {
                            seen.add(exchange.getMessage().getBody(String.class));
                            firstSeen.countDown();
                        });
            }
        };
    }

    private void holdSecondBack(ScriptedUpstream.Call call) throws Exception {
        call.head(200, "text/event-stream").send(": OPENROUTER PROCESSING\n\n").send(event("Hel"));
        if (firstSeen.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            call.send(event("lo")).send(USAGE).send(DONE).end();
        } else {
            call.reset();
        }
    }

    private static void untilHangUp(ScriptedUpstream.Call call) throws Exception {
        call.head(200, "text/event-stream").send(event("Hel")).send(event("lo"));
        call.awaitHangUp();
    }

    private static String event(String text) {
        return "data: {\"id\":\"gen-1\",\"model\":\"a/b-1\",\"choices\":[{\"delta\":{\"content\":\"" + text
                + "\"},\"finish_reason\":null}]}\n\n";
    }

    private static List<String> collect(TokenStream tokens) {
        List<String> pieces = new ArrayList<>();
        tokens.forEachRemaining(pieces::add);
        return pieces;
    }
}
