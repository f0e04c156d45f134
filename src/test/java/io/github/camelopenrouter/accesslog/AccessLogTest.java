/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.RecordedStreams;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One line for each finished request of the doors, whatever became of it. */
class AccessLogTest extends HttpTest {

    private static final String ANSWER = "{\"id\":\"gen-1\",\"model\":\"a/b\",\"choices\":[],"
            + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":31,\"cost\":0.00012}}";
    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String LAST =
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"cost\":1e-5}}\n\n";
    private static final String TIMES = "first_ms=\\d+\\.\\d ms=\\d+\\.\\d ";
    /** sha256 of my-client-key */
    private static final String CLIENT =
            "auth.keys=laptop=c0e618a52e1af3374137415b36cff0e2d55fc03ec3ffe5837e2558991893dea1";

    private LogRecorder log;
    private OneRequest ask;

    AccessLogTest() {
        super("access-log=true", "max-request-bytes=1KB", "keep-alive=50ms", "model-aliases=fast>openai/gpt-4o");
    }

    @BeforeEach
    void listen() {
        log = LogRecorder.record();
        ask = new OneRequest(gateway.port());
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void tellsAPlainAnswer() throws Exception {
        upstream.script(call -> call.answer(200, JSON, ANSWER));

        ask.post(Door.CHAT.path() + "?q=canary", body("fast", false), "x-request-id: r1", "X-Canary: canary");

        assertThat(line())
                .matches(
                        "INFO io\\.github\\.camelopenrouter\\.access id=r1 client=- method=POST path=/v1/chat/completions"
                                + " status=200 model=fast sent=openai/gpt-4o key=\\S+ stream=no attempts=1 bytes="
                                + ANSWER.length()
                                + " prompt_tokens=7 completion_tokens=31 cost=0\\.00012 " + TIMES + "outcome=complete");
    }

    @Test
    void tellsACountOfTokensThatCostsNothing() throws Exception {
        OneRequest.Answer answer =
                ask.post("/anthropic/v1/messages/count_tokens", body("a/b", false), "x-request-id: r1");

        assertThat(line())
                .matches("INFO io\\.github\\.camelopenrouter\\.access id=r1 client=- method=POST"
                        + " path=/anthropic/v1/messages/count_tokens status=200 model=a/b sent=- key=- stream=no attempts=0"
                        + " bytes=" + answer.body().length
                        + " prompt_tokens=- completion_tokens=- cost=- " + TIMES + "outcome=complete");
    }

    @Test
    void tellsAStreamWithItsTokens() throws Exception {
        upstream.script(
                call -> call.head(200, SSE).send(EVENT).send(LAST).send(DONE).end());

        OneRequest.Answer answer = ask.post(Door.CHAT.path(), body("a/b", true));

        assertThat(answer.text()).contains(EVENT, LAST, DONE);
        assertThat(line())
                .contains(
                        " status=200 model=a/b sent=a/b ",
                        " stream=yes attempts=1 bytes=" + answer.body().length, // with signs of life on a slow machine
                        " prompt_tokens=3 completion_tokens=4 cost=0.00001 ")
                .endsWith(" outcome=complete");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'input_tokens':100,'cache_read_input_tokens':40,'cache_creation_input_tokens':7,'output_tokens':1"
                        + "|'output_tokens':9|-",
                "'input_tokens':100,'cache_read_input_tokens':40,'cache_creation_input_tokens':7,'cost':0.00120"
                        + "|'input_tokens':0,'output_tokens':9|0.00120",
                "'input_tokens':0,'output_tokens':0"
                        + "|'input_tokens':107,'cache_read_input_tokens':40,'output_tokens':9,'cost':1.4e-7|0.00000014"
            })
    void tellsUsageThatCameInSeveralEvents(String started, String ended, String cost) throws Exception {
        upstream.script(call -> call.head(200, SSE)
                .send(RecordedStreams.named(
                        "message_start", "{'type':'message_start','message':{'usage':{" + started + "}}}"))
                .send(RecordedStreams.named("message_delta", "{'type':'message_delta','usage':{" + ended + "}}"))
                .send(RecordedStreams.named("message_stop", "{'type':'message_stop'}"))
                .end());

        ask.post(Door.MESSAGES.path(), Door.MESSAGES.streaming());

        assertThat(line()).contains(" prompt_tokens=147 completion_tokens=9 cost=" + cost + " ");
    }

