/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An answer in a host application whose stream caching is at its default, on: the stream is the receiver's. */
@Timeout(120)
class OwnedStreamTest {

    private static final String CHAT = "direct:openrouter-chat-completions";
    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private static ScriptedUpstream upstream;
    private static CamelContext context;
    private static ProducerTemplate template;
    private static final AtomicInteger COMPLETED = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        upstream = ScriptedUpstream.start(ScriptedUpstream.Call::reset);
        context = new DefaultCamelContext();
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        properties.addInitialProperty("openrouter.api-key", "sk-or-v1-canary-0123456789");
        properties.addInitialProperty("openrouter.base-url", upstream.baseUrl());
        context.addRoutes(new OpenRouterRoutes());
        context.addRoutes(new HostRoutes());
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterAll
    static void stop() throws Exception {
        context.stop();
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierTests() {
        upstream.forget();
        COMPLETED.set(0);
    }

    private static final class HostRoutes extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:host-steps")
                    .to(CHAT)
                    .setProperty("seen", constant(true))
                    .to("direct:host-next");
            from("direct:host-next").setHeader("next", constant(true));
            from("direct:host-completion")
                    .process(exchange -> exchange.getExchangeExtension().addOnCompletion(new Count()))
                    .to(CHAT);
            from("direct:host-failure")
                    .errorHandler(noErrorHandler())
                    .to(CHAT)
                    .throwException(new IllegalStateException("a step of the host's own"));
            from("direct:host-text").to(CHAT).convertBodyTo(String.class).transform(simple("${body}|${body}"));
        }
    }

    private static final class Count extends SynchronizationAdapter {
        @Override
        public void onDone(Exchange exchange) {
            COMPLETED.incrementAndGet();
        }
    }

    @Test
    void templateGetsAStreamThatStreams() throws Exception {
        assertStreams(CHAT);
    }

    @Test
    void streamSurvivesTheStepsBehindTheCall() throws Exception {
        assertStreams("direct:host-steps");
    }

    @Test
    void requestBodyGivesTheStreamToo() throws Exception {
        upstream.script(call -> call.answer(200, "text/event-stream", EVENT + DONE));
        try (InputStream stream = template.requestBody(CHAT, Door.CHAT.streaming(), InputStream.class)) {
            assertThat(text(stream)).isEqualTo(EVENT + DONE);
        }
    }

    /** A log asks for it by the same words as an expression: neither may take it from who reads it. */
    @Test
    void textAndBytesLeaveEverythingToTheReader() throws Exception {
        upstream.script(call ->
                call.head(200, "text/event-stream").send(EVENT).send(DONE).end());
        Message answer = call(CHAT).getMessage();
        try (InputStream stream = answer.getBody(InputStream.class)) {
            assertThat(text(stream.readNBytes(EVENT.length()))).isEqualTo(EVENT);
            assertThat(answer.getBody(String.class)).isEqualTo(DONE);
            assertThat(text(answer.getBody(byte[].class))).isEqualTo(DONE);
            assertThat(answer.getBody(String.class)).isEqualTo(DONE);
            assertThat(text(stream)).isEqualTo(DONE);
        }
        assertThat(answer.getBody(String.class)).isEmpty();
    }

    @Test
    void readerIsToldBehindWhatHadComeThatTheAnswerBroke() throws Exception {
        String half = "{\"choices\":[\"" + "w".repeat(100_000);
        upstream.script(call -> call.head(200, "application/json").send(half).end());
        Message answer = call(CHAT).getMessage();
        InputStream stream = answer.getBody(InputStream.class);

        assertThatThrownBy(() -> answer.getBody(String.class)).hasRootCauseInstanceOf(IOException.class);
        assertThat(context.getTypeConverter().tryConvertTo(String.class, answer.getBody()))
                .isNull();
        assertThat(text(stream.readNBytes(half.length()))).isEqualTo(half);
        assertThatThrownBy(stream::read).hasMessage("OpenRouter ended the answer before it was complete.");
    }

    @Test
    void whoReadsOnInAClosedAnswerIsToldSo() throws Exception {
        upstream.script(call -> {
            call.head(200, "text/event-stream").send(EVENT);
            call.awaitHangUp();
        });
        InputStream stream = call(CHAT).getMessage().getBody(InputStream.class);
        stream.close();

        assertThatThrownBy(stream::read).hasMessageContaining("closed before its end");
    }

    /** As a manager's browser may do that looks at a queue, while somebody else ends the call. */
    @Test
    void closeDoesNotWaitForWhoWaitsForTheText() throws Exception {
        upstream.script(call -> {
            call.head(200, "text/event-stream").send(EVENT);
            call.awaitHangUp();
        });
        Message answer = call(CHAT).getMessage();
        CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> answer.getBody(String.class));
        await().until(() -> upstream.activeCalls() == 1);
        answer.getBody(InputStream.class).close();

        assertThat(upstream.awaitCall().hasHungUpWithin(Duration.ofSeconds(5))).isTrue();
        asked.handle((text, failure) -> text).get(20, TimeUnit.SECONDS);
    }

    @Test
    void stepThatConvertsToTextMayUseItTwice() {
        upstream.script(call -> call.answer(200, "application/json", "{\"é\":1}"));
        assertThat(call("direct:host-text").getMessage().getBody(String.class)).isEqualTo("{\"é\":1}|{\"é\":1}");
    }

    @Test
    void closingEarlyClosesTheUpstream() throws Exception {
        upstream.script(call -> {
            call.head(200, "text/event-stream").send(EVENT);
            call.awaitHangUp();
        });
        InputStream stream = call(CHAT).getMessage().getBody(InputStream.class);
        assertThat(text(stream.readNBytes(EVENT.length()))).isEqualTo(EVENT);
        ScriptedUpstream.Call call = upstream.awaitCall();
        stream.close();
        assertThat(call.hasHungUpWithin(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void readingToTheEndLeavesTheConnectionForTheNextCall() throws Exception {
        upstream.script(call -> call.answer(200, "application/json", "{}"));
        for (int n = 0; n < 20; n++) {
            assertThat(call(CHAT).getMessage().getBody(String.class)).isEqualTo("{}");
        }
        assertThat(upstream.openConnections()).isEqualTo(1);
    }

    @Test
    void completionOfTheHostFiresOnceAndForTheHost() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, "text/event-stream").send(EVENT);
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
            call.send(DONE).end();
        });
        Exchange answer = call("direct:host-completion");
        assertThat(COMPLETED).hasValue(1);
        seen.countDown();
        assertThat(answer.getMessage().getBody(String.class)).isEqualTo(EVENT + DONE);
        assertThat(COMPLETED).hasValue(1);
    }

    /** Nobody receives the message of an exchange that failed. */
    @Test
    void exchangeThatFailsBehindTheCallClosesTheUpstream() throws Exception {
        upstream.script(call -> {
            call.head(200, "text/event-stream").send(EVENT);
            call.awaitHangUp();
        });
        Exchange answer = call("direct:host-failure");
        assertThat(answer.getException()).hasMessage("a step of the host's own");
        assertThat(upstream.awaitCall().hasHungUpWithin(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void streamThatBreaksOffEndsWithAnErrorAndNotAsIfItWereWhole() throws Exception {
        upstream.script(call -> call.head(200, "text/event-stream").send(EVENT));
        try (InputStream stream = call(CHAT).getMessage().getBody(InputStream.class)) {
            assertThat(text(stream)).startsWith(EVENT).contains("\"error\"").doesNotContain("[DONE]");
        }
    }

    private static void assertStreams(String endpoint) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, "text/event-stream").send(EVENT);
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
            call.send(DONE).end();
        });
        Object body = call(endpoint).getMessage().getBody();
        assertThat(body).isInstanceOf(InputStream.class);
        try (InputStream stream = (InputStream) body) {
            assertThat(text(stream.readNBytes(EVENT.length()))).isEqualTo(EVENT);
            seen.countDown();
            assertThat(text(stream)).isEqualTo(DONE);
        }
    }

    private static Exchange call(String endpoint) {
        return template.request(endpoint, exchange -> exchange.getMessage().setBody(Door.CHAT.streaming()));
    }

    private static String text(InputStream stream) throws Exception {
        return text(stream.readAllBytes());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Its exchange has gone on without it, and only a copy could still read it. */
    @Test
    void answerThatNoCopyReadsIsClosed() throws Exception {
        Deque<Runnable> later = new ArrayDeque<>();
        CountDownLatch freed = new CountDownLatch(1);
        OwnedStream stream = new OwnedStream(new ByteArrayInputStream(new byte[100]) {
            @Override
            public void close() {
                freed.countDown();
            }
        });
        stream.closeUnlessRead(later::add);
        stream.read(); // a copy does
        later.pop().run();
        assertThat(freed.getCount()).isOne();
        later.pop().run();
        assertThat(freed.getCount()).isZero();
        assertThat(later).isEmpty();
    }
}
