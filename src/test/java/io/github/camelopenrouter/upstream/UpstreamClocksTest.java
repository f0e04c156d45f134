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

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.testing.Announcements;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.camelopenrouter.testing.ScriptedUpstream.Call;
import io.github.camelopenrouter.testing.ScriptedUpstream.Script;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every clock over HTTP, each with its name, and the upstream's connection closed. */
@Timeout(60)
class UpstreamClocksTest {

    private static final String SSE = "text/event-stream";
    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String COMMENT = ": OPENROUTER PROCESSING\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private static ScriptedUpstream upstream;
    /** Patient with an upstream that sends something, but not with silence. */
    private static TestGateway noSilence;
    /** Patient with silence, but not with comments or endless answers. */
    private static TestGateway noDelays;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(Call::awaitHangUp);
        noSilence = TestGateway.start(
                upstream.baseUrl(), "timeout.response=500ms", "timeout.idle=400ms", "retry.attempts=2");
        noDelays = TestGateway.start(
                upstream.baseUrl(),
                "timeout.first-event=400ms",
                "timeout.stalled=400ms",
                "timeout.total=1s",
                "retry.attempts=2");
        warmUp();
    }

    /** The first calls of a JVM are slow; clocks this short would notice. */
    private static void warmUp() {
        upstream.script(call -> call.head(200, SSE).send(EVENT).send(DONE).end());
        for (TestGateway gateway : new TestGateway[] {noSilence, noDelays}) {
            HttpTest.await(20).until(() -> {
                try (RawClient client = RawClient.connect(gateway.port())) {
                    return client.post(Door.CHAT.path(), Door.CHAT.streaming())
                            .answer()
                            .text()
                            .endsWith(DONE);
                }
            });
        }
    }

    @AfterAll
    static void stop() throws IOException {
        noSilence.close();
        noDelays.close();
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierTests() {
        upstream.forget();
    }

    @AfterEach
    void leavesNothingBehind() {
        HttpTest.await(5).until(() -> upstream.activeCalls() == 0);
        HttpTest.await(5)
                .until(() -> noSilence.context().getInflightRepository().size() == 0
                        && noDelays.context().getInflightRepository().size() == 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "MESSAGES", "EMBEDDINGS"})
    void headThatDoesNotComeIsAResponseTimeout(Door door) throws Exception {
        upstream.script(Call::awaitHangUp);
        assertTimeout(noSilence, door, "response");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "MESSAGES"})
    void silenceBehindTheHeadIsAnIdleTimeout(Door door) throws Exception {
        upstream.script(call -> {
            call.head(200, SSE);
            call.awaitHangUp();
        });
        assertTimeout(noSilence, door, "idle");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "MESSAGES"})
    void commentsAloneAreAFirstEventTimeout(Door door) throws Exception {
        upstream.script(call -> sendForEver(call.head(200, SSE), COMMENT));
        assertTimeout(noDelays, door, "first-event");
    }

    /** The first event of any kind ends the wait for it, though the client gets nothing before the first content. */
    @ParameterizedTest
    @EnumSource(names = {"CHAT", "RESPONSES", "MESSAGES"})
    void commentsBehindAnAnnouncementAreAStalledTimeout(Door door) throws Exception {
        String announcements =
                Announcements.all(door == Door.CHAT ? Operation.CHAT_COMPLETIONS : Operation.valueOf(door.name()));
        upstream.script(call -> sendForEver(call.head(200, SSE).send(announcements), COMMENT));
        assertTimeout(noDelays, door, "stalled");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "RESPONSES", "MESSAGES"})
    void silenceWithinTheStreamIsAnIdleTimeout(Door door) throws Exception {
        upstream.script(call -> {
            call.head(200, SSE).send(EVENT);
            call.awaitHangUp();
        });
        assertFrame(noSilence, door, "idle");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "RESPONSES", "MESSAGES"})
    void commentsWithinTheStreamAreAStalledTimeout(Door door) throws Exception {
        upstream.script(call -> sendForEver(call.head(200, SSE).send(EVENT), COMMENT));
        assertFrame(noDelays, door, "stalled");
    }

    @Test
    void streamWithoutEndIsATotalTimeout() throws Exception {
        upstream.script(call -> sendForEver(call.head(200, SSE), EVENT));
        assertFrame(noDelays, Door.CHAT, "total");
    }

    /** The upstream cannot help it if its client is slow. */
    @Test
    void clientThatReadsSlowlyIsNotTheUpstreamsSilence() throws Exception {
        String event = "data: " + "x".repeat(1024 * 1024) + "\n\n";
        CountDownLatch sent = new CountDownLatch(1);
        upstream.script(repeat(event, 16, sent));
        try (RawClient client = RawClient.withReceiveBuffer(16 * 1024, noSilence.port())) {
            RawClient.Answer answer =
                    client.post(Door.CHAT.path(), Door.CHAT.streaming()).answer();
            assertThat(sent.await(900, TimeUnit.MILLISECONDS))
                    .as("the client reads nothing")
                    .isFalse();
            String text = answer.text();
            assertThat(text.substring(0, 160)).startsWith("data: x");
            assertThat(text).hasSize(16 * event.length() + DONE.length());
        }
    }

    /** A 504 in the envelope of the door, tried once: the model may have worked, and will be paid for. */
    private static void assertTimeout(TestGateway gateway, Door door, String clock) throws IOException {
        try (RawClient client = RawClient.connect(gateway.port())) {
            RawClient.Answer answer = client.post(
                            door.path(), door == Door.EMBEDDINGS ? door.plain() : door.streaming())
                    .answer();
            String body = answer.text();
            assertThat(answer.status()).isEqualTo(504);
            assertThat(body).contains("(openrouter.timeout." + clock + ")");
            assertThat(body)
                    .contains(
                            door == Door.MESSAGES
                                    ? "{\"type\":\"error\",\"error\":{\"type\":"
                                    : "\"code\":\"timeout_" + clock.replace('-', '_') + "\"");
        }
        assertThat(upstream.callCount()).isEqualTo(1);
    }

    /** An error frame behind what the client has got already. */
    private static void assertFrame(TestGateway gateway, Door door, String clock) throws IOException {
        try (RawClient client = RawClient.connect(gateway.port())) {
            RawClient.Answer answer = client.post(door.path(), door.streaming()).answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.next(EVENT.length())).isEqualTo(EVENT);
            assertThat(rest(answer)).contains("(openrouter.timeout." + clock + ")");
        }
        assertThat(upstream.callCount()).isEqualTo(1);
    }

    /** Until the caller has gone, which a write finds out. */
    private static void sendForEver(Call call, String text) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        do {
            call.send(text);
        } while (!never.await(20, TimeUnit.MILLISECONDS));
    }

    private static Script repeat(String event, int times, CountDownLatch sent) {
        return call -> {
            call.head(200, SSE);
            for (int n = 0; n < times; n++) {
                call.send(event);
            }
            sent.countDown();
            call.send(DONE).end();
        };
    }

    private static String rest(RawClient.Answer answer) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (int next = answer.body().read();
                    next >= 0;
                    next = answer.body().read()) {
                text.append((char) next);
            }
        } catch (EOFException e) {
            // the stream is cut behind the frame
        }
        return text.toString();
    }
}
