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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code openrouter.timeout.write}: a client that takes nothing of its answer does not keep its slot and its upstream. */
class WriteTimeoutTest extends HttpTest {

    private static final String LARGE = "x".repeat(1024 * 1024);
    private static final int MORE_THAN_KERNELS_TAKE = 64;

    WriteTimeoutTest() {
        super("timeout.write=400ms");
    }

    @AfterEach
    void everythingIsGivenBack() {
        await(10).until(() -> engine().freeSlots() == 2000);
    }

    @Test
    void cutsOffAClientThatReadsNothingOfAStream() throws Exception {
        upstream.script(call -> {
            call.head(200, SSE);
            for (int n = 0; n < MORE_THAN_KERNELS_TAKE; n++) {
                call.send("data: " + LARGE + "\n\n");
            }
        });
        try (RawClient client = RawClient.withReceiveBuffer(16 * 1024, gateway.port())) {
            client.post(Door.CHAT.path(), Door.CHAT.streaming());
            upstream.awaitCall();
            await(20).until(() -> upstream.activeCalls() == 0);
            assertThat(client.awaitClose()).isTrue();
        }
    }

    @Test
    void cutsOffAClientThatReadsNothingOfAPlainAnswer() throws Exception {
        upstream.script(call -> {
            call.head(200, JSON).send("{\"choices\":[\"");
            for (int n = 0; n < MORE_THAN_KERNELS_TAKE; n++) {
                call.send(LARGE);
            }
        });
        try (RawClient client = RawClient.withReceiveBuffer(16 * 1024, gateway.port())) {
            client.post(Door.CHAT.path(), Door.CHAT.plain());
            upstream.awaitCall();
            await(20).until(() -> upstream.activeCalls() == 0);
            assertThat(client.awaitClose()).isTrue();
        }
    }

    /** Silence of the upstream is no fault of the client's. */
    @Test
    void keepsAClientThatHasTakenAllThereIs() throws Exception {
        Semaphore waited = new Semaphore(0);
        upstream.script(call -> {
            call.head(200, SSE).send("data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n");
            assertThat(waited.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            call.send(DONE).end();
        });
        try (RawClient patient = client().post(Door.CHAT.path(), Door.CHAT.streaming());
                RawClient idler = RawClient.withReceiveBuffer(16 * 1024, gateway.port())) {
            RawClient.Answer answer = patient.answer();
            upstream.awaitCall();
            cutOff(idler);
            waited.release();
            assertThat(answer.text()).endsWith(DONE);
        }
    }

    /** The time-out has passed since the call: proven by another client that it has hit. */
    private void cutOff(RawClient idler) throws Exception {
        upstream.script(call -> {
            call.head(200, SSE);
            for (int n = 0; n < MORE_THAN_KERNELS_TAKE; n++) {
                call.send("data: " + LARGE + "\n\n");
            }
        });
        idler.post(Door.CHAT.path(), Door.CHAT.streaming());
        upstream.awaitCall();
        await(20).until(() -> upstream.activeCalls() == 1);
    }

    private StreamingEngine engine() {
        return gateway.context().getRegistry().lookupByNameAndType("openrouter-engine", StreamingEngine.class);
    }
}
