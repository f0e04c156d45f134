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

import example.HoldingUpstream.Call;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gateway's doors on Quarkus' own server, and a Kamelet of its in a route of the application. */
@QuarkusTest
@QuarkusTestResource(HoldingUpstream.class)
@Timeout(60)
class QuarkusHostTest {

    private static final String CHAT = "/v1/chat/completions";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TestHTTPResource
    URI server;

    HoldingUpstream upstream;

    @Inject
    CamelContext context;

    @Test
    void answersAChat() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                post(
                        CHAT,
                        "{\"model\":\"openrouter/openai/gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
                BodyHandlers.ofString());
        Call call = upstream.awaitCall();
        assertThat(call.request()).contains("\"model\":\"openai/gpt-4o-mini\"");
        call.answer("Hello!");

        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(answer.get().body()).contains("\"content\":\"Hello!\"");
    }

    @Test
    void handsEachTokenOverBeforeTheNextOneIsThere() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> answer = client.sendAsync(
                post(CHAT, "{\"model\":\"a/b\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
                BodyHandlers.ofInputStream());
        Call call = upstream.awaitCall();
        call.stream();
        call.send("one");
        HttpResponse<InputStream> head = answer.get(20, TimeUnit.SECONDS);
        assertThat(head.statusCode()).isEqualTo(200);
        try (BufferedReader stream = new BufferedReader(new InputStreamReader(head.body()))) {
            assertThat(nextEvent(stream)).contains("one");
            call.send("two");
            assertThat(nextEvent(stream)).contains("two");
            call.complete();
            assertThat(stream.lines()).contains("data: [DONE]");
        }
    }

    @Test
    void refusesInTheEnvelope() throws Exception {
        HttpResponse<String> answer = client.send(post(CHAT, "{}"), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"type\":\"invalid_request_error\"", "\"param\":\"model\"");
    }

    @Test
    void tellsThatItServes() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/health")).build();

        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void asksByAKamelet() throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(post("/translate", "Good morning"), BodyHandlers.ofString());
        Call call = upstream.awaitCall();
        assertThat(call.request()).contains("Translate into French.", "Good morning");
        call.answer("Bonjour");

        assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("Bonjour");
    }

    /** One minor older than the one that the jar is built with. */
    @Test
    void runsOnTheCamelOfQuarkus() {
        assertThat(context.getVersion()).startsWith("4.17.");
    }

    private HttpRequest post(String path, String body) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", path.equals(CHAT) ? "application/json" : "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String nextEvent(BufferedReader stream) throws IOException {
        String event = stream.readLine();
        assertThat(stream.readLine()).isEmpty();
        return event;
    }
}
