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

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream.Call;
import io.github.camelopenrouter.testing.ScriptedUpstream.Script;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault at every door, streaming and plain: what the client gets, how often upstream is called, what is left. */
class FaultMatrixTest extends HttpTest {

    private static final String ERROR = "{\"error\":{\"code\":%d,\"message\":\"the vendor's own\"}}";
    private static final String EVENT = "data: {\"id\":\"gen-1\",\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";

    /** What goes wrong, the status it becomes before anything has been sent, and how often it is tried. */
    enum Fault {
        STATUS_500(500, 2, call -> call.answer(500, JSON, ERROR.formatted(500))),
        STATUS_503(503, 2, call -> call.answer(503, JSON, ERROR.formatted(503))),
        STATUS_429(429, 2, call -> call.answer(429, JSON, ERROR.formatted(429))),
        ERROR_IN_200(502, 2, call -> call.answer(200, JSON, ERROR.formatted(502))),
        HTML(502, 2, call -> call.answer(502, "text/html", "<html>Sorry</html>")),
        RESET_BEFORE_THE_HEAD(502, 2, Call::reset),
        RESET_BEHIND_THE_HEAD(502, 2, call -> call.head(200, SSE).reset()),
        HANG_BEFORE_THE_HEAD(504, 1, Call::awaitHangUp),
        HANG_BEHIND_THE_HEAD(504, 1, call -> {
            call.head(200, SSE);
            call.awaitHangUp();
        }),
        TRUNCATED_CHUNK(502, 2, call -> {
            call.head(200, SSE);
            call.raw("ff\r\ndata: {".getBytes(StandardCharsets.US_ASCII)).reset();
        });

        private final int status;
        private final int tries;
        private final Script script;

        Fault(int status, int tries, Script script) {
            this.status = status;
            this.tries = tries;
            this.script = script;
        }

        Script script() {
            return script;
        }
    }

    /** What goes wrong behind the first event, and what the client is told. */
    enum LateFault {
        RESET(Call::reset),
        HANG(Call::awaitHangUp),
        TRUNCATED_CHUNK(call ->
                call.raw("ff\r\ndata: {".getBytes(StandardCharsets.US_ASCII)).reset());

        private final Script script;

        LateFault(Script script) {
            this.script = script;
        }
    }

    FaultMatrixTest() {
        super(
                "retry.attempts=1",
                "retry.delay=1ms",
                "retry.budget=100",
                "timeout.response=300ms",
                "timeout.idle=300ms");
    }

    static Stream<Arguments> faults() {
        return Arrays.stream(Fault.values())
                .flatMap(fault -> Stream.concat(
                        Door.streams().map(door -> Arguments.of(fault, door, true)),
                        Arrays.stream(Door.values()).map(door -> Arguments.of(fault, door, false))));
    }

    static Stream<Arguments> lateFaults() {
        return Arrays.stream(LateFault.values())
                .flatMap(fault -> Door.streams().map(door -> Arguments.of(fault, door)));
    }

    /** The first calls of a JVM are slow; clocks this short would notice. */
    @BeforeAll
    void warmUp() {
        upstream.script(call -> call.answer(200, JSON, "{\"choices\":[]}"));
        await(20).until(() -> {
            try (RawClient client = client()) {
                return client.post(Door.CHAT.path(), Door.CHAT.plain()).answer().status() == 200;
            }
        });
    }

    @AfterEach
    void leavesNothingBehind() {
        await(5).until(() -> gateway.context().getInflightRepository().size() == 0);
        await(5).until(() -> upstream.activeCalls() == 0);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultBeforeTheFirstEventIsAnError(Fault fault, Door door, boolean stream) throws Exception {
        upstream.script(fault.script);
        try (RawClient client = client()) {
            RawClient.Answer answer = client.post(door.path(), stream ? door.streaming() : door.plain())
                    .answer();
            assertThat(answer.status()).isEqualTo(fault.status);
            assertThat(answer.header("Content-Type")).startsWith(JSON);
            assertThat(answer.header("x-should-retry")).isEqualTo(fault.tries > 1 ? "false" : null);
            assertThat(answer.text()).contains("\"error\"").contains("\"message\"");
        }
        assertThat(upstream.callCount()).isEqualTo(fault.tries);
    }

    @ParameterizedTest
    @MethodSource("lateFaults")
    void faultBehindTheFirstEventIsSeen(LateFault fault, Door door) throws Exception {
        upstream.script(call -> {
            call.head(200, SSE).send(EVENT);
            fault.script.answer(call);
        });
        try (RawClient client = client()) {
            RawClient.Answer answer = client.post(door.path(), door.streaming()).answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.next(EVENT.length())).isEqualTo(EVENT);
            assertThat(rest(answer)).contains("error").doesNotContain("[DONE]").doesNotContain("\"stop\"");
        }
        assertThat(upstream.callCount()).isEqualTo(1);
    }

    private static String rest(RawClient.Answer answer) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (int next = answer.body().read();
                    next >= 0;
                    next = answer.body().read()) {
                text.append((char) next);
            }
        } catch (EOFException e) {
            // the stream is cut behind the frame
        }
        return text.toString();
    }
}
