/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What flows from the upstream to the client, over real sockets. */
@Timeout(60)
class StreamingTest {

    private static final String CHAT =
            "{\"model\":\"openrouter/openai/gpt-4o\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(500, "text/plain", "no script"));
        gateway = TestGateway.start(upstream.baseUrl());
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void clientSeesAnEventBeforeTheUpstreamSendsTheNext() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, "text/event-stream").send("data: {\"n\":1}\n\n");
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
            call.send("data: [DONE]\n\n").end();
        });
        HttpResponse<InputStream> answer = post("/v1/chat/completions", CHAT);
        try (InputStream body = answer.body()) {
            assertThat(new String(body.readNBytes(15), StandardCharsets.UTF_8)).isEqualTo("data: {\"n\":1}\n\n");
            seen.countDown();
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("data: [DONE]\n\n");
        }
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
    }

    @Test
    void closesTheUpstreamWhenTheClientHangsUpMidStream() throws Exception {
        upstream.script(call -> {
            call.head(200, "text/event-stream").send("data: {\"n\":1}\n\n");
            call.awaitHangUp();
        });
        HttpResponse<InputStream> answer = post("/v1/chat/completions", CHAT);
        answer.body().readNBytes(15);
        ScriptedUpstream.Call call = upstream.awaitCall();
        answer.body().close();
        assertThat(call.hasHungUpWithin(Duration.ofSeconds(10))).isTrue();
    }

    private static HttpResponse<InputStream> post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }
}
