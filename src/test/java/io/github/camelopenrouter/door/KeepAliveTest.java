/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.testing.Announcements;
import io.github.camelopenrouter.testing.DoorCall;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.camelopenrouter.testing.ScriptedUpstream.Script;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Signs of life: the upstream stays silent until the client has read one, so a gateway that sends none hangs. Where none
 * may come, another client's signs of life show how much time has passed.
 */
@Timeout(60)
class KeepAliveTest {

    private static final String EVENTS = "text/event-stream";
    private static final String JSON = "application/json";
    private static final String SIGN = ": keep-alive\n\n";
    private static final String COMMENT = ": OPENROUTER PROCESSING\n\n";
    private static final String HELLO = "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n";
    private static final String REST =
            "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    private static final String BODY =
            "{\"id\":\"gen-1\",\"choices\":[{}],\"output\":[{}],\"data\":[{}],\"content\":[{}]}";
    private static final String ERROR =
            "{\"error\":{\"message\":\"Slow down\",\"code\":429,\"type\":\"rate_limit_error\"}}";

    private static ScriptedUpstream upstream;
    private static ScriptedUpstream silent;
    private static TestGateway gateway;
    private static TestGateway metronome;
    private static TestGateway off;

    private final CountDownLatch seen = new CountDownLatch(1);

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(500, "text/plain", "no script"));
        silent = ScriptedUpstream.start(ScriptedUpstream.Call::awaitHangUp);
        gateway = TestGateway.start(upstream.baseUrl(), "keep-alive=200ms", "heartbeat-hold=200ms");
        metronome = TestGateway.start(silent.baseUrl(), "keep-alive=200ms");
        off = TestGateway.start(upstream.baseUrl(), "keep-alive=off", "heartbeat-hold=off");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        metronome.close();
        off.close();
        upstream.close();
        silent.close();
    }

    @BeforeEach
    void forgetCalls() {
        upstream.forgetCalls();
    }

    private void awaitSeen() throws InterruptedException {
        assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Returns when another client would have had three signs of life. */
    private static void letSignsPass() throws Exception {
        HttpResponse<InputStream> other = DoorCall.CHAT.open(metronome, true);
        assertThat(DoorCall.read(other, 3 * SIGN.length())).isEqualTo(SIGN.repeat(3));
        other.body().close();
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void aStreamWithoutAHeadGetsStatusAndCommentsAndThenItsEvents(DoorCall door) throws Exception {
        upstream.script(call -> {
            awaitSeen();
            call.head(200, EVENTS).send(COMMENT).send(HELLO).send(REST).end();
        });
        HttpResponse<InputStream> answer = door.open(gateway, true);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(DoorCall.contentType(answer)).isEqualTo(EVENTS);
        assertThat(answer.headers().firstValue("cache-control")).contains("no-cache");
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
        assertThat(DoorCall.read(answer, 2 * SIGN.length())).isEqualTo(SIGN.repeat(2));
        seen.countDown();
        assertThat(DoorCall.readAll(answer).replace(SIGN, "")).startsWith(COMMENT + HELLO + REST);
    }

    @Test
    void aSilentStreamWithAHeadGetsCommentsToo() throws Exception {
        upstream.script(call -> {
            call.head(200, EVENTS).send(COMMENT);
            awaitSeen();
            call.send(HELLO).send(REST).end();
        });
        HttpResponse<InputStream> answer = DoorCall.CHAT.open(gateway, true);
        assertThat(DoorCall.read(answer, SIGN.length())).isEqualTo(SIGN);
        seen.countDown();
        assertThat(DoorCall.readAll(answer).replace(SIGN, "")).isEqualTo(COMMENT + HELLO + REST);
    }

    private static String announcements(DoorCall door) {
        return Announcements.all(door == DoorCall.CHAT ? Operation.CHAT_COMPLETIONS : Operation.valueOf(door.name()));
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void announcementsAreNotHeldForAClientThatHasItsStatus(DoorCall door) throws Exception {
        CountDownLatch announced = new CountDownLatch(1);
        String all = announcements(door);
        upstream.script(call -> {
            call.head(200, EVENTS).send(all);
            awaitSeen();
            call.send(all);
            assertThat(announced.await(20, TimeUnit.SECONDS)).isTrue();
            call.send(HELLO).send(REST).end();
        });
        HttpResponse<InputStream> answer = door.open(gateway, true);
        assertThat(DoorCall.read(answer, SIGN.length())).isEqualTo(SIGN);
        seen.countDown();
        StringBuilder text = new StringBuilder();
        while (!text.toString().replace(SIGN, "").equals(all + all)) {
            text.append(DoorCall.read(answer, 1));
        }
        announced.countDown();
        assertThat(DoorCall.readAll(answer).replace(SIGN, "")).startsWith(HELLO + REST);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void anErrorBehindAnnouncementsPassesToAClientThatHasItsStatus(DoorCall door) throws Exception {
        String all = announcements(door);
        upstream.script(call -> {
            call.head(200, EVENTS).send(all);
            awaitSeen();
            call.send("data: " + ERROR + "\n\n").end();
        });
        HttpResponse<InputStream> answer = door.open(gateway, true);
        assertThat(DoorCall.read(answer, SIGN.length())).isEqualTo(SIGN);
        seen.countDown();
        assertThat(DoorCall.readAll(answer).replace(SIGN, "")).isEqualTo(all + "data: " + ERROR + "\n\n");
    }

    @Test
    void aStreamThatFallsSilentBetweenEventsGetsComments() throws Exception {
        upstream.script(call -> {
            call.head(200, EVENTS).send(HELLO);
            awaitSeen();
            call.send(REST).end();
        });
        HttpResponse<InputStream> answer = DoorCall.CHAT.open(gateway, true);
        assertThat(DoorCall.read(answer, HELLO.length() + 2 * SIGN.length())).isEqualTo(HELLO + SIGN.repeat(2));
        seen.countDown();
        assertThat(DoorCall.readAll(answer).replace(SIGN, "")).isEqualTo(REST);
    }

    @Test
    void aStreamThatFallsSilentInAnEventGetsCommentsBeforeIt() throws Exception {
        upstream.script(call -> {
            call.head(200, EVENTS).send(HELLO + REST.substring(0, 20));
            awaitSeen();
            call.send(REST.substring(20)).end();
        });
        HttpResponse<InputStream> answer = DoorCall.CHAT.open(gateway, true);
        assertThat(DoorCall.read(answer, HELLO.length() + SIGN.length())).isEqualTo(HELLO + SIGN);
        seen.countDown();
        String rest = DoorCall.readAll(answer);
        assertThat(rest.replace(SIGN, "")).isEqualTo(REST);
        assertThat(rest).endsWith(REST);
    }

    @Test
    void noCommentStandsInsideAnEventThatFlows() throws Exception {
        String begin = "data: {\"choices\":[{\"delta\":\"" + "x".repeat(100_000);
        String end = "\"}]}\n\n";
        upstream.script(call -> {
            call.head(200, EVENTS).send(HELLO).send(begin);
            awaitSeen();
            call.send(end).send(REST).end();
        });
        HttpResponse<InputStream> answer = DoorCall.CHAT.open(gateway, true);
        assertThat(DoorCall.read(answer, HELLO.length() + begin.length())).isEqualTo(HELLO + begin);
        letSignsPass();
        seen.countDown();
        assertThat(DoorCall.readAll(answer)).startsWith(end);
    }

    @ParameterizedTest
    @EnumSource(DoorCall.class)
    void aPlainAnswerThatTakesLongBeginsWithWhiteSpace(DoorCall door) throws Exception {
        upstream.script(call -> {
            awaitSeen();
            call.answer(200, JSON, BODY);
        });
        HttpResponse<InputStream> answer = door.open(gateway, false);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(DoorCall.contentType(answer)).isEqualTo(JSON);
        assertThat(DoorCall.read(answer, 2)).isBlank();
        seen.countDown();
        String rest = DoorCall.readAll(answer);
        assertThat(rest).endsWith(BODY);
        assertThat(DoorCall.json(rest)).isEqualTo(DoorCall.json(BODY));
    }

    @Test
    void noWhiteSpaceStandsInsideAPlainAnswer() throws Exception {
        String begin = "{\"choices\":[{\"message\":\"" + "x".repeat(100_000);
        upstream.script(call -> {
            call.head(200, JSON).send(begin);
            awaitSeen();
            call.send("\"}]}").end();
        });
        HttpResponse<InputStream> answer = DoorCall.CHAT.open(gateway, false);
        assertThat(DoorCall.read(answer, begin.length())).isEqualTo(begin);
        letSignsPass();
        seen.countDown();
        assertThat(DoorCall.readAll(answer)).isEqualTo("\"}]}");
    }

    @ParameterizedTest
    @CsvSource({"CHAT, true", "CHAT, false", "MESSAGES, true"})
    void signsOfLifeCanBeSwitchedOff(DoorCall door, boolean stream) throws Exception {
        upstream.script(call -> {
            awaitSeen();
            call.answer(429, JSON, ERROR);
        });
        CompletableFuture<HttpResponse<String>> answer = DoorCall.CLIENT.sendAsync(
                door.request(off, "openai/gpt-4o", stream), HttpResponse.BodyHandlers.ofString());
        upstream.awaitCall();
        letSignsPass();
        assertThat(answer).isNotDone();
        seen.countDown();
        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(429);
        assertThat(answer.get().body()).isEqualTo(ERROR);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void anErrorAfterTheStatusOfAStreamBecomesAnEvent(DoorCall door) throws Exception {
        JsonNode frame = lateFrame(door, call -> call.answer(429, JSON, ERROR));
        switch (door) {
            case RESPONSES -> assertThat(frame.path("message").asText()).isEqualTo("Slow down");
            case MESSAGES -> assertThat(frame.at("/error/message").asText()).isEqualTo("Slow down");
            default -> {
                assertThat(frame.at("/error/message").asText()).isEqualTo("Slow down");
                assertThat(frame.at("/error/code").asInt()).isEqualTo(429);
                assertThat(frame.at("/error/type").asText()).isEqualTo("rate_limit_error");
                assertThat(frame.at("/choices/0/finish_reason").asText()).isEqualTo("error");
            }
        }
    }

    @Test
    void anErrorAsFirstEventAfterTheStatusKeepsItsCode() throws Exception {
        JsonNode frame = lateFrame(
                DoorCall.CHAT,
                call -> call.head(200, EVENTS).send("data: " + ERROR + "\n\n").end());
        assertThat(frame.at("/error/code").asInt()).isEqualTo(429);
    }

    @Test
    void aFlatErrorAsFirstEventAfterTheStatusKeepsItsMessage() throws Exception {
        String event = "data: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"No luck\"}\n\n";
        JsonNode frame = lateFrame(
                DoorCall.RESPONSES, call -> call.head(200, EVENTS).send(event).end());
        assertThat(frame.path("message").asText()).isEqualTo("No luck");
    }

    @Test
    void anHtmlPageAfterTheStatusOfAStreamBecomesAnEvent() throws Exception {
        JsonNode frame = lateFrame(DoorCall.CHAT, call -> call.answer(503, "text/html", "<html>"));
        assertThat(frame.at("/error/code").asInt()).isEqualTo(503);
    }

    @Test
    void anUpstreamThatBreaksOffAfterTheStatusOfAStreamBecomesAnEvent() throws Exception {
        JsonNode frame = lateFrame(DoorCall.CHAT, ScriptedUpstream.Call::reset);
        assertThat(frame.at("/error/code").asInt()).isEqualTo(502);
        assertThat(frame.at("/error/type").asText()).isEqualTo("upstream_error");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void aStreamThatEndsBeforeItsContentAfterTheStatusBecomesAnEvent(DoorCall door) throws Exception {
        CountDownLatch signed = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, EVENTS).send(announcements(door));
            assertThat(signed.await(20, TimeUnit.SECONDS)).isTrue();
            call.end();
        });
        HttpResponse<InputStream> answer = door.open(gateway, true);
        assertThat(DoorCall.read(answer, SIGN.length())).isEqualTo(SIGN);
        signed.countDown();
        String[] events = DoorCall.readAll(answer).replace(SIGN, "").split("\n\n");
        assertThat(events[events.length - 1]).matches("(?s).*error.*OpenRouter (closed|ended) .*");
    }

    @Test
    void aPlainAnswerIsNoEventForAClientThatHasGotComments() throws Exception {
        String large = BODY.replace("gen-1", "x".repeat(100_000));
        for (String body : new String[] {BODY, large}) {
            JsonNode frame = lateFrame(DoorCall.CHAT, call -> call.answer(200, JSON, body));
            assertThat(frame.at("/error/code").asInt()).isEqualTo(502);
        }
    }

    @Test
    void anEncodedStreamIsNoEventForAClientThatHasGotComments() throws Exception {
        JsonNode frame = lateFrame(
                DoorCall.CHAT,
                call -> call.head(200, EVENTS, "Content-Encoding: gzip")
                        .send(new byte[] {31, -117, 8})
                        .end());
        assertThat(frame.at("/error/code").asInt()).isEqualTo(502);
    }

    /** The one event that the client gets if the upstream answers so, once the client has its status. */
    private JsonNode lateFrame(DoorCall door, Script late) throws Exception {
        CountDownLatch signed = new CountDownLatch(1);
        upstream.script(call -> {
            assertThat(signed.await(20, TimeUnit.SECONDS)).isTrue();
            late.answer(call);
        });
        HttpResponse<InputStream> answer = door.open(gateway, true);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(DoorCall.read(answer, SIGN.length())).isEqualTo(SIGN);
        signed.countDown();
        String rest = DoorCall.readAll(answer).replace(SIGN, "");
        assertThat(rest).matches("(?s)(event: error\n)?data: \\{.*}\n\n").doesNotContain("[DONE]");
        return DoorCall.json(rest.substring(rest.indexOf('{')));
    }

    @ParameterizedTest
    @EnumSource(DoorCall.class)
    void anErrorAfterTheStatusOfAPlainAnswerIsItsBody(DoorCall door) throws Exception {
        HttpResponse<InputStream> answer = latePlain(door, call -> call.answer(429, JSON, ERROR));
        assertThat(DoorCall.readAll(answer).strip()).isEqualTo(ERROR);
    }

    @Test
    void anUpstreamThatBreaksOffAfterTheStatusOfAPlainAnswerIsTheBody() throws Exception {
        HttpResponse<InputStream> answer = latePlain(DoorCall.CHAT, ScriptedUpstream.Call::reset);
        assertThat(DoorCall.json(DoorCall.readAll(answer)).at("/error/type").asText())
                .isEqualTo("upstream_error");
    }

    @Test
    void anEncodedAnswerAfterTheStatusBreaksTheClientsConnection() throws Exception {
        HttpResponse<InputStream> answer = latePlain(
                DoorCall.CHAT,
                call -> call.head(200, JSON, "Content-Encoding: gzip")
                        .send(new byte[] {31, -117, 8})
                        .end());
        assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
    }

    private HttpResponse<InputStream> latePlain(DoorCall door, Script late) throws Exception {
        upstream.script(call -> {
            awaitSeen();
            late.answer(call);
        });
        HttpResponse<InputStream> answer = door.open(gateway, false);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().readNBytes(1)).asString(UTF_8).isBlank();
        seen.countDown();
        return answer;
    }

    @ParameterizedTest
    @CsvSource({"CHAT, true", "RESPONSES, true", "MESSAGES, true", "CHAT, false", "EMBEDDINGS, false"})
    void aClientThatLeavesDuringTheSilenceClosesTheUpstream(DoorCall door, boolean stream) throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        HttpResponse<InputStream> answer = door.open(gateway, stream);
        assertThat(answer.body().read()).isPositive();
        ScriptedUpstream.Call call = upstream.awaitCall();
        answer.body().close();
        assertThat(call.hasHungUpWithin(Duration.ofSeconds(10))).isTrue();
    }
}
