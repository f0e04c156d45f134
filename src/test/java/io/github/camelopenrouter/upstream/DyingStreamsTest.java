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
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A vendor whose streams die after their first token is failing, and its circuit breaker learns it at the stream's end. */
class DyingStreamsTest extends HttpTest {

    private static final int CALLS_THAT_OPEN = 2;
    private static final String REFUSED = "tried again in";

    /** How a stream dies that has begun well. */
    enum Death {
        RESET((door, call) -> call.reset()),
        CLEAN_END((door, call) -> call.end()),
        ERROR_EVENT((door, call) -> call.send(error(door, 502)).end()),
        SILENCE((door, call) -> call.awaitHangUp());

        private interface Ending {
            void of(Door door, Call call) throws IOException;
        }

        private final Ending ending;

        Death(Ending ending) {
            this.ending = ending;
        }

        Script script(Door door) {
            return call -> {
                call.head(200, SSE).send(token(door));
                ending.of(door, call);
            };
        }
    }

    DyingStreamsTest() {
        super(
                "circuit-breaker.enabled=true",
                "circuit-breaker.window=2",
                "circuit-breaker.minimum-calls=2",
                "circuit-breaker.wait=1h",
                "timeout.idle=300ms");
    }

    @AfterEach
    void leavesNothingBehind() {
        await(5).until(() -> gateway.context().getInflightRepository().size() == 0);
        await(5).until(() -> upstream.activeCalls() == 0);
    }

    static Stream<Arguments> deaths() {
        return Arrays.stream(Death.values()).flatMap(death -> Door.streams().map(door -> Arguments.of(death, door)));
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void openTheBreakerOfTheirVendor(Death death, Door door) throws Exception {
        upstream.script(death.script(door));
        String vendor = (death + "-" + door).toLowerCase(Locale.ROOT).replace('_', '-');
        for (int call = 0; call < CALLS_THAT_OPEN; call++) {
            assertThat(ask(vendor, door)).contains("\"Hi").doesNotContain(REFUSED);
        }
        await(5).until(() -> "OPEN".equals(stateOf(vendor)));
        assertThat(ask(vendor, door)).contains(REFUSED);
        assertThat(upstream.callCount()).isEqualTo(CALLS_THAT_OPEN);
    }

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.testing.Door#streams")
    void anErrorOfTheClientsInTheMiddleOpensNothing(Door door) throws Exception {
        upstream.script(call ->
                call.head(200, SSE).send(token(door)).send(error(door, 429)).end());
        String vendor = "limiting-" + door.name().toLowerCase(Locale.ROOT);
        for (int call = 0; call <= CALLS_THAT_OPEN; call++) {
            assertThat(ask(vendor, door)).doesNotContain(REFUSED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.testing.Door#streams")
    void clientsThatLeaveOpenNothing(Door door) throws Exception {
        upstream.script(call -> {
            call.head(200, SSE).send(token(door));
            call.awaitHangUp();
        });
        String vendor = "left-alone-" + door.name().toLowerCase(Locale.ROOT);
        for (int call = 0; call <= 2 * CALLS_THAT_OPEN; call++) {
            try (RawClient client = client()) {
                RawClient.Answer answer =
                        client.post(door.path(), streaming(door, vendor)).answer();
                assertThat(answer.next(token(door).length())).isEqualTo(token(door));
                client.hangUp();
            }
        }
        await(5).until(() -> upstream.activeCalls() == 0);
        assertThat(stateOf(vendor)).isEqualTo("CLOSED");
    }

    /** An answer that is passed on as it is, because it comes encoded, says at its end how it went, too. */
    @Test
    void thatNobodyLooksIntoOpenTheBreakerAsWell() throws Exception {
        upstream.script(call ->
                call.head(200, SSE, "Content-Encoding: br").send("not for us").reset());
        for (int call = 0; call < CALLS_THAT_OPEN; call++) {
            assertThat(ask("encoding", Door.CHAT)).doesNotContain(REFUSED);
        }
        await(5).until(() -> "OPEN".equals(stateOf("encoding")));
    }

    private String stateOf(String vendor) {
        HealthCheck check =
                gateway.context().getRegistry().lookupByNameAndType("openrouter-vendors", HealthCheck.class);
        return (String) check.call().getDetails().get(vendor);
    }

    /** Each case asks for a vendor of its own, so that it begins with a closed breaker. */
    private String ask(String vendor, Door door) throws IOException {
        try (RawClient client = client()) {
            return client.post(door.path(), streaming(door, vendor)).answer().text();
        } catch (IOException e) {
            return "cut: " + e;
        }
    }

    private static String streaming(Door door, String vendor) {
        return door.streaming().replaceFirst("\"model\":\"[^\"]*\"", "\"model\":\"" + vendor + "/m\"");
    }

    private static String token(Door door) {
        return switch (door) {
            case RESPONSES -> "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n";
            case MESSAGES ->
                "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                        + "\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}\n\n";
            case COMPLETIONS -> "data: {\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"text\":\"Hi\"}]}\n\n";
            default -> "data: {\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n";
        };
    }

    private static String error(Door door, int code) {
        String error = "\"error\":{\"code\":" + code + ",\"message\":\"the vendor's own\"}";
        return switch (door) {
            case RESPONSES -> "data: {\"type\":\"response.failed\",\"response\":{" + error + "}}\n\n";
            case MESSAGES -> "event: error\ndata: {\"type\":\"error\"," + error + "}\n\n";
            default ->
                "data: {\"id\":\"gen-1\"," + error + ",\"choices\":[{\"index\":0,\"finish_reason\":\"error\"}]}\n\n";
        };
    }
}
