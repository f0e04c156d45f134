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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HelpDeskTest {

    private final HoldingUpstream upstream = new HoldingUpstream();
    private final Main main = Application.main();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void start() {
        main.addOverrideProperty("camel.server.port", "0");
        main.addOverrideProperty("openrouter.sandbox", "false");
        main.addOverrideProperty("openrouter.base-url", upstream.baseUrl());
        main.addOverrideProperty("openrouter.api-key", "any");
        main.start();
    }

    @AfterEach
    void stop() {
        main.stop();
        upstream.close();
    }

    @Test
    void asksTheModelInItsRole() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> answer = ask("Where is my parcel?");
        Call call = upstream.awaitCall();
        call.send("one");
        call.complete();

        assertThat(call.request()).contains("Where is my parcel?", "You answer the questions of our customers");
        assertThat(stream(answer).lines()).anyMatch(line -> line.contains("one"));
    }

    @Test
    void handsEachTokenOverBeforeTheNextOneIsThere() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> answer = ask("Where is my parcel?");
        try (Call call = upstream.awaitCall()) {
            call.send("one");
            BufferedReader stream = stream(answer);
            assertThat(nextEvent(stream)).contains("one");
            call.send("two");
            assertThat(nextEvent(stream)).contains("two");
        }
    }

    @Test
    void endsTheCallToOpenRouterWhenItsClientLeaves() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> answer = ask("Where is my parcel?");
        try (Call call = upstream.awaitCall()) {
            call.send("one");
            try (BufferedReader stream = stream(answer)) {
                nextEvent(stream);
            }

            call.sendUntilItHangsUp();
        }
    }

    private CompletableFuture<HttpResponse<InputStream>> ask(String question) {
        int port = main.getCamelContext()
                .hasService(VertxPlatformHttpServer.class)
                .getServer()
                .actualPort();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/ask"))
                .POST(HttpRequest.BodyPublishers.ofString(question))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private static BufferedReader stream(CompletableFuture<HttpResponse<InputStream>> answer) throws Exception {
        HttpResponse<InputStream> head = answer.get(20, TimeUnit.SECONDS);
        assertThat(head.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(head.body()));
    }

    private static String nextEvent(BufferedReader stream) throws IOException {
        String event = stream.readLine();
        assertThat(stream.readLine()).isEmpty();
        return event;
    }
}
