/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.RawConnection;
import io.github.camelopenrouter.testing.RawConnection.Answer;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server says to requests that are too large or no HTTP at all, byte by byte. */
@Timeout(60)
class ServerLimitsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String CHAT =
            "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(
                call -> call.answer(200, "application/json", "{\"choices\":[{\"finish_reason\":\"stop\"}]}"));
        gateway = TestGateway.start(upstream.baseUrl(), "max-request-bytes=10KB");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void answers414ToARequestLineThatIsTooLong() throws Exception {
        assertRefused("GET /" + "a".repeat(9_000) + " HTTP/1.1\nHost: localhost\n\n", 414, "uri_too_long");
    }

    @Test
    void takesARequestLineBelowTheLimit() throws Exception {
        try (RawConnection client = RawConnection.open(gateway.port())) {
            client.send("GET /health?" + "a".repeat(8_000) + " HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void answers431ToAHeaderThatIsTooLarge() throws Exception {
        assertRefused(
                "GET /health HTTP/1.1\nHost: localhost\nX-Much: " + "a".repeat(40_000) + "\n\n",
                431,
                "header_too_large");
    }

    @Test
    void answers431ToOneFieldAfterTheOther() throws Exception {
        assertRefused(
                "GET /health HTTP/1.1\nHost: localhost\n" + "X-Much: aaaaaaaaaa\n".repeat(3_000),
                431,
                "header_too_large");
    }

    @Test
    void letsAClientThatIsStillSendingReadItsAnswer() throws Exception {
        assertRefused("GET /health HTTP/1.1\nX-Much: " + "a".repeat(2_000_000) + "\n\n", 431, "header_too_large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/anthropic/v1/messages", "/v1/messages?beta=true", "/v1/messages/count_tokens"})
    void usesAnthropicsEnvelopeOnItsDoors(String door) throws Exception {
        try (RawConnection client = RawConnection.open(gateway.port())) {
            client.send("POST " + door + " HTTP/1.1\nX-Much: " + "a".repeat(40_000) + "\n\n");
            Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(431);
            assertThat(JSON.readTree(answer.body()).path("type").asText()).isEqualTo("error");
            assertThat(JSON.readTree(answer.body()).path("error").path("type").asText())
                    .isEqualTo("invalid_request_error");
            assertThat(answer.headers()).containsKey("request-id");
            assertThat(answer.headers().get("request-id"))
                    .isEqualTo(answer.headers().get("x-request-id"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v1/chat/completions HTTP/1.1\nHost: localhost\nContent-Length: 3\nContent-Length: 4\n\nabcd",
                "POST /v1/chat/completions HTTP/1.1\nHost: localhost\nContent-Length: 3, 4\n\nabcd",
                "POST /v1/chat/completions HTTP/1.1\nHost: localhost\nContent-Length: -1\n\n",
                "POST /v1/chat/completions HTTP/1.1\nHost: localhost\nContent-Length: x\n\n",
                "POST /v1/chat/completions HTTP/1.1\nHost: localhost\nTransfer-Encoding: xchunked\n\n0\n\n",
                "POST /v1/chat/completions HTTP/1.1\nHost: localhost\nTransfer-Encoding: gzip, chunked\n\n0\n\n",
                "POST /v1/chat/completions HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n"
                        + "Transfer-Encoding: identity\n\n0\n\n",
                "POST /v1/chat/completions HTTP/1.0\nTransfer-Encoding: chunked\n\n0\n\n",
                "POST /v1/chat/completions HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\nno number\nabc\n0\n\n",
                "POST /v1/chat/completions HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n-3\nabc\n0\n\n",
                "GET /health HTTP/1.1\nHost: localhost\nBad Name: x\n\n",
                "GET /health HTTP/1.1\nHost: localhost\nNo colon\n\n",
                "GET /health HTTP/3.0\nHost: localhost\n\n",
                "PRI * HTTP/2.0\n\nSM\n\n",
                "nonsense\n\n"
            })
    void answers400ToWhatIsNoProperHttpAndCloses(String request) throws Exception {
        assertRefused(request, 400, "malformed_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/models HTTP/1.1\n\n",
                "GET /v1/models HTTP/1.1\nHost: a b\n\n",
                "OPTIONS * HTTP/1.1\nHost: localhost\n\n",
                "GET /v1/models/%zz HTTP/1.1\nHost: localhost\n\n",
                "GET /%zz HTTP/1.1\nHost: localhost\n\n",
                "GET v1 HTTP/1.1\nHost: localhost\n\n",
                "GET /nowhere HTTP/1.1\nHost: localhost\n\n",
                "PUT /v1/models HTTP/1.1\nHost: localhost\n\n",
                "BREW /v1/models HTTP/1.1\nHost: localhost\n\n",
                "CONNECT example.org:443 HTTP/1.1\nHost: example.org\n\n",
                "GET /v1/../../etc/passwd HTTP/1.1\nHost: localhost\n\n",
                "GET /nowhere HTTP/1.1\nHost: localhost\nConnection: Upgrade\nUpgrade: websocket\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n\n",
                "GET /nowhere HTTP/1.1\nHost: localhost\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c\n"
                        + "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\n\n"
            })
    void answersInJsonWhateverReachesNoRoute(String request) throws Exception {
        try (RawConnection client = RawConnection.open(gateway.port())) {
            Answer answer = client.send(request).answer();

            assertThat(answer.status()).isBetween(400, 499);
            assertThat(answer.headers()).containsEntry("content-type", "application/json");
            assertEnvelope(answer);
        }
    }

    /** RFC 9112, 6.1: such a request may be an attempt to smuggle another one past somebody in front of us. */
    @Test
    void refusesARequestWithLengthAndChunksAndCloses() throws Exception {
        String chunk = Integer.toHexString(CHAT.length()) + "\n" + CHAT + "\n0\n\n";
        try (RawConnection client = RawConnection.open(gateway.port())) {
            client.send(
                    "POST /v1/chat/completions HTTP/1.1\nHost: localhost\nContent-Length: 3\nTransfer-Encoding: chunked\n\n"
                            + chunk + "GET /smuggled HTTP/1.1\nHost: localhost\n\n");
            Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(400);
            assertEnvelope(answer);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void answersABrokenRequestBehindAGoodOneInItsTurn() throws Exception {
        try (RawConnection client = RawConnection.open(gateway.port())) {
            client.send("POST /v1/chat/completions HTTP/1.1\nHost: localhost\nContent-Length: " + CHAT.length() + "\n\n"
                    + CHAT + "GET /health HTTP/1.1\nNo colon\n\n");

            assertThat(client.answer().status()).isEqualTo(200);
            Answer second = client.answer();
            assertThat(second.status()).isEqualTo(400);
            assertEnvelope(second);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (RawConnection client = RawConnection.open(gateway.port())) {
            client.send("GET /health HTTP/1.1\nHost: localhost\n\nGET /nowhere HTTP/1.1\nHost: localhost\n\n"
                    + "GET /health HTTP/1.1\nHost: localhost\nConnection: close\n\n");

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(404);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void countsAGzippedBodyUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(" ".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII));
        }
        try (RawConnection client = RawConnection.open(gateway.port())) {
            client.send("POST /v1/chat/completions HTTP/1.1\nHost: localhost\nContent-Encoding: gzip\nContent-Length: "
                            + packed.size() + "\n\n")
                    .send(packed.toByteArray());

            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    private static void assertRefused(String request, int status, String code) throws IOException {
        try (RawConnection client = RawConnection.open(gateway.port())) {
            Answer answer = client.send(request).answer();

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.headers())
                    .containsEntry("content-type", "application/json")
                    .containsEntry("connection", "close")
                    .containsKey("x-request-id");
            assertThat(assertEnvelope(answer).path("code").asText()).isEqualTo(code);
            assertThat(client.ends()).isTrue();
        }
    }

    private static JsonNode assertEnvelope(Answer answer) throws IOException {
        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertThat(error.fieldNames()).toIterable().containsExactly("message", "type", "param", "code");
        assertThat(error.path("message").asText()).endsWith(".");
        return error;
    }
}
