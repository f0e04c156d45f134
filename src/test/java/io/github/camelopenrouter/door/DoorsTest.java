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

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the doors take requests and what they say to requests that no door takes. */
class DoorsTest extends HttpTest {

    private static final String ANSWER = "{\"choices\":[]}";

    @BeforeEach
    void answerAll() {
        upstream.script(call -> call.answer(
                200, JSON, call.requestLine().startsWith("GET") ? "{\"data\":[{\"id\":\"openai/gpt-4o\"}]}" : ANSWER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/v1", "/v1/", "/v1/nothing", "/v1/chat", "/openai/v1/nothing", "/v1x/models"})
    void unknownPathIsToldInJson(String path) throws Exception {
        try (RawClient client = client().request("GET", path)) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("content-type")).isEqualTo(JSON);
            assertThat(answer.header("x-request-id")).isNotBlank();
            assertThat(answer.text())
                    .isEqualTo("{\"error\":{\"message\":\"Unknown path.\",\"type\":\"not_found_error\","
                            + "\"param\":null,\"code\":\"unknown_path\"}}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/anthropic/v1", "/anthropic/v1/nothing"})
    void unknownPathOfAnthropicsIsToldInItsEnvelope(String path) throws Exception {
        try (RawClient client = client().request("GET", path)) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text())
                    .isEqualTo(
                            "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"Unknown path.\"},"
                                    + "\"request_id\":\"" + answer.header("x-request-id") + "\"}");
        }
    }

    @Test
    void unknownPathWithABodyIsToldToo() throws Exception {
        try (RawClient client = client().post("/v1/nothing", "x".repeat(1_000_000))) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).contains("not_found_error");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET     | /v1/chat/completions        | POST
            DELETE  | /v1/responses               | POST
            PUT     | /openai/v1/embeddings       | POST
            OPTIONS | /v1/completions             | POST
            GET     | /anthropic/v1/messages      | POST
            GET     | /v1/chat/completions/       | POST
            DELETE  | /v1/models                  | GET, HEAD
            PATCH   | /v1/models/openai/gpt-4o    | GET, HEAD
            DELETE  | /health                     | GET, HEAD
            """)
    void wrongMethodIsToldWhatIsAllowed(String method, String path, String allowed) throws Exception {
        try (RawClient client = client().request(method, path)) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("allow")).isEqualTo(allowed);
            assertThat(answer.header("content-type")).isEqualTo(JSON);
            assertThat(answer.text()).contains("\"type\":\"not_found_error\"").contains(allowed);
        }
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"/v1/chat/completions,405", "/v1/nothing,404", "/v1/models,200", "/health,200"})
    void answerToHeadHasNoBodyAndTheConnectionGoesOn(String path, int status) throws Exception {
        try (RawClient client = client()) {
            assertThat(client.request("HEAD", path).answerToHead().status()).isEqualTo(status);
            assertThat(client.request("GET", "/health").answer().text()).contains("UP");
        }
    }

    @ParameterizedTest
    @EnumSource
    void queryOfTheClientGoesNowhere(Door door) throws Exception {
        try (RawClient client =
                client().post(door.path() + "?beta=true&CamelHttpUri=http://elsewhere&x=%2F", door.plain())) {
            assertThat(client.answer().text()).isEqualTo(ANSWER);
        }
        assertThat(upstream.awaitCall().requestLine())
                .isEqualTo("POST /api" + door.path().replace("/anthropic", "") + " HTTP/1.1");
    }

    @Test
    void slashAtTheEndIsTheSamePath() throws Exception {
        try (RawClient client = client().post("/v1/chat/completions/", Door.CHAT.plain())) {
            assertThat(client.answer().text()).isEqualTo(ANSWER);
        }
        assertThat(upstream.awaitCall().requestLine()).isEqualTo("POST /api/v1/chat/completions HTTP/1.1");
    }

    @Test
    void connectionServesManyRequests() throws Exception {
        try (RawClient client = client()) {
            for (int n = 0; n < 50; n++) {
                assertAnswers(client, n);
            }
        }
        assertThat(upstream.callCount()).isEqualTo(50 / 5 * 3);
    }

    private static void assertAnswers(RawClient client, int n) throws IOException {
        switch (n % 5) {
            case 0 ->
                assertThat(client.post(Door.CHAT.path(), "{").answer().text()).contains("invalid_request_error");
            case 1 ->
                assertThat(client.request("GET", "/v1/nothing").answer().text()).contains("not_found_error");
            default ->
                assertThat(client.post(Door.CHAT.path(), Door.CHAT.streaming())
                                .answer()
                                .text())
                        .isEqualTo(ANSWER);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
        upstream.script(call -> {
            String text = call.text();
            call.answer(200, JSON, answerTo(text.substring(text.indexOf("call-"), text.indexOf("-end"))));
        });
        try (RawClient client = client()) {
            for (int n = 0; n < 20; n++) {
                client.post(Door.CHAT.path(), Door.CHAT.plain().replace("Hi", "call-" + n + "-end"));
            }
            for (int n = 0; n < 20; n++) {
                assertThat(client.answer().text()).isEqualTo(answerTo("call-" + n));
            }
        }
    }

    private static String answerTo(String call) {
        return "{\"choices\":[\"" + call + "\"]}";
    }

    @Test
    void clientThatWantsTheConnectionClosedGetsItClosed() throws Exception {
        try (RawClient client = client().post(Door.CHAT.path(), Door.CHAT.streaming(), "Connection: close")) {
            assertThat(client.answer().text()).isEqualTo(ANSWER);
            assertThat(client.awaitClose()).isTrue();
        }
    }

    /** Old proxies speak HTTP/1.0, which knows no chunks: the end of the connection is the end of the stream. */
    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: close\r\n", "Connection: keep-alive\r\n"})
    void clientOfHttp10GetsItsStream(String connection) throws Exception {
        String body = Door.CHAT.streaming();
        CountDownLatch seen = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, SSE).send("data: {}\n\n");
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
            call.send(DONE).end();
        });
        try (RawClient client = client()) {
            client.send("POST " + Door.CHAT.path() + " HTTP/1.0\r\n" + connection + "Content-Length: " + body.length()
                    + "\r\n\r\n" + body);
            RawClient.Answer answer = client.answer();
            assertThat(answer.header("transfer-encoding")).isNull();
            assertThat(answer.next(10)).isEqualTo("data: {}\n\n");
            seen.countDown();
            assertThat(answer.text()).isEqualTo(DONE);
        }
    }
}