    @Test
    void tellsWhatAnthropicCountsApartInAPlainAnswer() throws Exception {
        String usage = "{'input_tokens':100,'cache_read_input_tokens':40,'cache_creation_input_tokens':7,"
                + "'output_tokens':9,'cost':0.00120}";
        upstream.script(call -> call.answer(
                200,
                JSON,
                "{'type':'message','content':[],'usage':".replace('\'', '"') + usage.replace('\'', '"') + "}"));

        ask.post(Door.MESSAGES.path(), Door.MESSAGES.plain());

        assertThat(line()).contains(" prompt_tokens=147 completion_tokens=9 cost=0.00120 ");
    }

    @Test
    void tellsWhoseKeyTheClientShowed() throws Exception {
        upstream.script(call -> call.answer(200, JSON, ANSWER));
        try (TestGateway guarded = TestGateway.start(upstream.baseUrl(), "access-log=true", CLIENT)) {
            OneRequest client = new OneRequest(guarded.port());
            client.post(Door.CHAT.path(), Door.CHAT.plain(), "Authorization: Bearer my-client-key");
            assertThat(line()).contains(" client=laptop ").doesNotContain("my-client-key");

            client.post(Door.CHAT.path(), Door.CHAT.plain(), "Authorization: Bearer canary");
            assertThat(line(2))
                    .contains(" client=- method=POST path=/v1/chat/completions status=401 model=- sent=- key=- ")
                    .contains(" attempts=0 ")
                    .endsWith(" outcome=error")
                    .doesNotContain("canary");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /nowhere?canary, 404",
        "DELETE /v1/chat/completions, 405",
        "POST /v1/chat/completions, 413",
    })
    void tellsWhatNoRouteHasSeen(String methodAndTarget, int status) throws Exception {
        byte[] body = status == 413 ? new byte[2048] : new byte[0];
        assertThat(ask.send(methodAndTarget, body).status()).isEqualTo(status);

        assertThat(line())
                .contains(" path=" + methodAndTarget.split("[ ?]")[1] + " status=" + status + " model=- ")
                .containsPattern(TIMES)
                .endsWith(" outcome=error");
    }

    @Test
    void tellsARefusedRequest() throws Exception {
        assertThat(ask.post(Door.CHAT.path(), "{\"model\":\"a/b\"}").status()).isEqualTo(400);

        assertThat(line()).contains(" status=400 ", " attempts=0 ").endsWith(" outcome=error");
    }

    @Test
    void tellsAnUpstreamsError() throws Exception {
        upstream.script(call -> call.answer(429, JSON, "{\"error\":{\"message\":\"canary\",\"code\":429}}"));

        ask.post(Door.CHAT.path(), body("a/b", false));

        assertThat(line())
                .contains(" status=429 model=a/b ", " attempts=1 ")
                .endsWith(" outcome=error")
                .doesNotContain("canary");
    }

    @Test
    void countsTheTriesAndForgetsWhatAnEarlierOneWas() throws Exception {
        upstream.script(call -> {
            if (upstream.callCount() == 1) {
                call.answer(200, JSON, "{\"error\":{\"code\":503},\"usage\":{\"prompt_tokens\":9}}");
            } else {
                call.head(200, "text/plain").send("not looked into").end();
            }
        });
        try (TestGateway again =
                TestGateway.start(upstream.baseUrl(), "access-log=true", "retry.attempts=1", "retry.delay=1ms")) {
            new OneRequest(again.port()).post(Door.CHAT.path(), body("a/b", false));

            assertThat(line())
                    .contains(" status=200 ", " attempts=2 ", " prompt_tokens=- ")
                    .endsWith(" outcome=complete");
        }
    }

    @Test
    void tellsATruncatedStream() throws Exception {
        upstream.script(call -> call.head(200, SSE).send(EVENT).end());

        ask.post(Door.CHAT.path(), body("a/b", true));

        assertThat(line()).contains(" status=200 ").endsWith(" outcome=truncated");
    }

    @Test
    void tellsAnErrorWithinAStream() throws Exception {
        upstream.script(call -> call.head(200, SSE)
                .send(EVENT)
                .send("data: {\"choices\":[],\"error\":{\"code\":502,\"message\":\"x\"}}\n\n")
                .end());

        ask.post(Door.CHAT.path(), body("a/b", true));

        assertThat(line()).contains(" status=200 ").endsWith(" outcome=error");
    }

