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
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code openrouter.max-concurrent-requests}: without a queue one too many is told so at once, and every slot comes back. */
class ConcurrencyLimitTest extends HttpTest {

    private static final int LIMIT = 2;

    private CountDownLatch held;

    ConcurrencyLimitTest() {
        super("max-concurrent-requests=" + LIMIT, "queue-size=0");
    }

    @BeforeEach
    void holdCalls() {
        held = new CountDownLatch(1);
        upstream.script(call -> {
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
            call.answer(200, JSON, "{\"choices\":[]}");
        });
    }

    @ParameterizedTest
    @EnumSource
    void oneTooManyIsToldSoAtOnce(Door door) throws Exception {
        try (RawClient first = client().post(Door.CHAT.path(), Door.CHAT.plain());
                RawClient second = client().post(Door.CHAT.path(), Door.CHAT.plain());
                RawClient third = client()) {
            awaitCalls(LIMIT);
            RawClient.Answer refused = third.post(door.path(), door.plain()).answer();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("1");
            assertThat(refused.header("content-type")).isEqualTo(JSON);
            assertThat(refused.text()).contains("\"type\":\"overloaded_error\"");
            held.countDown();
            assertThat(first.answer().status()).isEqualTo(200);
            assertThat(second.answer().status()).isEqualTo(200);
        }
        assertThat(upstream.callCount()).isEqualTo(LIMIT);
        awaitFreeSlots();
    }

    /** An upload that has not ended holds its slot: memory is what the limit protects. */
    @Test
    void uploadsCountToo() throws Exception {
        try (RawClient first = client().head("POST", Door.CHAT.path(), 1000);
                RawClient second = client().head("POST", Door.CHAT.path(), 1000)) {
            await(5).until(() -> engine().freeSlots() == 0);
            assertThat(refusesOneMore()).isTrue();
            first.hangUp();
            second.hangUp();
        }
        awaitFreeSlots();
    }

    @Test
    void healthAnswersAtTheLimit() throws Exception {
        try (RawClient first = client().post(Door.CHAT.path(), Door.CHAT.plain());
                RawClient second = client().post(Door.CHAT.path(), Door.CHAT.plain());
                RawClient probe = client().request("GET", "/health")) {
            awaitCalls(LIMIT);
            assertThat(probe.answer().status()).isEqualTo(200);
            first.hangUp();
            second.hangUp();
        }
        awaitFreeSlots();
    }

    @Test
    void slotsComeBackFromClientsThatLeft() throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        for (int round = 0; round < 50; round++) {
            upstream.forget();
            RawClient first = client().post(Door.CHAT.path(), Door.CHAT.streaming());
            RawClient second = client().post(Door.CHAT.path(), Door.CHAT.plain());
            awaitCalls(LIMIT);
            first.hangUp();
            second.hangUp();
            awaitFreeSlots();
        }
    }

    /** Answers that are no success give their slot back as well. */
    @Test
    void slotsComeBackFromRequestsThatFailed() throws Exception {
        upstream.script(ScriptedUpstream.Call::reset);
        for (int round = 0; round < 20; round++) {
            try (RawClient client = client()) {
                assertThat(client.post(Door.CHAT.path(), "{").answer().status()).isEqualTo(400);
                awaitFreeSlots();
            }
            try (RawClient client = client().post(Door.CHAT.path(), Door.CHAT.plain())) {
                assertThat(client.answer().status()).isEqualTo(502);
                awaitFreeSlots();
            }
        }
        held.countDown();
    }

    /** Whoever has seen the end of its answer may ask again: its slot is free. */
    @Test
    void slotIsFreeOnceItsClientHasTheWholeAnswer() throws Exception {
        held.countDown();
        try (RawClient first = client();
                RawClient second = client()) {
            for (int n = 0; n < 500; n++) {
                first.post(Door.CHAT.path(), Door.CHAT.plain());
                second.post(Door.CHAT.path(), Door.CHAT.plain());
                assertThat(first.answer().text()).isEqualTo("{\"choices\":[]}");
                assertThat(second.answer().text()).isEqualTo("{\"choices\":[]}");
            }
        }
    }

    /** Nor does an upload that is no HTTP keep its slot. */
    @Test
    void slotsComeBackFromUploadsThatAreBroken() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (RawClient client = client().chunkedHead(Door.CHAT.path()).send("no chunk\r\n")) {
                assertThat(client.awaitClose()).isTrue();
            }
            awaitFreeSlots();
        }
    }

    private void awaitCalls(int calls) {
        await(20).until(() -> upstream.callCount() == calls);
    }

    private void awaitFreeSlots() {
        await(5).until(() -> engine().freeSlots() == LIMIT);
    }

    private StreamingEngine engine() {
        return gateway.context().getRegistry().lookupByNameAndType("openrouter-engine", StreamingEngine.class);
    }

    private boolean refusesOneMore() throws IOException {
        try (RawClient client = client().post(Door.CHAT.path(), "{")) {
            RawClient.Answer answer = client.answer();
            return answer.status() == 503 && answer.text().contains("overloaded_error");
        }
    }
}
