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
import io.github.camelopenrouter.upstream.FaultMatrixTest.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault and the circuit breaker of its vendor; a slow answer, which is no fault. */
class FaultBreakerTest extends HttpTest {

    private static final int CALLS_THAT_OPEN = 2;
    private static final String REFUSED = "tried again in";
    private static final Duration PACE = Duration.ofMillis(10);

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

    static Stream<Arguments> calls() {
        return FaultMatrixTest.faults();
    }

    /** A rate limit is the client's affair, everything else here the vendor's. */
    @ParameterizedTest
    @MethodSource("calls")
    void opensTheBreakerOfTheVendorThatFails(Fault fault, Door door, boolean stream) throws Exception {
        upstream.script(fault.script());
        String vendor = (fault + "-" + door + "-" + stream).toLowerCase(Locale.ROOT);
        for (int call = 0; call < CALLS_THAT_OPEN; call++) {
            assertThat(ask(vendor, door, stream)).doesNotContain(REFUSED);
        }
        boolean opens = fault != Fault.STATUS_429;
        assertThat(ask(vendor, door, stream).contains(REFUSED)).isEqualTo(opens);
        assertThat(upstream.callCount()).isEqualTo(opens ? CALLS_THAT_OPEN : CALLS_THAT_OPEN + 1);
    }

    /** Slower as a whole than the clock of its silences, but never silent for so long. */
    @ParameterizedTest
    @EnumSource(Door.class)
    void aSlowDripIsNoFault(Door door) throws Exception {
        String text = "{\"id\":\"gen-1\",\"choices\":[],\"text\":\"as slow as a camel\"}";
        upstream.script(call -> {
            call.head(200, JSON);
            for (char next : text.toCharArray()) {
                call.send(String.valueOf(next));
                LockSupport.parkNanos(PACE.toNanos());
            }
            call.end();
        });
        for (int calls = 0; calls <= CALLS_THAT_OPEN; calls++) {
            try (RawClient client = client()) {
                RawClient.Answer answer = client.post(door.path(), door.plain()).answer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).isEqualTo(text);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.testing.Door#streams")
    void aStreamThatDripsSlowlyIsNoFault(Door door) throws Exception {
        String text = "data: {\"type\":\"message_stop\",\"id\":\"gen-1\"}\n\n" + DONE;
        upstream.script(call -> {
            call.head(200, SSE);
            for (char next : text.toCharArray()) {
                call.send(String.valueOf(next));
                LockSupport.parkNanos(PACE.toNanos());
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

    /** Each case asks for a vendor of its own, so that it begins with a closed breaker. */
    private String ask(String vendor, Door door, boolean stream) throws IOException {
        String body = (stream ? door.streaming() : door.plain())
                .replaceFirst("\"model\":\"[^\"]*\"", "\"model\":\"" + vendor + "/m\"");
        try (RawClient client = client()) {
            return client.post(door.path(), body).answer().text();
        }
    }
}
