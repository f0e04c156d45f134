/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.testing.Exchanges;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exactly what goes up, in the request line, the headers and the body. */
@Timeout(60)
class UpstreamRequestTest {

    private static final Set<String> ALWAYS = Set.of(
            "authorization",
            "accept",
            "accept-encoding",
            "user-agent",
            "http-referer",
            "x-openrouter-title",
            "x-title",
            "host",
            "connection");

    private static final String CHAT = "/v1/chat/completions";
    private static final AppSettings APP = new AppSettings(URI.create("http://localhost"), "title", Attribution.CLIENT);

    private static final String HELLO =
            "{\"model\":\"openrouter/openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    /** What no rule touches, in every spelling that a parser could change. */
    private static final String UNTOUCHED = """
            "temperature":1.0,"seed":12345678901234567890,"top_p":1E+2,"n":-0.0,"z":null,"a":true,"e":{},\
            "stop":["\\u0041\\/\\ud83d\\ude00","café 😀"],"provider":{"sort":"price","order":["b","a"]},\
            "transforms":[],"user":"","metadata":{"cost":1.50,"z":1,"a":2}""";

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;
    private static OneRequest client;

    @BeforeAll
    static void start() {
        upstream =
                ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"id\":\"x\",\"choices\":[]}"));
        gateway = TestGateway.start(upstream.baseUrl(), "auth=none");
        client = new OneRequest(gateway.port());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierCalls() {
        upstream.forgetCalls();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions,        /v1/chat/completions, messages",
        "/openai/v1/chat/completions, /v1/chat/completions, messages",
        "/v1/completions,             /v1/completions,      prompt",
        "/openai/v1/completions,      /v1/completions,      prompt",
        "/v1/responses,               /v1/responses,        input",
        "/openai/v1/responses,        /v1/responses,        input",
        "/v1/embeddings,              /v1/embeddings,       input",
        "/openai/v1/embeddings,       /v1/embeddings,       input",
        "/anthropic/v1/messages,      /v1/messages,         messages"
    })
    void sendsEachOperationToItsOwnPathWithABodyOfWhichOnlyTheModelChanged(String door, String path, String content)
            throws Exception {
        String body = "{\"model\":\"%s\",\"" + content + "\":[{\"role\":\"user\",\"content\":\"\\u0048i\"}],"
                + UNTOUCHED + "}";
        client.post(door + "?beta=true&model=other", body.formatted("openrouter/some/model:free"));
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.requestLine()).isEqualTo("POST /api" + path + " HTTP/1.1");
        assertThat(call.text()).isEqualTo(body.formatted("some/model:free"));
        assertThat(names(call)).containsExactlyInAnyOrderElementsOf(with(ALWAYS, "content-type", "content-length"));
    }

    @Test
    void sendsItsOwnValuesInEveryHeader() throws Exception {
        client.post(CHAT, HELLO, "User-Agent: theirs", "Accept: */*", "Accept-Encoding: gzip", "Referer: theirs");
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.headers())
                .containsEntry("Authorization", "Bearer " + TestGateway.KEY)
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Accept", "application/json")
                .containsEntry("Accept-Encoding", "identity")
                .containsEntry("HTTP-Referer", "http://localhost")
                .containsEntry("X-OpenRouter-Title", "camel-openrouter")
                .containsEntry("X-Title", "camel-openrouter")
                .containsEntry("Connection", "keep-alive");
        assertThat(call.headers().get("User-Agent")).startsWith("camel-openrouter/");
    }

    @Test
    void asksForEventsWhereTheClientWantsAStream() throws Exception {
        client.post(CHAT, HELLO.replace("{\"model\"", "{\"stream\":true,\"model\""));
        assertThat(upstream.awaitCall().headers()).containsEntry("Accept", "text/event-stream");
    }

    @ParameterizedTest
    @CsvSource({
        "x-session-id,         x-session-id",
        "X-SESSION-ID,         x-session-id",
        "Anthropic-Version,    anthropic-version",
        "anthropic-dangerous-direct-browser-access, anthropic-dangerous-direct-browser-access",
        "Anthropic-Something-New, anthropic-something-new",
        "traceparent,          traceparent",
        "TraceState,           tracestate",
        "X-OpenRouter-Cache,   x-openrouter-cache",
        "x-OPENROUTER-other,   x-openrouter-other"
    })
    void passesTheHeadersThatOpenRouterKnowsInAnyCase(String sent, String received) throws Exception {
        client.post(CHAT, HELLO, sent + ": one two");
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.headers()).containsEntry(received, "one two");
        assertThat(names(call))
                .containsExactlyInAnyOrderElementsOf(with(ALWAYS, "content-type", "content-length", received));
    }

    @ParameterizedTest
    @CsvSource({
        "x-session-id,     x-session-id",
        "anthropic-beta,   x-anthropic-beta",
        "anthropic-beta,   anthropic-beta",
        "anthropic-foo,    anthropic-foo",
        "tracestate,       tracestate",
        "X-OpenRouter-Foo, x-openrouter-foo"
    })
    void joinsAHeaderThatCameTwice(String sent, String received) throws Exception {
        client.post(CHAT, HELLO, sent + ": one", sent.toUpperCase(Locale.ROOT) + ": two");
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.headers()).containsEntry(received, "one, two");
        assertThat(names(call)).doesNotHaveDuplicates();
    }

    @Test
    void sendsNothingForAHeaderThatAHostLeavesWithoutAValue() {
        Exchange exchange = Exchanges.empty();
        exchange.setProperty(OpenRouterConstants.OPERATION, Operation.CHAT_COMPLETIONS);
        exchange.getMessage().setHeader("x-session-id", null);

        new UpstreamRequest("agent", APP).process(exchange);

        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("x-session-id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "anthropic-beta: a                               | a",
                "X-Anthropic-Beta: a                             | a",
                "anthropic-beta: a,b ; anthropic-beta: b, c      | a, b, c",
                "anthropic-beta: a ; x-anthropic-beta: b         | a, b",
                "x-anthropic-beta: b, a ; Anthropic-Beta: a,,c   | a, c, b",
                "x-anthropic-beta: b ; anthropic-beta: b         | b"
            })
    void sendsBetaFeaturesUnderBothNamesAndEachOnce(String sent, String all) throws Exception {
        client.post("/anthropic/v1/messages", HELLO, sent.split(" ; "));
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.headers()).containsEntry("anthropic-beta", all).containsEntry("x-anthropic-beta", all);
        assertThat(names(call)).doesNotHaveDuplicates();
    }

    @Test
    void saysOnceWhatAHeaderSaidTwice() throws Exception {
        client.post("/anthropic/v1/messages", HELLO, "anthropic-version: 2023-06-01", "anthropic-version: 2023-06-01");
        assertThat(upstream.awaitCall().headers()).containsEntry("anthropic-version", "2023-06-01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-api-key", "anthropic-api-key", "Anthropic-Auth-Token", "anthropic-authorization"})
    void sendsNoCredentialsOfTheClient(String name) throws Exception {
        client.post("/anthropic/v1/messages", HELLO, name + ": sk-ant-secret");
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(names(call)).doesNotContain(name.toLowerCase(Locale.ROOT));
        assertThat(call.headers().values()).noneMatch(value -> value.contains("sk-ant-secret"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "HTTP-Referer: https://a.example                   | https://a.example | -     | - | -",
                "x-title: Theirs                                   | -                 | -     | Theirs | -",
                "X-OpenRouter-Title: New                           | -                 | New   | - | -",
                "http-referer: https://a.example ; X-Title: Theirs | https://a.example | -     | Theirs | -",
                "Referer: https://a.example                        | http://localhost  | camel-openrouter | camel-openrouter | -",
                "X-OpenRouter-Categories: tools                    | http://localhost  | camel-openrouter | camel-openrouter | -",
                "X-OpenRouter-Categories: tools ; X-Title: Theirs  | -                 | -     | Theirs | tools",
                "X-Title:                                          | http://localhost  | camel-openrouter | camel-openrouter | -",
                "HTTP-Referer: ; x-openrouter-title:               | http://localhost  | camel-openrouter | camel-openrouter | -",
                "X-Title: ; HTTP-Referer: https://a.example        | https://a.example | -     | -      | -"
            })
    void namesTheClientsApplicationOrItsOwnButNeverAMixture(
            String sent, String url, String title, String oldTitle, String categories) throws Exception {
        client.post(CHAT, HELLO, sent.split(" ; "));
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.headers().get("HTTP-Referer")).isEqualTo(url);
        assertThat(call.headers().get("X-OpenRouter-Title")).isEqualTo(title);
        assertThat(call.headers().get("X-Title")).isEqualTo(oldTitle);
        assertThat(call.headers().get("X-OpenRouter-Categories")).isEqualTo(categories);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP-Referer", "X-Title", "x-openrouter-title", "x-openrouter-categories"})
    void namesItsOwnApplicationAlwaysWhereTheSettingSaysSo(String name) {
        Exchange exchange = Exchanges.empty();
        exchange.setProperty(OpenRouterConstants.OPERATION, Operation.CHAT_COMPLETIONS);
        exchange.getMessage().setHeader(name, "theirs");

        new UpstreamRequest("agent", new AppSettings(URI.create("https://ours.example"), "ours", Attribution.SETTINGS))
                .process(exchange);

        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("HTTP-Referer", "https://ours.example")
                .containsEntry("X-OpenRouter-Title", "ours")
                .containsEntry("X-Title", "ours")
                .doesNotContainValue("theirs");
    }

    @Test
    void dropsEveryOtherHeaderOfTheClient() throws Exception {
        client.post(
                CHAT,
                HELLO,
                "Authorization: Bearer client-canary",
                "AUTHORIZATION: Basic client-canary",
                "x-api-key: client-canary",
                "X-API-KEY: client-canary",
                "api-key: client-canary",
                "x-goog-api-key: client-canary",
                "Cookie: session=client-canary",
                "Set-Cookie: session=client-canary",
                "Proxy-Authorization: Basic client-canary",
                "Proxy-Connection: client-canary",
                "X-Forwarded-For: client-canary",
                "X-Forwarded-Host: client-canary",
                "X-Forwarded-Proto: client-canary",
                "Forwarded: for=client-canary",
                "X-Real-IP: client-canary",
                "Origin: http://client-canary",
                "Referer: http://client-canary",
                "Via: client-canary",
                "TE: trailers",
                "Range: bytes=0-1",
                "If-None-Match: client-canary",
                "Upgrade: client-canary",
                "breadcrumbId: client-canary",
                "x-request-id: client-canary",
                "x-stainless-lang: client-canary",
                "anthropic: client-canary",
                "x-anthropic-canary: client-canary",
                "openrouter-canary: client-canary",
                "xx-openrouter-canary: client-canary");
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(names(call)).containsExactlyInAnyOrderElementsOf(with(ALWAYS, "content-type", "content-length"));
        assertThat(call.headerLines()).noneMatch(line -> line.contains("client-canary"));
    }

    @ParameterizedTest
    @CsvSource({"Connection", "Keep-Alive", "Transfer-Encoding-X", "Content-Disposition", "Content-Language", "Date"})
    void dropsWhatBelongsToTheClientsOwnConnectionOrBody(String name) throws Exception {
        client.post(CHAT, HELLO, name + ": x-session-id");
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.headerLines()).noneMatch(line -> line.contains("x-session-id"));
        assertThat(names(call)).containsExactlyInAnyOrderElementsOf(with(ALWAYS, "content-type", "content-length"));
    }

    @ParameterizedTest
    @CsvSource({
        "application/json; charset=utf-16",
        "application/x-www-form-urlencoded",
        "text/plain",
        "application/vnd.api+json"
    })
    void saysJsonWhateverTheClientCalledIt(String contentType) throws Exception {
        client.post(CHAT, HELLO, "Content-Type: " + contentType);
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.headers()).containsEntry("Content-Type", "application/json");
        assertThat(call.text()).isEqualTo(HELLO.replace("openrouter/", ""));
    }

    private static List<String> names(ScriptedUpstream.Call call) {
        return call.headerLines().stream()
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Set<String> with(Set<String> names, String... more) {
        Set<String> all = new HashSet<>(names);
        all.addAll(List.of(more));
        return all;
    }
}
