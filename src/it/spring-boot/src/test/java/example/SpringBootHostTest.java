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
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.spi.ResponseEnd;
import io.github.camelopenrouter.spi.ResponseEvent;
import io.github.camelopenrouter.spi.ResponseFilter;
import io.github.camelopenrouter.spi.ResponseFilterFactory;
import io.github.camelopenrouter.spi.ResponseVerdict;
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
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The gateway's doors on Spring Boot's own server. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Timeout(60)
class SpringBootHostTest {

    /** More than the threads that Boot has by itself. */
    private static final int MANY = 20;

    private static final BlockingQueue<CallRecord> CALLS = new LinkedBlockingQueue<>();

    private static final HoldingUpstream UPSTREAM = new HoldingUpstream();

    /** The model whose answers are ended by a filter. */
    private static final String FILTERED = "ai21/jamba";

    private static final class Withholding implements ResponseFilter {

        @Override
        public ResponseVerdict judge(ResponseEvent event) {
            return event.texts().isEmpty() ? ResponseVerdict.PASS : ResponseVerdict.end("Withheld.");
        }

        @Override
        public ResponseVerdict end(ResponseEnd end) {
            return ResponseVerdict.PASS;
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @LocalServerPort
    private int port;

    @TestConfiguration
    static class Listening {

        @Bean
        CallListener calls() {
            return CALLS::add;
        }

        @Bean
        ResponseFilterFactory filters() {
            return call -> FILTERED.equals(call.getProperty(OpenRouterConstants.SENT_MODEL)) ? new Withholding() : null;
        }
    }

    @DynamicPropertySource
    static void upstream(DynamicPropertyRegistry properties) {
        properties.add("openrouter.sandbox", () -> "false");
        properties.add("openrouter.base-url", UPSTREAM::baseUrl);
        properties.add("openrouter.api-key", () -> "any");
    }

    @AfterAll
    static void stop() {
        UPSTREAM.close();
    }

    @Test
    void handsEachTokenOverBeforeTheNextOneIsThere() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> answer = chat("openai/gpt-4o");
        try (Call call = UPSTREAM.awaitCall()) {
            call.send("one");
            BufferedReader stream = stream(answer);
            assertThat(nextEvent(stream)).contains("one");
            call.send("two");
            assertThat(nextEvent(stream)).contains("two");
            call.send("three");
            assertThat(nextEvent(stream)).contains("three");
            call.complete();
        }
    }

    @Test
    void endsTheCallToOpenRouterWhenItsClientLeaves() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> answer = chat("openai/gpt-4o");
        try (Call call = UPSTREAM.awaitCall()) {
            call.send("one");
            try (BufferedReader stream = stream(answer)) {
                nextEvent(stream);
            }

            call.sendUntilItHangsUp();
        }
        assertThat(told(CallRecord.Outcome.CANCELLED, "openai/gpt-4o").attempts())
                .hasSize(1);
    }

    @Test
    void carriesMoreStreamsAtOnceThanBootHasThreads() throws Exception {
        List<CompletableFuture<HttpResponse<InputStream>>> answers = new ArrayList<>();
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            answers.add(chat("openai/gpt-4o"));
            calls.add(UPSTREAM.awaitCall());
        }

        for (int i = 0; i < MANY; i++) {
            calls.get(i).send("one");
            assertThat(nextEvent(stream(answers.get(i)))).contains("one");
        }

