/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error has the shape that the caller's client reads, and tells nothing of our inside. */
@Timeout(60)
class ErrorAnswersTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String HELLO =
            "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;
    private static OneRequest client;

    @BeforeAll
    static void start() throws Exception {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
        gateway = TestGateway.start(upstream.baseUrl(), "max-request-bytes=1KB");
        gateway.context().addRoutes(brokenDoor());
        client = new OneRequest(gateway.port());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    /** Doors whose own steps fail before and after the call. */
    private static RouteBuilder brokenDoor() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/v1/broken-before?platformHttpEngine=#openrouter-engine")
                        .routeId("test-broken-before")
                        .routeConfigurationId("openrouter-errors")
                        .throwException(new IllegalStateException("the host's own java.lang trouble"))
                        .to("direct:openrouter-chat-completions");
                from("platform-http:/v1/broken-off?platformHttpEngine=#openrouter-engine")
                        .routeId("test-broken-off")
                        .routeConfigurationId("openrouter-errors")
                        .throwException(new ConnectException("the host's own java.net trouble"))
                        .to("direct:openrouter-chat-completions");
                from("platform-http:/v1/broken-after?platformHttpEngine=#openrouter-engine")
                        .routeId("test-broken-after")
                        .to("direct:openrouter-chat-completions")
                        .throwException(new IllegalStateException("the host's own java.lang trouble"));
            }
        };
    }

    static List<String> chatDoors() {
        return List.of("/v1/chat/completions", "/openai/v1/chat/completions", "/anthropic/v1/messages");
    }

    @ParameterizedTest
    @MethodSource("chatDoors")
    void answersAnUnreadableBodyWith400(String door) throws Exception {
        for (String body : new String[] {"", "{", "[]", "null", "{\"model\":}", HELLO + "x", "model=x&messages=y"}) {
            assertOurs(client.post(door, body), 400, "invalid_request_error", null, null);
        }
    }

    @ParameterizedTest
    @MethodSource("chatDoors")
    void namesTheParameterThatIsWrong(String door) throws Exception {
        assertOurs(client.post(door, "{\"messages\":[1]}"), 400, "invalid_request_error", "model", null);
        assertOurs(client.post(door, "{\"model\":1,\"messages\":[1]}"), 400, "invalid_request_error", "model", null);
        assertOurs(client.post(door, "{\"model\":\"a/b\"}"), 400, "invalid_request_error", "messages", null);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /v1/nothing",
        "POST,   /openai/v1/nothing",
        "DELETE, /anthropic/v1/nothing",
        "POST,   /v1",
        "POST,   /v1/chat/completions/more",
        "PUT,    /anthropic/v1",
        "GET,    /somewhere/else",
        "GET,    /v1/chat%2Fcompletions"
    })
    void answersAnUnknownPathWith404(String method, String path) throws Exception {
        assertOurs(client.send(method + " " + path, null), 404, "not_found_error", null, "unknown_path");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /v1/chat/completions,        POST",
        "DELETE, /openai/v1/chat/completions, POST",
        "PUT,    /anthropic/v1/messages,      POST",
        "PATCH,  /v1/embeddings,              POST",
        "POST,   /v1/models,                  'GET, HEAD'",
        "DELETE, /v1/models/a/b,              'GET, HEAD'"
    })
    void answersAWrongMethodWith405(String method, String path, String allowed) throws Exception {
        OneRequest.Answer answer = client.send(method + " " + path, null);
        assertOurs(answer, 405, "not_found_error", null, "method_not_allowed");
        assertThat(answer.header("Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @MethodSource("chatDoors")
    void answersATooLargeBodyWith413(String door) throws Exception {
        OneRequest.Answer answer = client.post(door, HELLO.replace("Hi", "x".repeat(2000)));
        String type = door.startsWith("/anthropic") ? "request_too_large" : "invalid_request_error";
        assertOurs(answer, 413, type, null, "request_too_large");
    }

    @ParameterizedTest
    @MethodSource("chatDoors")
    void answersAnUnreadableMediaTypeOrCodingWith415(String door) throws Exception {
        for (String header : new String[] {"Content-Type: image/png", "Content-Encoding: br"}) {
            assertOurs(client.post(door, HELLO, header), 415, "invalid_request_error", null, "unsupported_media_type");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504, 524, 529})
    void passesAnUpstreamErrorAsItIs(int status) throws Exception {
        String error =
                "{ \"error\" : {\"code\":" + status + ", \"message\":\"caf\\u00e9 \\/ 😀\", \"n\":1.0},\n\"x\":[ ] }\n";
        upstream.script(call -> call.answer(status, "application/json; charset=utf-8", error, "Retry-After: 7"));
        for (String door : chatDoors()) {
            OneRequest.Answer answer = client.post(door, HELLO);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.text()).isEqualTo(error);
            assertThat(answer.header("Retry-After")).isEqualTo("7");
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/plain", ""})
    void passesAnUpstreamErrorThatIsJsonByAnotherName(String contentType) throws Exception {
        String error = "{\"error\":{\"message\":\"x\"}}";
        upstream.script(call -> call.answer(500, contentType.isEmpty() ? null : contentType, error));
        OneRequest.Answer answer = client.post("/v1/chat/completions", HELLO);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).isEqualTo(error);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>java.lang.Exception at cloud</body></html>",
                "",
                "upstream connect error",
                "[1]",
                "\"text\"",
                "{\"error\":{\"message\":\"cut o",
                "{\"error\":1} {}",
                "{error:1}"
            })
    void putsAnUnreadableUpstreamErrorIntoTheEnvelope(String body) throws Exception {
        upstream.script(call -> call.answer(503, "application/json", body, "Retry-After: 7", "Content-Encoding: gzip"));
        for (String door : chatDoors()) {
            OneRequest.Answer answer = client.post(door, HELLO);
            assertOurs(
                    answer, 503, door.startsWith("/anthropic") ? "api_error" : "upstream_error", null, "upstream_503");
            assertThat(answer.header("Retry-After")).isEqualTo("7");
            assertThat(answer.header("Content-Encoding")).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error",
        "401, authentication_error",
        "404, not_found_error",
        "429, rate_limit_error",
        "500, upstream_error",
        "504, upstream_timeout"
    })
    void keepsTheStatusOfAnUnreadableUpstreamError(int status, String type) throws Exception {
        upstream.script(call -> call.answer(status, "text/html", "<html>"));
        assertOurs(client.post("/v1/chat/completions", HELLO), status, type, null, "upstream_" + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 307, 308})
    void followsNoRedirect(int status) throws Exception {
        int before = upstream.callCount();
        upstream.script(
                call -> call.answer(status, "text/html", "<html>", "Location: " + upstream.baseUrl() + "/elsewhere"));
        assertOurs(client.post("/v1/chat/completions", HELLO), 502, "upstream_error", null, "upstream_" + status);
        assertThat(upstream.callCount()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SSH-2.0-OpenSSH_9\r\n", "HTTP/1.1 banana\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Le"})
    void answersBrokenHttpWith502(String bytes) throws Exception {
        upstream.script(
                call -> call.raw(bytes.getBytes(StandardCharsets.ISO_8859_1)).reset());
        for (String door : chatDoors()) {
            OneRequest.Answer answer = client.post(door, HELLO);
            String type = door.startsWith("/anthropic") ? "api_error" : "upstream_error";
            assertOurs(answer, 502, type, null, "upstream_unreachable");
        }
    }

    @Test
    void answersARefusedConnectionWith502() throws Exception {
        ScriptedUpstream gone = ScriptedUpstream.start(call -> {});
        gone.close();
        try (TestGateway lonely = TestGateway.start(gone.baseUrl())) {
            OneRequest its = new OneRequest(lonely.port());
            assertOurs(its.post("/v1/chat/completions", HELLO), 502, "upstream_error", null, "upstream_unreachable");
            assertOurs(its.post("/anthropic/v1/messages", HELLO), 502, "api_error", null, null);
        }
    }

    @Test
    void answersAnUnknownHostWith502() throws Exception {
        try (TestGateway lost = TestGateway.start("http://no-such-host.invalid")) {
            OneRequest its = new OneRequest(lost.port());
            assertOurs(its.post("/v1/chat/completions", HELLO), 502, "upstream_error", null, "upstream_unreachable");
        }
    }

    @Test
    void answersAConnectionThatNobodyAcceptsWith504() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fillBacklog(deaf, waiting);
            String url = "http://127.0.0.1:" + deaf.getLocalPort();
            try (TestGateway patient = TestGateway.start(url, "timeout.connect=200ms")) {
                OneRequest its = new OneRequest(patient.port());
                assertOurs(
                        its.post("/v1/chat/completions", HELLO),
                        504,
                        "upstream_timeout",
                        null,
                        "upstream_connect_timeout");
            }
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static void fillBacklog(ServerSocket deaf, List<Socket> waiting) throws Exception {
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(new InetSocketAddress(deaf.getInetAddress(), deaf.getLocalPort()), 300);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        Assumptions.abort("This system never stops accepting connections");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/broken-before", "/v1/broken-off", "/v1/broken-after"})
    void tellsNothingOfAFaultInTheHostsOwnSteps(String path) throws Exception {
        upstream.script(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
        assertOurs(client.post(path, HELLO), 500, "server_error", null, "internal_error");
    }

    /** Checks the whole shape: on the Anthropic door there is neither {@code param} nor {@code code}. */
    private static void assertOurs(OneRequest.Answer answer, int status, String type, String param, String code)
            throws Exception {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.text())
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("java.", "io.github", "org.apache", "\tat ", TestGateway.KEY);
        JsonNode body = JSON.readTree(answer.body());
        JsonNode error = body.get("error");
        assertThat(error.get("type").asText()).isEqualTo(type);
        assertThat(error.get("message").asText()).isNotBlank();
        if (body.has("request_id")) {
            assertThat(names(body)).containsExactly("type", "error", "request_id");
            assertThat(names(error)).containsExactly("type", "message");
            assertThat(body.get("request_id").asText()).isEqualTo(answer.header("x-request-id"));
        } else {
            assertThat(names(body)).containsExactly("error");
            assertThat(names(error)).containsExactly("message", "type", "param", "code");
            assertThat(error.get("param").textValue()).isEqualTo(param);
            assertThat(error.get("code").textValue()).isEqualTo(code);
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
