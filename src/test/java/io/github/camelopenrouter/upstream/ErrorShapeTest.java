/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.DoorCall;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error of the gateway's own, on every door, in the envelope that the door's clients can read. */
@Timeout(60)
class ErrorShapeTest {

    private static final String V1 = "/v1/chat/completions";
    private static final String OPENAI = "/openai/v1/chat/completions";
    private static final String ANTHROPIC = "/anthropic/v1/messages";
    private static final String GOOD = DoorCall.CHAT.body("openai/gpt-4o", false);
    /** SHA-256 of {@code abc}, from FIPS 180-4's examples. */
    private static final String KEYS = "auth.keys=ci=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;
    private static TestGateway guarded;
    private static TestGateway narrow;
    private static TestGateway lost;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(500, "text/plain", "no script"));
        gateway = TestGateway.start(upstream.baseUrl(), "max-request-bytes=1KB", "timeout.request=300ms");
        guarded = TestGateway.start(upstream.baseUrl(), KEYS);
        narrow = TestGateway.start(upstream.baseUrl(), "max-concurrent-requests=1");
        lost = TestGateway.start("http://127.0.0.1:9/api");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        guarded.close();
        narrow.close();
        lost.close();
        upstream.close();
    }

    @BeforeEach
    void forgetCalls() {
        upstream.forgetCalls();
    }

    private static HttpRequest.Builder post(TestGateway gateway, String path, String body) {
        return HttpRequest.newBuilder(gateway.uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return DoorCall.CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static void check(HttpResponse<String> answer, int status, String openAi, String anthropic)
            throws Exception {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(DoorCall.contentType(answer)).isEqualTo("application/json");
        boolean isAnthropic = answer.uri().getPath().startsWith("/anthropic");
        checkBody(answer.body(), isAnthropic, isAnthropic ? anthropic : openAi);
        String requestId = answer.headers().firstValue("x-request-id").orElseThrow();
        if (isAnthropic) {
            assertThat(DoorCall.json(answer.body()).path("request_id").asText()).isEqualTo(requestId);
        }
    }

    private static void checkBody(String text, boolean isAnthropic, String type) throws Exception {
        JsonNode body = DoorCall.json(text);
        JsonNode error = body.path("error");
        assertThat(error.path("type").asText()).isEqualTo(type);
        assertThat(error.path("message").asText()).isNotBlank().doesNotContain("Exception", "camel", "<html");
        if (isAnthropic) {
            assertThat(body.fieldNames()).toIterable().containsExactly("type", "error", "request_id");
            assertThat(error.fieldNames()).toIterable().containsExactly("type", "message");
            assertThat(body.path("type").asText()).isEqualTo("error");
        } else {
            assertThat(body.fieldNames()).toIterable().containsExactly("error");
            assertThat(error.fieldNames()).toIterable().containsExactly("message", "type", "param", "code");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V1, OPENAI, ANTHROPIC})
    void aBodyThatIsNoJsonIs400(String path) throws Exception {
        check(send(post(gateway, path, "{\"model\":")), 400, "invalid_request_error", "invalid_request_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {V1, OPENAI, ANTHROPIC})
    void aMissingKeyIs401(String path) throws Exception {
        check(send(post(guarded, path, GOOD)), 401, "authentication_error", "authentication_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {V1, OPENAI, ANTHROPIC})
    void aWrongKeyIs401(String path) throws Exception {
        HttpRequest.Builder request = post(guarded, path, GOOD).header("Authorization", "Bearer abcd");
        check(send(request), 401, "authentication_error", "authentication_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/nothing", "/openai/v1/nothing", "/anthropic/v1/nothing"})
    void anUnknownPathIs404(String path) throws Exception {
        check(send(post(gateway, path, GOOD)), 404, "not_found_error", "not_found_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {V1, OPENAI, ANTHROPIC})
    void anotherMethodIs405(String path) throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(gateway.uri(path)).GET());
        check(answer, 405, "not_found_error", "not_found_error");
        assertThat(answer.headers().firstValue("allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {V1, OPENAI, ANTHROPIC})
    void aBodyThatDoesNotComeIs408(String path) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{";
            socket.getOutputStream().write(head.getBytes(UTF_8));
            String answer = head(socket.getInputStream());
            assertThat(answer).startsWith("HTTP/1.1 408 ");
            int length = Integer.parseInt(answer.replaceAll("(?is).*content-length: (\\d+).*", "$1"));
            String body = new String(socket.getInputStream().readNBytes(length), UTF_8);
            checkBody(body, path.startsWith("/anthropic"), "invalid_request_error");
        }
    }

    private static String head(InputStream in) throws Exception {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as(head.toString()).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {V1, OPENAI, ANTHROPIC})
    void aLargeBodyIs413(String path) throws Exception {
        String large = GOOD.replace("Hi", "x".repeat(2000));
        check(send(post(gateway, path, large)), 413, "invalid_request_error", "request_too_large");
    }

    @ParameterizedTest
    @ValueSource(strings = {V1, OPENAI, ANTHROPIC})
    void anotherMediaTypeIs415(String path) throws Exception {
        HttpRequest.Builder request = post(gateway, path, GOOD).setHeader("Content-Type", "image/png");
        check(send(request), 415, "invalid_request_error", "invalid_request_error");
    }

    @ParameterizedTest
    @CsvSource({
        "400, 400, invalid_request_error, invalid_request_error",
        "401, 401, authentication_error, authentication_error",
        "402, 402, insufficient_quota, billing_error",
        "404, 404, not_found_error, not_found_error",
        "429, 429, rate_limit_error, rate_limit_error",
        "500, 500, upstream_error, api_error",
        "502, 502, upstream_error, api_error",
        "503, 503, upstream_error, api_error",
        "504, 504, upstream_timeout, timeout_error",
        "524, 524, upstream_timeout, timeout_error",
        "529, 529, overloaded_error, overloaded_error",
        "302, 502, upstream_error, api_error"
    })
    void anUpstreamErrorThatIsNoJsonKeepsItsStatusInTheEnvelope(
            int upstreamStatus, int status, String openAi, String anthropic) throws Exception {
        String[][] bodies = {{"text/html", "<html>oops</html>"}, {"application/json", ""}, {"application/json", "[1]"}};
        for (String[] body : bodies) {
            upstream.script(call -> call.answer(upstreamStatus, body[0], body[1], "Retry-After: 7", "Set-Cookie: a=b"));
            for (String path : new String[] {V1, OPENAI, ANTHROPIC}) {
                HttpResponse<String> answer = send(post(gateway, path, GOOD));
                check(answer, status, openAi, anthropic);
                assertThat(answer.headers().firstValue("retry-after")).contains("7");
                assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V1, OPENAI, ANTHROPIC})
    void anUpstreamThatCannotBeReachedIs502(String path) throws Exception {
        check(send(post(lost, path, GOOD)), 502, "upstream_error", "api_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {V1, OPENAI, ANTHROPIC})
    void oneRequestTooManyIs503(String path) throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        upstream.script(call -> {
            assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
            call.answer(400, "application/json", "{}");
        });
        CompletableFuture<HttpResponse<String>> first =
                DoorCall.CLIENT.sendAsync(post(narrow, path, GOOD).build(), BodyHandlers.ofString());
        upstream.awaitCall();
        HttpResponse<String> answer = send(post(narrow, path, GOOD));
        refused.countDown();
        check(answer, 503, "overloaded_error", "overloaded_error");
        assertThat(answer.headers().firstValue("retry-after")).contains("1");
        assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(400);
        await().until(() -> send(post(narrow, path, "{")).statusCode() == 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No endpoints found that support tool use. To learn more about provider routing, visit: https://x",
                "No endpoints found that support image input"
            })
    void openRoutersOwnErrorsPassUntouched(String message) throws Exception {
        String error = "{ \"error\":{\"message\":\"" + message
                + "\",\"code\":404,\"metadata\":{\"a\":1.50}},\"user_id\":\"user_1\"}\n";
        upstream.script(call -> call.answer(404, "application/json; charset=utf-8", error));
        for (String path : new String[] {V1, OPENAI, ANTHROPIC}) {
            HttpResponse<String> answer = send(post(gateway, path, GOOD));
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo(error);
            assertThat(DoorCall.contentType(answer)).isEqualTo("application/json");
        }
    }
}