        for (Call call : calls) {
            call.complete();
        }
    }

    @Test
    void tellsItsClientOfAStreamThatBreaksOff() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> answer = chat("openai/gpt-4o");
        try (Call call = UPSTREAM.awaitCall()) {
            call.send("one");
        }

        assertThat(stream(answer).lines().filter(line -> !line.isEmpty()))
                .last()
                .asString()
                .contains("\"finish_reason\":\"error\"", "OpenRouter ended the stream before it was complete.");
        assertThat(told(CallRecord.Outcome.TRUNCATED, "openai/gpt-4o").status()).isEqualTo(200);
    }

    @Test
    void refusesInTheEnvelope() throws Exception {
        HttpRequest wrong = HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<String> answer = client.send(wrong, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"type\":\"invalid_request_error\"", "\"param\":\"model\"");
        CallRecord call = told(CallRecord.Outcome.REFUSED, null);
        assertThat(call.status()).isEqualTo(400);
        assertThat(call.bytes().request()).isEqualTo(2);
        assertThat(call.attempts()).isEmpty();
    }

    /** As the gateway's own server does: {@code curl -d} says that it sends a form. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded; charset=utf-8",
                "text/plain",
                "text/plain; charset=iso-8859-1",
                "application/problem+json"
            })
    void readsJsonThatIsPostedAsSomethingElse(String contentType) throws Exception {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                post(
                        contentType,
                        "{\"model\":\"a/b\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"a=1&b=%20+ü\"}]}"),
                HttpResponse.BodyHandlers.ofString());

        Call call = UPSTREAM.awaitCall();
        answer(call);

        assertThat(call.request()).contains("\"a=1&b=%20+ü\"");
        assertThat(answer.get().statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "application/pdf", "multipart/form-data; boundary=x", "nonsense"})
    void refusesInTheEnvelopeWhatItDoesNotRead(String contentType) throws Exception {
        HttpResponse<String> answer = client.send(
                post(contentType, "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n"),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).startsWith("{\"error\":{\"message\":").contains("invalid_request_error");
        assertThat(told(CallRecord.Outcome.REFUSED, null).status()).isEqualTo(415);
    }

    @Test
    void refusesATextThatIsNoJsonInTheEnvelope() throws Exception {
        HttpResponse<String> answer = client.send(
                post("application/x-www-form-urlencoded", "model=a/b"), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":{\"message\":").contains("invalid_request_error");
        assertThat(told(CallRecord.Outcome.REFUSED, null).status()).isEqualTo(400);
    }

    private HttpRequest post(String contentType, String body) {
        return HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    @Test
    void readsItsSettingsFromBootsOwnFile() throws Exception {
        chat("fast");

        Call call = UPSTREAM.awaitCall();
        answer(call);

        assertThat(call.request()).contains("\"openai/gpt-4o-mini\"");
    }

    @Test
    void tellsABeanOfEachCall() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> answer = chat("fast");
        answer(UPSTREAM.awaitCall());
        assertThat(stream(answer).lines()).isNotEmpty();

        CallRecord call = told(CallRecord.Outcome.COMPLETE, "openai/gpt-4o-mini");
        assertThat(call.door()).isEqualTo("/v1/chat/completions");
        assertThat(call.model().asked()).isEqualTo("fast");
    }

    /** An upstream that hangs up without a word is called again, and is an error in the end. */
    @Test
    void tellsABeanOfEachAttempt() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> answer = chat("mistralai/mistral-large");
        for (int attempt = 0; attempt < 3; attempt++) {
            UPSTREAM.awaitCall().close();
        }
        assertThat(answer.get().statusCode()).isEqualTo(502);

        assertThat(told(CallRecord.Outcome.ERROR, "mistralai/mistral-large").attempts())
                .hasSize(3);
    }

    /** The first attempt ends without a word, the second answers. */
    @Test
    void tellsABeanOfACallThatWasTriedAgain() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> answer = chat("cohere/command-r");
        UPSTREAM.awaitCall().close();
        answer(UPSTREAM.awaitCall());
        assertThat(stream(answer).lines()).isNotEmpty();

        CallRecord call = told(CallRecord.Outcome.COMPLETE, "cohere/command-r");
        assertThat(call.attempts()).hasSize(2);
        assertThat(call.costSource()).isEqualTo(CallRecord.CostSource.UNRESOLVED);
    }

    @Test
    void tellsABeanOfAnAnswerThatAFilterEnds() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> answer = chat(FILTERED);
        try (Call call = UPSTREAM.awaitCall()) {
            call.send("one");
            assertThat(stream(answer).lines().filter(line -> !line.isEmpty()))
                    .anyMatch(line -> line.contains("Withheld."))
                    .last()
                    .isEqualTo("data: [DONE]");
        }

        assertThat(told(CallRecord.Outcome.BLOCKED, FILTERED).status()).isEqualTo(200);
    }

    /**
     * Records of other tests' calls may come late.
     *
     * @param model as it was sent, null where none was
     */
    private static CallRecord told(CallRecord.Outcome outcome, String model) throws InterruptedException {
        CallRecord call;
        do {
            call = CALLS.poll(20, TimeUnit.SECONDS);
            assertThat(call).as("a record of outcome " + outcome).isNotNull();
        } while (call.outcome() != outcome || !Objects.equals(call.model().sent(), model));
        return call;
    }

    @Test
    void showsItsRoutesInBootsMetricsAndHealth() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> answer = chat("openai/gpt-4o");
        answer(UPSTREAM.awaitCall());
        assertThat(stream(answer).lines()).isNotEmpty();

        assertThat(get("/actuator/metrics/camel.exchanges.total?tag=routeId:openrouter-chat-completions"))
                .contains("\"statistic\":\"COUNT\"")
                .doesNotContain("\"value\":0.0");
        assertThat(get("/actuator/health"))
                .contains("\"status\":\"UP\"", "\"camelHealth\"", "\"openrouter-vendors\"", "\"openrouter-balance\"");
    }

    private CompletableFuture<HttpResponse<InputStream>> chat(String model) {
        HttpRequest request = HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model
                        + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private static void answer(Call call) throws IOException {
        call.send("one");
        call.complete();
    }

    private String get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
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
