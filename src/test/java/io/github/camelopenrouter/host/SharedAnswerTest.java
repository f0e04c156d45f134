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

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that outlives the exchange it came by stays open for whoever has it then. Stream caching is on. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedAnswerTest {

    private static final String OPERATION = "direct:openrouter-chat-completions";
    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"é\"}}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private ScriptedUpstream upstream;
    private MainHost host;
    private final BlockingQueue<String> read = new LinkedBlockingQueue<>();
    private volatile CountDownLatch mainIsDone;
    private volatile CountDownLatch firstSeen;

    @BeforeAll
    void start() {
        upstream = ScriptedUpstream.start(this::answer);
        host = MainHost.with("openrouter.api-key=any", "openrouter.base-url=" + upstream.baseUrl())
                .start(new Consumers(), new OpenRouterRoutes());
    }

    @AfterAll
    void stop() throws IOException {
        host.close();
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierTests() {
        upstream.forget();
        read.clear();
        mainIsDone = new CountDownLatch(1);
        firstSeen = new CountDownLatch(1);
    }

    private final class Consumers extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:tapped").to(OPERATION).wireTap("direct:tap").end().setBody(constant("accepted"));
            from("direct:queued")
                    .to(OPERATION)
                    .to("seda:queue?waitForTaskToComplete=Never")
                    .setBody(constant("accepted"));
            from("direct:tapped-in-kamelet")
                    .to("kamelet:openrouter-chat-action?model=a/b&output=stream")
                    .wireTap("direct:tap")
                    .end()
                    .setBody(constant("accepted"));
            from("direct:tap").process(SharedAnswerTest.this::readOnceMainIsDone);
            from("seda:queue").process(SharedAnswerTest.this::readOnceMainIsDone);

            from("direct:collected")
                    .to(OPERATION)
                    .aggregate(constant(true), AggregationStrategies.groupedBody())
                    .completionSize(2)
                    .process(exchange -> {
                        for (Object answer : exchange.getMessage().getBody(List.class)) {
                            read.add(text((InputStream) answer));
                        }
                    });
            from("direct:dynamic").setHeader("to", constant(OPERATION)).toD("${header.to}");
            from("direct:pieces")
                    .to(OPERATION)
                    .process(exchange -> exchange.getMessage()
                            .setBody(new Scanner(exchange.getMessage().getBody(InputStream.class), "UTF-8")
                                    .useDelimiter("\n\n")));
            from("direct:tokenized")
                    .to(OPERATION)
                    .split(body().tokenize("\n\n"))
                    .streaming()
                    .process(exchange -> {
                        read.add(exchange.getMessage().getBody(String.class));
                        firstSeen.countDown();
                    });
            from("direct:unmarshalled").to(OPERATION).unmarshal().json();
            from("direct:filed").to(OPERATION).toD("file:${exchangeProperty.directory}?fileName=answer");
            from("direct:searched")
                    .to(OPERATION)
                    .filter(simple("${body} contains 'DONE' && ${body} !contains 'Goodbye'"))
                    .setHeader("found", simple("${bodyAs(String)}"))
                    .end();
        }
    }

    private void readOnceMainIsDone(Exchange exchange) throws Exception {
        assertThat(mainIsDone.await(20, TimeUnit.SECONDS)).isTrue();
        read.add(text(exchange.getMessage().getBody(InputStream.class)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:tapped", "direct:queued", "direct:tapped-in-kamelet"})
    void copyReadsOnWhenTheExchangeItCameFromIsDone(String route) throws Exception {
        firstSeen.countDown();
        assertThat(ask(route).getMessage().getBody()).isEqualTo("accepted");
        mainIsDone.countDown();

        assertThat(read.poll(20, TimeUnit.SECONDS)).isEqualTo(EVENT + DONE);
    }

    @Test
    void answersThatAreCollectedAreReadLater() throws Exception {
        firstSeen.countDown();
        ask("direct:collected");
        ask("direct:collected");

        assertThat(List.of(read.poll(20, TimeUnit.SECONDS), read.poll(20, TimeUnit.SECONDS)))
                .containsExactly(EVENT + DONE, EVENT + DONE);
    }

    @Test
    void receiverReadsTheAnswerOfADynamicCall() throws Exception {
        firstSeen.countDown();
        assertThat(text(ask("direct:dynamic").getMessage().getBody(InputStream.class)))
                .isEqualTo(EVENT + DONE);
    }

    @Test
    void receiverReadsThroughWhatTheRouteHasPutAround() {
        Scanner pieces = ask("direct:pieces").getMessage().getBody(Scanner.class);
        assertThat(pieces.next() + "\n\n").isEqualTo(EVENT);
        firstSeen.countDown();
        assertThat(pieces.next() + "\n\n").isEqualTo(DONE);
    }

    /** Camel's splitter asks for the piece after this one before it hands this one on. */
    @Test
    void tokenizerHandsOutEachEventAsItComes() {
        upstream.script(
                call -> secondAfterFirst(call.head(200, "text/event-stream").send(EVENT)));
        try {
            assertThat(ask("direct:tokenized").getException()).isNull();
            assertThat(new ArrayList<>(read)).containsExactly(EVENT.strip(), EVENT.strip(), DONE.strip());
        } finally {
            upstream.script(this::answer);
        }
    }

    @Test
    void searchFindsItsWordsAndLeavesThemToTheReader() throws Exception {
        firstSeen.countDown();
        Exchange answer = ask("direct:searched");
        assertThat(answer.getMessage().getHeader("found")).isEqualTo(EVENT + DONE);
        assertThat(text(answer.getMessage().getBody(InputStream.class))).isEqualTo(EVENT + DONE);
    }

    /** Camel has ways of its own for what it takes for a file. */
    @Test
    void answerIsWrittenToAFile(@TempDir Path directory) throws Exception {
        firstSeen.countDown();
        host.context().createProducerTemplate().request("direct:filed", call -> {
            call.getMessage().setBody(Door.CHAT.streaming());
            call.setProperty("directory", directory.toString());
        });

        assertThat(directory.resolve("answer")).hasContent(EVENT + DONE);
    }

    @Test
    void longAnswerIsUnmarshalled() {
        String text = "w".repeat(200_000);
        upstream.script(call -> call.answer(200, "application/json", "{\"id\":\"" + text + "\"}"));
        try {
            assertThat(ask("direct:unmarshalled").getMessage().getBody()).isEqualTo(Map.of("id", text));
        } finally {
            upstream.script(this::answer);
        }
    }

    private Exchange ask(String route) {
        return host.context()
                .createProducerTemplate()
                .request(route, call -> call.getMessage().setBody(Door.CHAT.streaming()));
    }

    private void answer(ScriptedUpstream.Call call) throws Exception {
        secondAfterFirst(call.head(200, "text/event-stream"));
    }

    private void secondAfterFirst(ScriptedUpstream.Call call) throws Exception {
        call.send(EVENT);
        assertThat(firstSeen.await(20, TimeUnit.SECONDS)).isTrue();
        call.send(DONE).end();
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
}
