/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.camelopenrouter.testing.TestCertificates;
import io.github.camelopenrouter.testing.TestProxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FirstConnectionTest {

    private static final String SETTING = "connect-at-start=true";
    private static final String QUESTION =
            "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    private static final String ANSWER = "{\"choices\":[{\"finish_reason\":\"stop\"}]}";

    /** How many connections were open while a call was answered. */
    private final BlockingQueue<Integer> connectionsAtCall = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    @Test
    void isWhatTheFirstCallGoesBy() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(call -> {})) {
            becomesTheFirstCalls(upstream);
        }
    }

    @Test
    void hasItsHandshakeBehindIt() throws Exception {
        TestCertificates certificates = TestCertificates.create(directory);
        try (ScriptedUpstream upstream = ScriptedUpstream.start(
                certificates.server(TestCertificates.LOCALHOST).getServerSocketFactory(), call -> {})) {
            becomesTheFirstCalls(upstream, "truststore=" + certificates.authority());
        }
    }

    @Test
    void isMissedByNobodyWhereItCannotBeHad() throws Exception {
        ScriptedUpstream gone = ScriptedUpstream.start(call -> {});
        gone.close();
        try (LogRecorder log = LogRecorder.record();
                TestGateway gateway = TestGateway.start(gone.baseUrl(), SETTING)) {
            await().untilAsserted(() ->
                    assertThat(log.lines()).anyMatch(line -> line.contains("No connection to OpenRouter yet")));
            assertThat(new OneRequest(gateway.port()).get("/health").status()).isEqualTo(200);
        }
    }

    @Test
    void isNotLeftToAnybodyWithACertificateForAnotherHost() throws Exception {
        TestCertificates certificates = TestCertificates.create(directory);
        try (LogRecorder log = LogRecorder.record();
                ScriptedUpstream upstream = ScriptedUpstream.start(
                        certificates.server(TestCertificates.ELSEWHERE).getServerSocketFactory(), call -> {});
                TestGateway gateway =
                        TestGateway.start(upstream.baseUrl(), SETTING, "truststore=" + certificates.authority())) {
            await().untilAsserted(() ->
                    assertThat(log.lines()).anyMatch(line -> line.contains("No connection to OpenRouter yet")));

            assertThat(new OneRequest(gateway.port())
                            .post("/v1/chat/completions", QUESTION)
                            .text())
                    .contains("The upstream's certificate is not for the host of openrouter.base-url.");
            assertThat(upstream.callCount()).isZero();
        }
    }

    @Test
    void isNotTriedPastAProxy() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(call -> {});
                TestProxy proxy = TestProxy.start("me:password")) {
            upstream.script(call -> {
                connectionsAtCall.add(upstream.openConnections());
                call.answer(200, "application/json", ANSWER);
            });
            try (TestGateway gateway = TestGateway.start(
                    upstream.baseUrl(), SETTING, "proxy=http://me:password@127.0.0.1:" + proxy.port())) {
                new OneRequest(gateway.port()).post("/v1/chat/completions", QUESTION);
                assertThat(connectionsAtCall.take()).isEqualTo(1);
            }
        }
    }

    private void becomesTheFirstCalls(ScriptedUpstream upstream, String... more) throws Exception {
        upstream.script(call -> {
            connectionsAtCall.add(upstream.openConnections());
            call.answer(200, "application/json", ANSWER);
        });
        List<String> settings = new ArrayList<>(Arrays.asList(more));
        settings.add(SETTING);
        try (TestGateway gateway = TestGateway.start(upstream.baseUrl(), settings.toArray(String[]::new))) {
            await().until(() -> upstream.openConnections() == 1);
            assertThat(upstream.callCount()).isZero();

            new OneRequest(gateway.port()).post("/v1/chat/completions", QUESTION);

            assertThat(connectionsAtCall.take()).isEqualTo(1);
        }
    }
}
