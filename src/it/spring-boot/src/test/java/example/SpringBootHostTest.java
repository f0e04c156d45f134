/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The gateway's doors on Spring Boot's own server. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Timeout(60)
class SpringBootHostTest {

    /** More than the threads that Boot has by itself. */
    private static final int MANY = 20;

    private static final HoldingUpstream UPSTREAM = new HoldingUpstream();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void upstream(DynamicPropertyRegistry properties) {
        properties.add("openrouter.sandbox", () -> "false");
        properties.add("openrouter.base-url", UPSTREAM::baseUrl);
        properties.add("openrouter.api-key", () -> "any");
    }

    @BeforeEach
    void reset() {
        UPSTREAM.reset();
    }

    @AfterAll
    static void stop() {
        UPSTREAM.close();
    }

    @Test
    void handsEachTokenOverBeforeTheNextOneIsThere() throws Exception {
        UPSTREAM.allow(1);
        try (BufferedReader stream = lines(chat("openai/gpt-4o"))) {
            for (int token = 0; token < 5; token++) {
                assertThat(nextEvent(stream)).contains("word ");
                UPSTREAM.allow(1);
            }
        }
    }

    @Test
    void endsTheCallToOpenRouterWhenItsClientLeaves() throws Exception {
        UPSTREAM.allow(1);
        try (BufferedReader stream = lines(chat("openai/gpt-4o"))) {
            nextEvent(stream);
        }

        UPSTREAM.allow(100_000);
        assertThat(UPSTREAM.awaitHangUp()).isTrue();
    }

    @Test
    void carriesMoreStreamsAtOnceThanBootHasThreads() throws Exception {
        List<CompletableFuture<HttpResponse<InputStream>>> calls = new ArrayList<>();
        for (int call = 0; call < MANY; call++) {
            calls.add(client.sendAsync(request("openai/gpt-4o"), HttpResponse.BodyHandlers.ofInputStream()));
        }
        UPSTREAM.allow(MANY);

        for (CompletableFuture<HttpResponse<InputStream>> call : calls) {
            BufferedReader stream = lines(call.get(20, TimeUnit.SECONDS));
            assertThat(nextEvent(stream)).contains("word ");
        }
        for (CompletableFuture<HttpResponse<InputStream>> call : calls) {
            call.get().body().close();
        }
    }

    @Test
    void tellsItsClientOfAStreamThatBreaksOff() throws Exception {
        UPSTREAM.breakOff();
        UPSTREAM.allow(1);

        try (BufferedReader stream = lines(chat("openai/gpt-4o"))) {
            assertThat(stream.lines())
                    .last()
                    .asString()
                    .isEmpty();
        }
    }

    @Test
    void refusesInTheEnvelope() throws Exception {
        HttpRequest wrong = HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<String> answer = client.send(wrong, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"type\":\"invalid_request_error\"", "\"param\":\"model\"");
    }

    @Test
    void readsItsSettingsFromBootsOwnFile() throws Exception {
        UPSTREAM.allow(1);
        chat("fast").body().close();

        assertThat(UPSTREAM.awaitRequest()).contains("\"openai/gpt-4o-mini\"");
    }

    @Test
    void countsItsRoutesInBootsMetrics() throws Exception {
        UPSTREAM.allow(1);
        chat("openai/gpt-4o").body().close();

        assertThat(get("/actuator/metrics/camel.exchanges.total?tag=routeId:openrouter-chat-completions"))
                .contains("\"statistic\":\"COUNT\"");
        assertThat(get("/actuator/health")).contains("\"status\":\"UP\"");
    }

    private HttpResponse<InputStream> chat(String model) throws IOException, InterruptedException {
        return client.send(request(model), HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpRequest request(String model) {
        return HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model
                        + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"))
                .build();
    }

    private String get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static BufferedReader lines(HttpResponse<InputStream> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(answer.body()));
    }

    private static String nextEvent(BufferedReader stream) throws IOException {
        String event = stream.readLine();
        assertThat(stream.readLine()).isEmpty();
        return event;
    }
}
