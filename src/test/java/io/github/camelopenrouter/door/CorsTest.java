/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told: scripts of listed pages may call and read, those of others learn nothing. */
@Timeout(60)
class CorsTest {

    private static final String PAGE = "https://app.example";
    private static final String OTHER = "https://evil.example";
    private static final String CHAT = "/v1/chat/completions";
    private static final String BODY = "{\"model\":\"m/m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static ScriptedUpstream upstream;
    private static TestGateway listed;
    private static TestGateway open;
    private static TestGateway off;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(
                200,
                "application/json",
                "{\"choices\":[{\"finish_reason\":\"stop\"}]}",
                "X-Generation-Id: gen-1",
                "X-RateLimit-Remaining: 7",
                "Access-Control-Allow-Origin: https://openrouter.ai",
                "Access-Control-Allow-Credentials: true",
                "Vary: Accept-Encoding"));
        listed = TestGateway.start(
                upstream.baseUrl(),
                "cors.allowed-origins=" + PAGE + ", http://localhost:3000",
                "auth.keys=ci=" + "a".repeat(64));
        open = TestGateway.start(upstream.baseUrl(), "cors.allowed-origins=*");
        off = TestGateway.start(upstream.baseUrl());
    }

    @AfterAll
    static void stop() throws Exception {
        listed.close();
        open.close();
        off.close();
        upstream.close();
    }

    @Test
    void permitsAPreflightOfAListedPageWithoutAKey() throws Exception {
        HttpResponse<String> answer = preflight(listed, CHAT, PAGE, "authorization,content-type");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertHeader(answer, "access-control-allow-origin", PAGE);
        assertHeader(answer, "access-control-allow-methods", "POST");
        assertHeader(answer, "access-control-allow-headers", "authorization, content-type");
        assertHeader(answer, "access-control-max-age", "7200");
        assertHeader(answer, "vary", "origin");
        assertNoCredentials(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/responses",
                "/v1/completions",
                "/v1/embeddings",
                "/openai/v1/chat/completions",
                "/anthropic/v1/messages"
            })
    void permitsPreflightsOnEveryDoor(String path) throws Exception {
        assertThat(preflight(listed, path, PAGE, "x-api-key").statusCode()).isEqualTo(204);
    }

    @Test
    void namesTheMethodsOfTheModelList() throws Exception {
        assertHeader(
                preflight(listed, "/v1/models", PAGE, "authorization"), "access-control-allow-methods", "GET, HEAD");
    }

    @Test
    void allowsWhatTheClientLibrariesSend() throws Exception {
        String openai = "authorization, content-type, x-stainless-lang, x-stainless-retry-count, openai-organization";
        String anthropic =
                "x-api-key, anthropic-version, anthropic-beta, anthropic-dangerous-direct-browser-access, anthropic-something-new";
        String openRouter = "http-referer, x-title, x-openrouter-title, x-session-id";

        for (String wanted : new String[] {openai, anthropic, openRouter}) {
            assertHeader(preflight(listed, CHAT, PAGE, wanted), "access-control-allow-headers", wanted);
        }
    }

    @Test
    void leavesOutHeadersThatMeanNothingHere() throws Exception {
        HttpResponse<String> answer = preflight(listed, CHAT, PAGE, "Authorization,Cookie,x-evil,x-stainless-<b>");

        assertHeader(answer, "access-control-allow-headers", "authorization");
    }

    @Test
    void saysNothingToAPreflightOfAnotherPage() throws Exception {
        for (String origin :
                new String[] {OTHER, "null", PAGE + ".evil.example", "http://app.example", PAGE + ":444"}) {
            HttpResponse<String> answer = preflight(listed, CHAT, origin, "authorization");

            assertThat(answer.statusCode()).isEqualTo(405);
            assertNothingSaid(answer);
        }
    }

    @Test
    void answersAPreflightOfAnUnknownPathWith404() throws Exception {
        assertThat(preflight(listed, "/v1/nowhere", PAGE, "authorization").statusCode())
                .isEqualTo(404);
    }

    @Test
    void letsAListedPageReadAnError() throws Exception {
        HttpResponse<String> answer = post(listed, PAGE, BODY);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertHeader(answer, "access-control-allow-origin", PAGE);
        assertHeader(answer, "access-control-expose-headers", "x-request-id");
        assertHeader(answer, "vary", "origin");
        assertNoCredentials(answer);
    }

    @Test
    void letsAPageReadAnAnswerAndItsHeaders() throws Exception {
        HttpResponse<String> answer = post(open, PAGE, BODY);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertHeader(answer, "access-control-allow-origin", "*");
        assertThat(answer.headers().firstValue("access-control-expose-headers").orElseThrow())
                .contains("x-generation-id", "x-ratelimit-remaining", "x-request-id");
        assertHeader(answer, "vary", "origin");
        assertNoCredentials(answer);
    }

    @Test
    void letsAPageReadAStream() throws Exception {
        upstream.script(call -> call.head(200, "text/event-stream")
                .send("data: {\"choices\":[{\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
                .end());
        HttpResponse<String> answer = post(open, OTHER, BODY.replace("{\"model\"", "{\"stream\":true,\"model\""));

        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        assertHeader(answer, "access-control-allow-origin", "*");
        assertHeader(answer, "access-control-expose-headers", "x-request-id");
    }

    @Test
    void answersAnotherPageWithoutSayingThatItMayRead() throws Exception {
        HttpResponse<String> answer = post(listed, OTHER, BODY);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertNothingSaid(answer);
        assertHeader(answer, "vary", "origin");
    }

    @Test
    void answersCallersThatAreNoPages() throws Exception {
        HttpResponse<String> answer = send(request(open, CHAT).POST(BodyPublishers.ofString(BODY)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertNothingSaid(answer);
    }

    @Test
    void refusesOptionsAndSaysNothingWhileItIsOff() throws Exception {
        HttpResponse<String> preflight = preflight(off, CHAT, PAGE, "authorization");

        assertThat(preflight.statusCode()).isEqualTo(405);
        assertHeader(preflight, "allow", "POST");
        for (HttpResponse<String> answer : Arrays.asList(preflight, post(off, PAGE, BODY))) {
            assertNothingSaid(answer);
            assertThat(answer.headers().firstValue("vary")).isEmpty();
        }
    }

    private static HttpResponse<String> preflight(TestGateway gateway, String path, String origin, String headers)
            throws Exception {
        return send(request(gateway, path)
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", headers)
                .method("OPTIONS", BodyPublishers.noBody()));
    }

    private static HttpResponse<String> post(TestGateway gateway, String origin, String body) throws Exception {
        return send(request(gateway, CHAT).header("Origin", origin).POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(TestGateway gateway, String path) {
        return HttpRequest.newBuilder(gateway.uri(path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static void assertHeader(HttpResponse<?> answer, String name, String value) {
        assertThat(answer.headers().allValues(name)).as(name).containsExactly(value);
    }

    private static void assertNothingSaid(HttpResponse<?> answer) {
        HttpHeaders headers = answer.headers();
        assertThat(headers.map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    private static void assertNoCredentials(HttpResponse<?> answer) {
        assertThat(answer.headers().firstValue("access-control-allow-credentials"))
                .isEmpty();
    }
}
