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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.testing.DoorCall;
import io.github.camelopenrouter.testing.RecordedStreams;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When an answer becomes a promise to the client, over real sockets. */
@Timeout(60)
class CommitTest {

    private static final String EVENTS = "text/event-stream";
    private static final String JSON = "application/json";
    private static final String COMMENT = ": OPENROUTER PROCESSING\n\n";
    private static final String PADDING = "\n         \n";
    private static final String ERROR =
            "{\"error\":{\"message\":\"Provider returned error\",\"code\":429,\"metadata\":{\"raw\":\"5 < 6\"}},\"user_id\":\"u\"}";
    private static final String HELLO = "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n";

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(500, "text/plain", "no script"));
        gateway = TestGateway.start(upstream.baseUrl());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @BeforeEach
    void forgetCalls() {
        upstream.forgetCalls();
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void anErrorAsFirstEventIsAnsweredAsTheErrorItIs(DoorCall door) throws Exception {
        upstream.script(call -> {
            call.head(200, EVENTS).send(COMMENT).send(COMMENT).send("data: " + ERROR + "\n\n");
            call.awaitHangUp();
        });
        HttpResponse<String> answer = door.call(gateway, true);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(DoorCall.contentType(answer)).isEqualTo(JSON);
        assertThat(answer.body()).isEqualTo(ERROR);
        assertThat(upstream.awaitCall().hasHungUpWithin(Duration.ofSeconds(10))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(DoorCall.class)
    void anErrorAsBodyIsAnsweredAsTheErrorItIs(DoorCall door) throws Exception {
        upstream.script(call ->
                call.head(200, JSON).send(PADDING).send(PADDING).send(ERROR).end());
        HttpResponse<String> answer = door.call(gateway, false);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(DoorCall.contentType(answer)).isEqualTo(JSON);
        assertThat(answer.body()).isEqualTo(PADDING + PADDING + ERROR);
    }

    @Test
    void anErrorAsBodyIsFoundWhereAStreamWasAskedFor() throws Exception {
        upstream.script(call -> call.head(200, JSON).send(PADDING + ERROR).end());
        assertThat(DoorCall.CHAT.call(gateway, true).statusCode()).isEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'code':400}|400",
                "{'code':599}|599",
                "{'code':'503'}|503",
                "{'code':'server_error'}|502",
                "{'code':null,'message':'?'}|502",
                "{'message':'?'}|502",
                "{'code':200}|502",
                "{'code':600}|502",
                "'just a text'|502",
                "{'type':'invalid_request_error'}|400",
                "{'type':'authentication_error'}|401",
                "{'type':'billing_error'}|402",
                "{'type':'permission_error'}|403",
                "{'type':'not_found_error'}|404",
                "{'type':'request_too_large'}|413",
                "{'type':'rate_limit_error'}|429",
                "{'type':'timeout_error'}|504",
                "{'type':'overloaded_error'}|529",
                "{'type':'api_error'}|502",
                "{'type':'overloaded_error','code':500}|500",
            })
    void theCodeOfTheErrorNamesTheStatus(String error, int status) throws Exception {
        String body = ("{'error':" + error + "}").replace('\'', '"');
        upstream.script(
                call -> call.head(200, EVENTS).send("data: " + body + "\n\n").end());
        HttpResponse<String> answer = DoorCall.CHAT.call(gateway, true);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "RESPONSES|'code':503|503",
                "RESPONSES|'code':'429'|429",
                "RESPONSES|'code':'rate_limit_exceeded'|429",
                "RESPONSES|'code':'invalid_prompt'|400",
                "RESPONSES|'code':'image_content_policy_violation'|400",
                "RESPONSES|'code':'server_error','param':null,'sequence_number':0|502",
                "RESPONSES|'error':null|502",
                "MESSAGES|'code':529|529",
                "MESSAGES|'request_id':'r'|502",
            })
    void aFlatErrorEventIsAnsweredInTheEnvelopeOfTheApi(DoorCall door, String more, int status) throws Exception {
        String event = ("{'type':'error','message':'No luck'," + more + "}").replace('\'', '"');
        upstream.script(call -> {
            call.head(200, EVENTS).send(COMMENT).send("event: error\ndata: " + event + "\n\n");
            call.awaitHangUp();
        });
        HttpResponse<String> answer = door.call(gateway, true);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(DoorCall.contentType(answer)).isEqualTo(JSON);
        assertThat(answer.body())
                .isEqualTo(
                        (door == DoorCall.MESSAGES ? "{\"type\":\"error\",\"error\":" : "{\"error\":") + event + "}");
        assertThat(upstream.awaitCall().hasHungUpWithin(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void aFlatErrorAsBodyIsAnsweredInTheEnvelopeToo() throws Exception {
        String flat = "{\"type\":\"error\",\"code\":\"server_error\",\"message\":\"No luck\"}";
        upstream.script(call -> call.answer(200, JSON, flat));
        HttpResponse<String> answer = DoorCall.RESPONSES.call(gateway, false);
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).isEqualTo("{\"error\":" + flat + "}");
    }

    @Test
    void anErrorOfSeveralLinesIsPutTogether() throws Exception {
        upstream.script(call -> call.head(200, EVENTS)
                .send("event: error\r\ndata: {\"error\":\r\ndata: {\"code\":503}}\r\n\r\n")
                .end());
        HttpResponse<String> answer = DoorCall.MESSAGES.call(gateway, true);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"error\":\n{\"code\":503}}");
    }

    @Test
    void heldCommentsGoOutFirstAndUnchanged() throws Exception {
        upstream.script(call -> call.head(200, EVENTS)
                .send(COMMENT)
                .send(": \n\n")
                .send(HELLO)
                .send("data: [DONE]\n\n")
                .end());
        HttpResponse<String> answer = DoorCall.CHAT.call(gateway, true);
        assertThat(answer.body()).isEqualTo(COMMENT + ": \n\n" + HELLO + "data: [DONE]\n\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void anErrorAfterTheFirstEventPassesUntouched(DoorCall door) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        String late = "event: error\ndata: " + ERROR + "\n\n";
        upstream.script(call -> {
            call.head(200, EVENTS).send(HELLO);
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
            call.send(late).end();
        });
        HttpResponse<InputStream> answer = door.open(gateway, true);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(DoorCall.read(answer, HELLO.length())).isEqualTo(HELLO);
        seen.countDown();
        assertThat(DoorCall.readAll(answer)).isEqualTo(late);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void aStreamThatEndsBeforeItsFirstEventIsABadGateway(DoorCall door) throws Exception {
        upstream.script(call -> call.head(200, EVENTS).send(COMMENT).end());
        badGateway(door, door.call(gateway, true));
    }

    @Test
    void aStreamThatIsResetBeforeItsFirstEventIsABadGateway() throws Exception {
        upstream.script(call -> call.head(200, EVENTS).send(COMMENT).reset());
        HttpResponse<String> answer = DoorCall.CHAT.call(gateway, true);
        assertThat(answer.statusCode()).isEqualTo(502); // a reset may overtake what was sent before it
        assertThat(DoorCall.json(answer.body()).at("/error/code").asText()).isIn("truncated", "upstream_unreachable");
    }

    @ParameterizedTest
    @EnumSource(DoorCall.class)
    void aPlainAnswerThatEndsHalfWayIsABadGateway(DoorCall door) throws Exception {
        upstream.script(call ->
                call.head(200, JSON).send(PADDING + "{\"id\":\"gen-1\",").end());
        badGateway(door, door.call(gateway, false));
    }

    private static void badGateway(DoorCall door, HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(502);
        JsonNode body = DoorCall.json(answer.body());
        assertThat(body.at("/error/type").asText())
                .isEqualTo(door == DoorCall.MESSAGES ? "api_error" : "upstream_error");
        assertThat(body.at("/error/message").asText())
                .matches("OpenRouter ended the (answer|stream) before it was complete\\.");
        assertThat(body.at("/error/code").asText("truncated")).isEqualTo("truncated");
    }

    @ParameterizedTest
    @EnumSource(DoorCall.class)
    void aWebPageWithStatus200IsABadGateway(DoorCall door) throws Exception {
        upstream.script(call -> call.answer(200, "text/html; charset=utf-8", "<html>Sign in to the hotel</html>"));
        HttpResponse<String> answer = door.call(gateway, false);
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("a web page in place of an answer").doesNotContain("hotel");
    }

    @Test
    void aFirstErrorThatIsNoJsonClosesTheUpstream() throws Exception {
        upstream.script(call -> {
            call.head(200, EVENTS).send("data: {\"error\":yes}\n\n");
            call.awaitHangUp();
        });
        assertThat(DoorCall.CHAT.call(gateway, true).statusCode()).isEqualTo(502);
        assertThat(upstream.awaitCall().hasHungUpWithin(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void aLargePlainAnswerThatEndsHalfWayBreaksTheClientsConnection() throws Exception {
        upstream.script(call -> call.head(200, JSON)
                .send("{\"choices\":[\"" + "x".repeat(200_000))
                .end());
        HttpResponse<InputStream> answer = DoorCall.CHAT.open(gateway, false);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {EVENTS, JSON})
    void anEncodedAnswerPassesRawAndUninspected(String contentType) throws Exception {
        byte[] encoded = gzip("data: " + ERROR + "\n\n");
        upstream.script(call -> call.head(200, contentType, "Content-Encoding: gzip")
                .send(encoded)
                .end());
        HttpResponse<byte[]> answer =
                DoorCall.CLIENT.send(DoorCall.CHAT.request(gateway, "openai/gpt-4o", true), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(answer.body()).isEqualTo(encoded);
    }

    @Test
    void toolCallDeltasPassUntouched() throws Exception {
        String stream = RecordedStreams.of(Operation.CHAT_COMPLETIONS);
        upstream.script(call -> {
            call.head(200, EVENTS);
            byte[] bytes = stream.getBytes(UTF_8);
            for (int i = 0; i < bytes.length; i += 50) {
                call.send(Arrays.copyOfRange(bytes, i, Math.min(i + 50, bytes.length)));
            }
            call.end();
        });
        assertThat(DoorCall.CHAT.call(gateway, true).body()).isEqualTo(stream);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
