/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.RawConnection;
import io.github.camelopenrouter.testing.RawConnection.Answer;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Which connections the server closes by itself, and which it leaves alone however long they are silent. A rest is so short
 * here that a test's own thread may sleep through it: what is to reach the server in time goes with what comes before.
 */
@Timeout(60)
class ConnectionClocksTest {

    private static final String HEALTH = "GET /health HTTP/1.1\nHost: localhost\n\n";
    private static final String BODY =
            "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String CHAT =
            "POST /v1/chat/completions HTTP/1.1\nHost: localhost\nContent-Length: " + BODY.length() + "\n\n" + BODY;

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;
    /** Here a client may rest for long, and only heads are in a hurry. */
    private static TestGateway patient;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(500, "text/plain", "no script"));
        gateway = TestGateway.start(
                upstream.baseUrl(),
                "timeout.request=400ms",
                "timeout.client-idle=300ms",
                "keep-alive=off",
                "heartbeat-hold=off");
        patient = TestGateway.start(upstream.baseUrl(), "timeout.request=400ms");
    }

    @AfterAll
    static void stop() throws Exception {
        patient.close();
        gateway.close();
        upstream.close();
    }

    @Test
    void answers408ToAHeadThatNeverEnds() throws Exception {
        try (RawConnection client = RawConnection.open(gateway.port())) {
            Answer answer =
                    client.send("GET /health HTTP/1.1\nHost: localhost\n").answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.body()).contains("openrouter.timeout.request");
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void doesNotWaitLongerBecauseBytesKeepComing() throws Exception {
        try (RawConnection client = RawConnection.open(gateway.port())) {
            client.send("GET /health HTTP/1.1\nHost: localhost\nX-Slow: ");
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> {
                        client.send("a");
                        return client.hasAnswer();
                    });

            assertThat(client.answer().status()).isEqualTo(408);
        }
    }

    @Test
    void answers408ToASecondHeadThatNeverEnds() throws Exception {
        try (RawConnection client = RawConnection.open(patient.port())) {
            assertThat(client.send(HEALTH).answer().status()).isEqualTo(200);

            assertThat(client.send("GET /hea").answer().status()).isEqualTo(408);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void closesAConnectionOnWhichNothingIsSentWithoutAWord() throws Exception {
        try (RawConnection client = RawConnection.open(gateway.port())) {
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void closesAConnectionThatRestsTooLongWithoutAWord() throws Exception {
        try (RawConnection client = RawConnection.open(gateway.port())) {
            assertThat(client.send(HEALTH + HEALTH).answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(200);

            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void letsAClientWaitInSilenceForItsAnswer() throws Exception {
        CountDownLatch longWait = new CountDownLatch(1);
        upstream.script(call -> {
            assertThat(longWait.await(20, TimeUnit.SECONDS)).isTrue();
            call.answer(200, "application/json", "{\"choices\":[]}");
        });
        try (RawConnection client = RawConnection.open(gateway.port())) {
            client.send(CHAT);
            upstream.awaitCall();
            waitUntilBothClocksWouldHaveRung();
            client.send(HEALTH);
            longWait.countDown();

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void doesNotCutAnAnswerBecauseTheNextHeadIsIncomplete() throws Exception {
        CountDownLatch longWait = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, "text/event-stream").send("data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n");
            assertThat(longWait.await(20, TimeUnit.SECONDS)).isTrue();
            call.send("data: [DONE]\n\n").end();
        });
        try (RawConnection client = RawConnection.open(gateway.port())) {
            client.send(CHAT + "GET /hea");
            upstream.awaitCall();
            waitUntilBothClocksWouldHaveRung();
            longWait.countDown();

            assertThat(client.answer().body()).endsWith("data: [DONE]\n\n");
            assertThat(client.answer().status()).isEqualTo(408);
        }
    }

    /** Two connections that begin later than the one under test have been closed for their silence. */
    private static void waitUntilBothClocksWouldHaveRung() throws Exception {
        closesAfterSilence("");
        closesAfterSilence(HEALTH);
    }

    private static void closesAfterSilence(String request) throws Exception {
        try (RawConnection other = RawConnection.open(gateway.port())) {
            if (!request.isEmpty()) {
                assertThat(other.send(request).answer().status()).isEqualTo(200);
            }
            assertThat(other.ends()).isTrue();
        }
    }
}
