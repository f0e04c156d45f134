/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header by which clients see what of their time was the gateway's. */
@Timeout(60)
class ServerTimingTest {

    private static final String NAME = "server-timing";
    private static final String SHAPE = "overhead;dur=\\d+\\.\\d{3}";

    @Test
    void isInMillisecondsWithThreeDecimals() {
        assertThat(ServerTiming.of(Duration.ofNanos(1_234_567))).isEqualTo("overhead;dur=1.234");
        assertThat(ServerTiming.of(Duration.ofMillis(12_000))).isEqualTo("overhead;dur=12000.000");
        assertThat(ServerTiming.of(Duration.ofNanos(-5))).isEqualTo("overhead;dur=0.000");
    }

    @Test
    void plainAnswersStreamsAndErrorsHaveItAndWhatTheUpstreamTookIsNotInIt() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (ScriptedUpstream upstream = ScriptedUpstream.start(call -> {
                    if (call.text().contains("\"stream\":true")) {
                        call.head(200, HttpTest.SSE)
                                .send("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n");
                        released.await(20, TimeUnit.SECONDS); // the head is known before the end is
                        call.send(HttpTest.DONE).end();
                    } else {
                        call.answer(200, HttpTest.JSON, "{\"choices\":[]}", "Server-Timing: db;dur=5");
                    }
                });
                TestGateway gateway = TestGateway.start(upstream.baseUrl(), "timing-header=true")) {
            assertThat(timing(gateway, Door.CHAT.plain())).matches(SHAPE);
            assertThat(timing(gateway, "{}")).matches(SHAPE);
            try (RawClient client = RawClient.connect(gateway.port())) {
                RawClient.Answer answer = client.post("/v1/chat/completions", Door.CHAT.streaming())
                        .answer();
                assertThat(answer.header(NAME)).matches(SHAPE);
                released.countDown();
            }
        }
    }

    /** Nobody's own header, a client's or an upstream's, comes back in its place. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/v1/messages/count_tokens", "/v1/rerank"})
    void noAnswerHasItUnlessItIsAskedFor(String path) throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(
                        call -> call.answer(200, HttpTest.JSON, "{\"choices\":[]}", "Server-Timing: db;dur=5"));
                TestGateway gateway = TestGateway.start(upstream.baseUrl());
                RawClient client = RawClient.connect(gateway.port())) {
            String body = "{\"model\":\"a/b\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"query\":\"x\","
                    + "\"documents\":[\"x\"]}";
            RawClient.Answer answer =
                    client.post(path, body, "Server-Timing: mine;dur=1").answer();
            assertThat(answer.header(NAME)).isNull();
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    private static String timing(TestGateway gateway, String body) throws IOException {
        try (RawClient client = RawClient.connect(gateway.port())) {
            return client.post("/v1/chat/completions", body).answer().header(NAME);
        }
    }
}
