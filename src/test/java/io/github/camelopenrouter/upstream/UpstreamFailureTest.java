/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.camelopenrouter.testing.ScriptedUpstream.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients see when the upstream or a step behind it fails, and what becomes of the upstream connection. */
class UpstreamFailureTest extends HttpTest {

    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";

    /** How an upstream can fail to finish a body that it has begun. */
    enum End {
        RESET {
            @Override
            void of(Call call) throws IOException {
                call.reset();
            }
        },
        CLOSE_WITHOUT_LAST_CHUNK {
            @Override
            void of(Call call) {
                // the connection is closed behind a script that did not end its answer
            }
        },
        NO_CHUNK_AT_ALL {
            @Override
            void of(Call call) throws IOException {
                call.raw("no chunk\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        };

        abstract void of(Call call) throws IOException;
    }

    static Stream<Arguments> streamEnds() {
        return Door.streams().flatMap(door -> Stream.of(End.values()).map(end -> Arguments.of(door, end)));
    }

    @BeforeAll
    void addHostRoutes() throws Exception {
        gateway.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/host/chat?httpMethodRestrict=POST&platformHttpEngine=#openrouter-engine")
                        .routeConfigurationId("openrouter-errors")
                        .to("direct:openrouter-chat-completions")
                        .throwException(new IllegalStateException("a step of the host's own"));
                from("platform-http:/host/header?httpMethodRestrict=POST&platformHttpEngine=#openrouter-engine")
                        .to("direct:openrouter-chat-completions")
                        .setHeader("x-openrouter-note", constant("no\u0000header"));
                from("platform-http:/bare/chat?httpMethodRestrict=POST&platformHttpEngine=#openrouter-engine")
                        .to("direct:openrouter-chat-completions")
                        .throwException(new IllegalStateException("a step of the host's own"));
            }
        });
    }