    @Test
    void tellsAnErrorThatCameAfterSignsOfLife() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        upstream.script(call -> {
            assertThat(seen.await(30, TimeUnit.SECONDS)).isTrue();
            call.answer(500, JSON, "{\"error\":{\"message\":\"x\"}}");
        });
        try (RawClient client = client()) {
            RawClient.Answer answer =
                    client.post(Door.CHAT.path(), body("a/b", true)).answer();
            answer.next(": keep-alive\n\n".length());
            seen.countDown();
            answer.text();
        }

        assertThat(line()).contains(" status=200 ").endsWith(" outcome=error");
    }

    @Test
    void tellsAClientThatLeftWithinItsAnswer() throws Exception {
        upstream.script(call -> {
            call.head(200, SSE).send(EVENT);
            call.awaitHangUp();
        });
        RawClient client = client().post(Door.CHAT.path(), body("a/b", true));
        assertThat(client.answer().next(EVENT.length())).isEqualTo(EVENT);
        client.hangUp();

        assertThat(line())
                .contains(" status=200 model=a/b sent=a/b ", " stream=yes attempts=1 bytes=")
                .endsWith(" outcome=cancelled");
    }

    /** Codex leaves at response.completed, others at [DONE]: they have all there is. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHAT|[DONE]",
                "RESPONSES|{'type':'response.completed','response':{'status':'completed','usage':{'input_tokens':3,'output_tokens':4}}}",
                "MESSAGES|{'type':'message_stop'}"
            })
    void tellsAClientThatLeftWithTheWholeAnswer(Door door, String last) throws Exception {
        String end = "data: " + last.replace('\'', '"') + "\n\n";
        upstream.script(call -> {
            call.head(200, SSE).send(EVENT + end);
            call.awaitHangUp();
        });
        RawClient client = client().post(door.path(), door.streaming());
        RawClient.Answer answer = client.answer();
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(end) < 0) { // behind the signs of life of a slow machine
            seen.append(answer.next(1));
        }
        client.hangUp();

        assertThat(line()).contains(" status=200 ").endsWith(" outcome=complete");
    }

    @Test
    void tellsAClientThatLeftBeforeItsAnswer() throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        RawClient client = client().post(Door.CHAT.path(), body("a/b", false));
        upstream.awaitCall();
        client.hangUp();

        assertThat(line())
                .contains(" status=- model=a/b sent=a/b ", " bytes=0 ", " first_ms=- ms=")
                .endsWith(" outcome=cancelled");
    }

    @Test
    void letsNobodyForgeALine() throws Exception {
        upstream.script(call -> call.answer(200, JSON, ANSWER));

        ask.post(Door.CHAT.path(), body("a\\nINFO access id=forged status=200", false));
        assertThat(line())
                .contains(" model=a\\u000aINFO\\u0020access\\u0020id=forged\\u0020status=200 ")
                .doesNotContain("\n");
        ask.get("/x%0Aid=forged/sk-or-v1-canary");

        assertThat(line(2)).contains(" path=/x%0Aid=forged/sk-*** ");
    }

    @Test
    void showsNoPromptNoKeyNoQueryAndNoHeader() throws Exception {
        upstream.script(call -> call.answer(200, JSON, ANSWER.replace("[]", "[{\"text\":\"canary\"}]")));

        ask.post(
                Door.CHAT.path() + "?canary=canary",
                Door.CHAT.plain().replace("}]", ",\"name\":\"canary\"}]"),
                "Authorization: Bearer canary",
                "User-Agent: canary");

        assertThat(line()).endsWith(" outcome=complete").doesNotContain("canary", TestGateway.KEY);
    }

    @Test
    void saysNothingUnlessAsked() throws Exception {
        upstream.script(call -> call.answer(200, JSON, ANSWER));
        try (TestGateway quiet = TestGateway.start(upstream.baseUrl())) {
            OneRequest client = new OneRequest(quiet.port());
            client.post(Door.CHAT.path(), Door.CHAT.plain());
            client.get("/nowhere");
        }
        ask.get("/nowhere");

        assertThat(line()).contains(" path=/nowhere ");
        assertThat(accessLines()).hasSize(1);
    }

    private static String body(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    private String line() {
        return line(1);
    }

    /** A line is written once the client has its answer. */
    private String line(int number) {
        await(10).until(() -> accessLines().size() >= number);
        return accessLines().get(number - 1);
    }

    private List<String> accessLines() {
        return log.lines().stream()
                .filter(line -> line.contains(" " + AccessLog.LOGGER + " "))
                .toList();
    }
}
