/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client gets the headers that the design lists, and no other. */
@Timeout(60)
class AnswerHeadersTest {

    private static final Set<String> ALWAYS = Set.of("content-type", "connection", "x-request-id");
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding");

    private static final String CHAT = "/v1/chat/completions";
    private static final String ANSWER = "{\"id\":\"x\",\"choices\":[]}";

    private static final String[] UNWELCOME = {
        "Set-Cookie: session=upstream-canary",
        "Set-Cookie2: upstream-canary",
        "Server: upstream-canary",
        "Date: upstream-canary",
        "Via: upstream-canary",
        "cf-ray: upstream-canary",
        "CF-Cache-Status: upstream-canary",
        "X-Sandbox: upstream-canary",
        "X-Powered-By: upstream-canary",
        "x-request-id: upstream-canary",
        "Access-Control-Allow-Origin: upstream-canary",
        "Access-Control-Allow-Credentials: upstream-canary",
        "Access-Control-Expose-Headers: upstream-canary",
        "Allow: upstream-canary",
        "Vary: upstream-canary",
        "Location: http://upstream-canary",
        "ETag: upstream-canary",
        "Strict-Transport-Security: upstream-canary",
        "Authorization: upstream-canary",
        "WWW-Authenticate: upstream-canary",
        "Cache-Control: private, upstream-canary",
        "openrouter-processing-ms: upstream-canary",
        "CamelHttpResponseCode: 299",
        "camelfilename: upstream-canary",
        "Alt-Svc: upstream-canary",
        "Link: upstream-canary"
    };

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;
    private static OneRequest client;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(500, "text/plain", "no script"));
        gateway = TestGateway.start(upstream.baseUrl(), "auth=none", "model-aliases=fast>openai/gpt-4o-mini;same>x");
        client = new OneRequest(gateway.port());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 429, 500})
    void keepsTheUpstreamsOwnHeadersFromTheClient(int status) throws Exception {
        upstream.script(call -> call.answer(status, "application/json", ANSWER, UNWELCOME));
        OneRequest.Answer answer = chat("openai/gpt-4o");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(names(answer)).isEqualTo(ALWAYS);
        assertThat(answer.headers().toString()).doesNotContain("upstream-canary");
    }

    /** Vert.x refuses to send such a value, which made a paid answer a 500. */
    @ParameterizedTest
    @ValueSource(strings = {"a\u0001b", "a\u000bb", "a\u007fb"})
    void aHeaderThatIsNoneDoesNotCostTheAnswer(String value) throws Exception {
        upstream.script(call ->
                call.answer(200, "application/json", ANSWER, "x-openrouter-odd: " + value, "X-Generation-Id: gen-1"));
        OneRequest.Answer answer = chat("openai/gpt-4o");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(ANSWER);
        assertThat(answer.header("x-openrouter-odd")).isNull();
        assertThat(answer.header("X-Generation-Id")).isEqualTo("gen-1");
    }

    @Test
    void keepsTheUpstreamsOwnHeadersFromTheClientOfAStream() throws Exception {
        upstream.script(call -> call.head(200, "text/event-stream; charset=utf-8", UNWELCOME)
                .send("data: [DONE]\n\n")
                .end());
        OneRequest.Answer answer = chat("openai/gpt-4o");
        assertThat(names(answer))
                .isEqualTo(Set.of("content-type", "connection", "x-request-id", "cache-control", "x-accel-buffering"));
        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.header("X-Accel-Buffering")).isEqualTo("no");
    }

    @Test
    void keepsTheUpstreamsOwnHeadersFromTheClientOfTheModelList() throws Exception {
        upstream.script(call -> call.answer(200, "application/json", "{\"data\":[]}", UNWELCOME));
        OneRequest.Answer answer = client.get("/v1/models");
        assertThat(names(answer)).isEqualTo(ALWAYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, "/anthropic/v1/messages", "/v1/nothing", "/v1/models/x", "/health"})
    void echoesNoHeaderOfTheRequest(String path) throws Exception {
        upstream.script(call -> call.answer(200, "application/json", "{\"choices\":[],\"data\":[]}"));
        String[] sent = {
            "Authorization: Bearer client-canary",
            "x-api-key: client-canary",
            "Cookie: client-canary",
            "Origin: http://client-canary",
            "x-openrouter-canary: client-canary",
            "x-ratelimit-canary: client-canary",
            "retry-after: client-canary",
            "x-generation-id: client-canary",
            "Cache-Control: client-canary",
            "Access-Control-Allow-Origin: client-canary",
            "x-should-retry: client-canary"
        };
        OneRequest.Answer answer = path.equals(CHAT) || path.endsWith("/messages")
                ? client.post(path, body("openai/gpt-4o"), sent)
                : client.get(path, sent);
        assertThat(answer.headers().toString()).doesNotContain("canary");
        assertThat(answer.text()).doesNotContain("canary");
    }

    @ParameterizedTest
    @MethodSource("welcome")
    void passesWhatTheClientNeeds(int status, String header) throws Exception {
        String name = header.substring(0, header.indexOf(':'));
        upstream.script(call -> call.answer(status, "application/json", ANSWER, header));
        OneRequest.Answer answer = chat("openai/gpt-4o");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header(name)).isEqualTo("some value");
        assertThat(names(answer)).hasSize(ALWAYS.size() + 1);
    }

    static List<Arguments> welcome() {
        List<String> headers = List.of(
                "Retry-After: some value",
                "retry-after: some value",
                "X-RateLimit-Limit: some value",
                "x-ratelimit-remaining-tokens: some value",
                "X-Generation-Id: some value",
                "x-openrouter-anything: some value");
        return List.of(200, 429, 503).stream()
                .flatMap(status -> headers.stream().map(header -> Arguments.of(status, header)))
                .toList();
    }

    /** Design, section 6: bytes pass as they are, with the name of their encoding. */
    @Test
    void passesAnEncodingThatTheUpstreamChoseAgainstOurWish() throws Exception {
        upstream.script(call -> call.answer(200, "application/json", "packed", "Content-Encoding: br"));
        OneRequest.Answer answer = chat("openai/gpt-4o");
        assertThat(answer.header("Content-Encoding")).isEqualTo("br");
        assertThat(answer.text()).isEqualTo("packed");
    }

    @ParameterizedTest
    @CsvSource({"fast, openai/gpt-4o-mini", "same, x"})
    void namesTheModelThatAnAliasMeant(String alias, String model) throws Exception {
        upstream.script(call -> call.answer(200, "application/json", ANSWER));
        assertThat(chat(alias).header("x-openrouter-model")).isEqualTo(model);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"openai/gpt-4o", "openrouter/openai/gpt-4o", "openrouter/auto", "openrouter/openrouter/auto"})
    void namesNoModelThatTheClientChoseItself(String model) throws Exception {
        upstream.script(call -> call.answer(200, "application/json", ANSWER));
        assertThat(chat(model).header("x-openrouter-model")).isNull();
    }

    @Test
    void answersWithTheClientsRequestId() throws Exception {
        upstream.script(call -> call.answer(200, "application/json", ANSWER));
        String longest = "~!".repeat(64);
        assertThat(requestIdFor("x-request-id: my-id_1")).isEqualTo("my-id_1");
        assertThat(requestIdFor("X-REQUEST-ID: " + longest)).isEqualTo(longest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "tab\there", "é", "\u0080"})
    void makesAnIdOfItsOwnWhereTheClientsIsNotVisibleAscii(String id) throws Exception {
        upstream.script(call -> call.answer(200, "application/json", ANSWER));
        assertThat(requestIdFor("x-request-id: " + id)).matches("req_[0-9a-f]{24}");
    }

    @Test
    void makesAnIdOfItsOwnWhereTheClientsIsTooLong() throws Exception {
        upstream.script(call -> call.answer(200, "application/json", ANSWER));
        assertThat(requestIdFor("x-request-id: " + "x".repeat(129))).matches("req_[0-9a-f]{24}");
    }

    @Test
    void makesAnotherIdForEachRequest() throws Exception {
        upstream.script(call -> call.answer(200, "application/json", ANSWER));
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            ids.add(requestIdFor("x-other: 1"));
        }
        assertThat(ids).hasSize(5);
    }

    private static String requestIdFor(String header) throws Exception {
        return client.post(CHAT, body("openai/gpt-4o"), header).header("x-request-id");
    }

    private static OneRequest.Answer chat(String model) throws Exception {
        return client.post(CHAT, body(model));
    }

    private static String body(String model) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    private static Set<String> names(OneRequest.Answer answer) {
        return answer.headers().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> !FRAMING.contains(name))
                .collect(Collectors.toSet());
    }
}