    /** The cut is visible, and nobody waits. */
    @ParameterizedTest
    @MethodSource("streamEnds")
    void streamThatBreaksOffEndsAtOnceAndNotAsIfItWereWhole(Door door, End end) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, SSE).send(EVENT);
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
            end.of(call);
        });
        try (RawClient client = client().post(door.path(), door.streaming())) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.next(EVENT.length())).isEqualTo(EVENT);
            seen.countDown();
            assertThat(endsBroken(answer)).isTrue();
        }
    }

    /** What has come before the cut gets out, to a client that is slow too. */
    @Test
    void allThatCameBeforeTheCutGetsOut() throws Exception {
        String event = "data: " + "x".repeat(1024 * 1024) + "\n\n";
        upstream.script(call -> call.head(200, SSE).send(event).send(event));
        try (RawClient client = RawClient.withReceiveBuffer(16 * 1024, gateway.port())) {
            RawClient.Answer answer =
                    client.post(Door.CHAT.path(), Door.CHAT.streaming()).answer();
            await(20).until(() -> upstream.activeCalls() == 0);
            assertThat(answer.next(2 * event.length())).isEqualTo(event + event);
            assertThat(endsBroken(answer)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void plainAnswerThatBreaksOffIsNoWholeAnswer(End end) throws Exception {
        upstream.script(call -> {
            call.head(200, JSON).send("{\"choices\":[" + " ".repeat(200_000));
            end.of(call);
        });
        try (RawClient client = client().post(Door.CHAT.path(), Door.CHAT.plain())) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status() == 502 || endsBroken(answer)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void resetBeforeAnyByteIsABadGateway(Door door) throws Exception {
        upstream.script(Call::reset);
        assertBadGateway(door);
    }

    @ParameterizedTest
    @EnumSource
    void closeBeforeAnyByteIsABadGateway(Door door) throws Exception {
        upstream.script(call -> {});
        assertBadGateway(door);
    }

    @ParameterizedTest
    @EnumSource
    void resetBehindTheHeadIsABadGateway(Door door) throws Exception {
        upstream.script(call -> call.head(200, SSE).reset());
        assertBadGateway(door);
    }

    @Test
    void stepOfTheHostThatThrowsBehindTheCallClosesTheUpstream() throws Exception {
        upstream.script(UpstreamFailureTest::streamUntilHangUp);
        try (RawClient client = client().post("/host/chat", Door.CHAT.streaming())) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).contains("\"type\":\"server_error\"").doesNotContain("host's own");
            await(5).until(() -> upstream.hangUps() == 1);
        }
    }

    @Test
    void stepThatThrowsInARouteWithoutErrorHandlingClosesTheUpstream() throws Exception {
        upstream.script(UpstreamFailureTest::streamUntilHangUp);
        try (RawClient client = client().post("/bare/chat", Door.CHAT.streaming())) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).contains("\"type\":\"server_error\"").doesNotContain("host's own");
            await(5).until(() -> upstream.hangUps() == 1);
        }
    }

    /** What cannot be sent is told as a failure, not by silence. */
    @Test
    void headerThatIsNoneIsAFailureThatTheClientSees() throws Exception {
        upstream.script(UpstreamFailureTest::streamUntilHangUp);
        try (RawClient client = client().post("/host/header", Door.CHAT.streaming())) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).contains("\"type\":\"server_error\"");
            await(5).until(() -> upstream.hangUps() == 1);
        }
    }

    /** An error page that never ends is not read for ever. */
    @Test
    void errorPageWithoutEndClosesTheUpstream() throws Exception {
        upstream.script(call -> {
            call.head(500, "text/html");
            writeUntilHangUp(call, new byte[64 * 1024]);
        });
        try (RawClient client = client().post(Door.CHAT.path(), Door.CHAT.plain())) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).contains("\"type\":\"upstream_error\"");
            await(5).until(() -> upstream.hangUps() == 1);
        }
    }

    /** An error in the first event is an answer of its own, and the stream behind it is wanted no more. */
    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.testing.Door#streams")
    void errorInTheFirstEventClosesTheUpstream(Door door) throws Exception {
        upstream.script(call -> {
            call.head(200, SSE).send("data: {\"error\":{\"code\":429,\"message\":\"slow down\"}}\n\n");
            call.awaitHangUp();
        });
        try (RawClient client = client().post(door.path(), door.streaming())) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.text()).contains("slow down");
            await(5).until(() -> upstream.hangUps() == 1);
        }
    }

    @Test
    void whatIsNoJsonClosesTheUpstream() throws Exception {
        upstream.script(call -> {
            call.head(200, JSON).send("<html>").send("x".repeat(200_000));
            call.awaitHangUp();
        });
        RawClient client = client().post(Door.CHAT.path(), Door.CHAT.plain());
        assertThat(client.answer().status()).isIn(200, 502);
        client.hangUp();
        await(5).until(() -> upstream.hangUps() == 1);
    }

    @Test
    void clientThatLeavesWhileAnErrorIsReadClosesTheUpstream() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(500, JSON).send("{");
            begun.countDown();
            call.awaitHangUp();
        });
        RawClient client = client().post(Door.CHAT.path(), Door.CHAT.plain());
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        client.hangUp();
        await(5).until(() -> upstream.hangUps() == 1);
    }

    private void assertBadGateway(Door door) throws IOException {
        try (RawClient client = client().post(door.path(), door.plain())) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.header("content-type")).isEqualTo(JSON);
            String text = answer.text();
            if (door == Door.MESSAGES) {
                assertThat(text).startsWith("{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"");
            } else {
                assertThat(text).startsWith("{\"error\":{\"message\":\"").contains("\"type\":\"upstream_error\"");
            }
        }
    }

    /** Whether the rest of an answer ends in an error: the connection's or a frame's, and never as if all were well. */
    private static boolean endsBroken(RawClient.Answer answer) {
        try {
            String rest = answer.text();
            return rest.contains("error") && !rest.contains("[DONE]");
        } catch (IOException e) {
            return true;
        }
    }

    private static void streamUntilHangUp(Call call) throws IOException {
        call.head(200, SSE).send(EVENT);
        call.awaitHangUp();
    }

    private static void writeUntilHangUp(ScriptedUpstream.Call call, byte[] piece) {
        try {
            while (true) {
                call.send(piece);
            }
        } catch (IOException e) {
            call.noteHangUp();
        }
    }
}
