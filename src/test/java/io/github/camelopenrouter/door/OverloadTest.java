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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More requests than the gateway may run: a bounded queue, bounded bytes, and nothing of either lost. */
class OverloadTest extends HttpTest {

    private static final int QUEUE = 3;
    private static final int MOST_BYTES = 64 * 1024;
    private static final String CHAT = Door.CHAT.path();

    /** One release lets one call end. */
    private Semaphore answers;

    OverloadTest() {
        super(
                "max-concurrent-requests=1",
                "queue-size=" + QUEUE,
                "queue-timeout=20s",
                "max-buffered-bytes=" + MOST_BYTES);
    }

    @BeforeEach
    void holdCalls() {
        answers = new Semaphore(0);
        upstream.script(call -> {
            assertThat(answers.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            call.answer(200, JSON, "{\"choices\":[]}");
        });
    }

    @AfterEach
    void everythingIsGivenBack() {
        await(10).until(() -> admission().freeSlots() == 1);
        assertThat(admission().queued()).isZero();
        await(5).until(() -> admission().heldBytes() == 0);
    }

    @Test
    void servesThoseWhoWaitInTheOrderOfTheirArrival() throws Exception {
        try (RawClient running = running()) {
            List<RawClient> waiting = fillTheQueue();
            answers.release();
            assertThat(running.answer().status()).isEqualTo(200);
            for (int n = 0; n < QUEUE; n++) {
                assertThat(upstream.awaitCall().text()).contains("guest " + n);
                answers.release();
                assertThat(waiting.get(n).answer().text()).isEqualTo("{\"choices\":[]}");
            }
            closeAll(waiting);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsOneTooManyForTheQueueSoAtOnce(Door door) throws Exception {
        try (RawClient running = running();
                RawClient oneTooMany = client()) {
            List<RawClient> waiting = fillTheQueue();
            RawClient.Answer refused =
                    oneTooMany.post(door.path(), door.plain()).answer();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("1");
            assertThat(refused.text()).contains("overloaded_error", "openrouter.queue-size");
            assertThat(admission().queued()).isEqualTo(QUEUE);
            closeAll(waiting);
            running.hangUp();
            answers.release();
        }
    }

    /** The body is not asked for while its request waits. */
    @Test
    void letsABodyComeOnlyWhenThereIsASlot() throws Exception {
        String body = Door.CHAT.plain();
        try (RawClient running = running();
                RawClient waiting = client().head("POST", CHAT, body.length(), "Expect: 100-continue")) {
            awaitQueued(1);
            answers.release();
            assertThat(running.answer().status()).isEqualTo(200);
            assertThat(waiting.answer().status()).isEqualTo(100);
            answers.release();
            assertThat(waiting.send(body).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void takesABodyThatWasSentWhileItsRequestWaited() throws Exception {
        String body = Door.CHAT.plain().replace("Hi", "x".repeat(MOST_BYTES / 2));
        try (RawClient running = running();
                RawClient waiting = client().post(CHAT, body)) {
            awaitQueued(1);
            answers.release(2);
            assertThat(running.answer().status()).isEqualTo(200);
            assertThat(upstream.awaitCall().text()).isEqualTo(body);
            assertThat(waiting.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void freesThePlaceOfAClientThatLeavesTheQueue() throws Exception {
        try (RawClient running = running()) {
            List<RawClient> waiting = fillTheQueue();
            waiting.get(1).hangUp();
            awaitQueued(QUEUE - 1);
            answers.release(QUEUE);
            assertThat(running.answer().status()).isEqualTo(200);
            assertThat(waiting.get(0).answer().status()).isEqualTo(200);
            assertThat(waiting.get(2).answer().status()).isEqualTo(200);
            closeAll(waiting);
        }
        assertThat(upstream.callCount()).isEqualTo(QUEUE);
    }

    /** The slot goes round while clients come and go: in the end it is there, and so is every byte. */
    @Test
    void losesNothingToClientsThatLeaveAtAnyTime() throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        for (int round = 0; round < 25; round++) {
            List<RawClient> clients = new ArrayList<>();
            for (int n = 0; n <= QUEUE; n++) {
                clients.add(client().post(CHAT, Door.CHAT.streaming()));
            }
            RawClient half = client().head("POST", CHAT, 1000).send("{");
            for (int n = 0; n <= QUEUE; n++) {
                clients.get((n + round) % clients.size()).hangUp();
            }
            half.hangUp();
            await(10).until(() -> admission().freeSlots() == 1 && admission().queued() == 0);
        }
    }

    @Test
    void refusesABodyThatFindsNoRoomBesideTheOthers() throws Exception {
        upstream.script(call -> call.answer(200, JSON, "{}"));
        try (RawClient client = client()) {
            RawClient.Answer refused = client.head("POST", CHAT, MOST_BYTES + 1).answer();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("1");
            assertThat(refused.text()).contains("overloaded_error", "too_many_buffered_bytes");
        }
        assertThat(upstream.callCount()).isZero();
    }

    /** Without an announced length it is the byte too many that is refused. */
    @Test
    void refusesABodyInChunksAsSoonAsItFindsNoRoom() throws Exception {
        try (RawClient client = client().chunkedHead(CHAT)) {
            client.chunk(new byte[MOST_BYTES]);
            await(5).until(() -> admission().heldBytes() == MOST_BYTES);
            assertThat(client.chunk(new byte[1]).answer().text()).contains("too_many_buffered_bytes");
        }
    }

    @Test
    void holdsTheBytesOfARequestUntilItIsAnswered() throws Exception {
        String body = Door.CHAT.plain().replace("Hi", "x".repeat(1000));
        CountDownLatch seen = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, SSE).send("data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n");
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
            call.send(DONE).end();
        });
        try (RawClient client = client().post(CHAT, body)) {
            RawClient.Answer answer = client.answer();
            await(5).until(() -> admission().heldBytes() == body.length());
            seen.countDown();
            assertThat(answer.text()).endsWith(DONE);
            assertThat(admission().heldBytes()).isZero();
        }
    }

    private RawClient running() throws Exception {
        RawClient running = client().post(CHAT, Door.CHAT.plain());
        upstream.awaitCall();
        return running;
    }

    private List<RawClient> fillTheQueue() throws Exception {
        List<RawClient> waiting = new ArrayList<>();
        for (int n = 0; n < QUEUE; n++) {
            waiting.add(client().post(CHAT, Door.CHAT.plain().replace("Hi", "guest " + n)));
            awaitQueued(n + 1);
        }
        return waiting;
    }

    private static void closeAll(List<RawClient> clients) throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
    }

    private void awaitQueued(int guests) {
        await(10).until(() -> admission().queued() == guests);
    }

    private Admission admission() {
        return gateway.context()
                .getRegistry()
                .lookupByNameAndType("openrouter-engine", StreamingEngine.class)
                .admission();
    }
}
