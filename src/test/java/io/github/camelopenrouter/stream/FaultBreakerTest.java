/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.stream.FaultMatrixTest.Fault;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.RawClient;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault and the circuit breaker of its vendor; a slow answer, which is no fault. */
class FaultBreakerTest extends HttpTest {

    private static final int CALLS_THAT_OPEN = 2;

    FaultBreakerTest() {
        super(
                "circuit-breaker.enabled=true",
                "circuit-breaker.window=2",
                "circuit-breaker.minimum-calls=2",
                "timeout.response=500ms",
                "timeout.idle=500ms");
    }

    @AfterEach
    void leavesNothingBehind() {
        await(5).until(() -> gateway.context().getInflightRepository().size() == 0);
        await(5).until(() -> upstream.activeCalls() == 0);
    }

    /** R13, R15: a rate limit is the client's affair, everything else here the vendor's. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void opensTheBreakerOfTheVendorThatFails(Fault fault) throws Exception {
        upstream.script(fault.script());
        for (int call = 0; call < CALLS_THAT_OPEN; call++) {
            assertThat(ask(fault)).doesNotContain("upstream_unavailable");
        }
        boolean opens = fault != Fault.STATUS_429;
        assertThat(ask(fault).contains("upstream_unavailable")).isEqualTo(opens);
        assertThat(upstream.callCount()).isEqualTo(opens ? CALLS_THAT_OPEN : CALLS_THAT_OPEN + 1);
    }

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.testing.Door#streams")
    void aSlowDripIsNoFault(Door door) throws Exception {
        String text = "data: {\"type\":\"message_stop\",\"id\":\"gen-1\"}\n\n" + DONE;
        upstream.script(call -> {
            call.head(200, SSE);
            for (char next : text.toCharArray()) {
                call.send(String.valueOf(next));
            }
            call.end();
        });
        for (int calls = 0; calls <= CALLS_THAT_OPEN; calls++) {
            try (RawClient client = client()) {
                RawClient.Answer answer =
                        client.post(door.path(), door.streaming()).answer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).isEqualTo(text);
            }
        }
    }

    private String ask(Fault fault) throws IOException {
        String vendor = fault.name().toLowerCase(Locale.ROOT);
        String body = "{\"model\":\"" + vendor + "/m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        try (RawClient client = client()) {
            return client.post(Door.CHAT.path(), body).answer().text();
        }
    }
}
