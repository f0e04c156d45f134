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
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that leaves ends the upstream call, so that nobody pays for tokens that nobody reads. */
class CancelTest extends HttpTest {

    private static final int CLIENTS = 100;
    private static final int SOON = 5;
    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";

    @AfterEach
    void leavesNothingBehind() {
        await(SOON).until(() -> gateway.context().getInflightRepository().size() == 0);
        await(SOON).until(() -> upstream.activeCalls() == 0);
    }

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.testing.Door#streams")
    void closesTheUpstreamWhenClientsLeaveMidStream(Door door) throws Exception {
        upstream.script(call -> {
            call.head(200, SSE).send(EVENT);
            call.awaitHangUp();
        });
        List<RawClient> clients = sendAll(door.path(), door.streaming());
        for (RawClient client : clients) {
            assertThat(client.answer().next(EVENT.length())).isEqualTo(EVENT);
        }
        leaveAndAwaitHangUps(clients);
    }

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.testing.Door#streams")
    void closesTheUpstreamWhenClientsLeaveBeforeTheHeadOfTheStream(Door door) throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        leaveAndAwaitHangUps(sendAll(door.path(), door.streaming()));
    }

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.testing.Door#streams")
    void closesTheUpstreamWhenClientsLeaveBetweenTheHeadAndTheFirstByte(Door door) throws Exception {
        upstream.script(call -> {
            call.head(200, SSE);
            call.awaitHangUp();
        });
        leaveAndAwaitHangUps(sendAll(door.path(), door.streaming()));
    }

    @ParameterizedTest
    @EnumSource
    void closesTheUpstreamWhenClientsLeaveWhileItThinksAboutAPlainAnswer(Door door) throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        leaveAndAwaitHangUps(sendAll(door.path(), door.plain()));
    }

    @ParameterizedTest
    @EnumSource
    void closesTheUpstreamWhenClientsLeaveWithinAPlainAnswer(Door door) throws Exception {
        upstream.script(call -> {
            call.head(200, JSON).send("{");
            call.awaitHangUp();
        });
        leaveAndAwaitHangUps(sendAll(door.path(), door.plain()));
    }

    /** A call that waits behind another one on the same connection ends with it. */
    @Test
    void closesTheUpstreamWhenAClientThatPipelinesLeaves() throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        RawClient client = client();
        client.post(Door.CHAT.path(), Door.CHAT.plain()).post(Door.CHAT.path(), Door.CHAT.plain());
        upstream.awaitCall();
        client.hangUp();
        await(SOON).until(() -> upstream.hangUps() == 1);
        assertThat(upstream.callCount()).isEqualTo(1);
    }

    /** The second call on a connection is as well looked after as the first. */
    @Test
    void closesTheUpstreamWhenAClientLeavesInItsSecondCall() throws Exception {
        upstream.script(call -> call.answer(200, JSON, "{\"choices\":[]}"));
        RawClient client = client().post(Door.CHAT.path(), Door.CHAT.plain());
        assertThat(client.answer().text()).isEqualTo("{\"choices\":[]}");
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        upstream.awaitCall();
        client.post(Door.CHAT.path(), Door.CHAT.plain());
        upstream.awaitCall();
        client.hangUp();
        await(SOON).until(() -> upstream.hangUps() == 1);
    }

    /** Also while the upstream does not take the request. */
    @Test
    void endsTheCallWhenAClientLeavesWhileItsRequestGoesUp() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        upstream.readBodiesAfter(gate);
        String body = Door.CHAT.plain().replace("Hi", "x".repeat(19_000_000));
        RawClient client = client().post(Door.CHAT.path(), body);
        await(20).until(() -> gateway.context().getInflightRepository().size() > 0);
        client.hangUp();
        await(SOON).until(() -> gateway.context().getInflightRepository().size() == 0);
        gate.countDown();
    }

    /** Clients leave all day long: that is no fault of anybody's. */
    @Test
    void clientThatLeavesIsNoWarningInTheLog() throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        try (LogRecorder log = LogRecorder.record()) {
            leaveAndAwaitHangUps(sendAll(Door.CHAT.path(), Door.CHAT.plain()));
            leavesNothingBehind();
            assertThat(log.lines()).isEmpty();
        }
    }

    /** Only the one that leaves is cut off. */
    @Test
    void leavesTheOtherStreamsAlone() throws Exception {
        upstream.script(call -> {
            call.head(200, SSE).send(EVENT);
            if (call.text().contains("leaver")) {
                call.awaitHangUp();
            } else {
                await(SOON).until(() -> upstream.hangUps() == 1);
                call.send(DONE).end();
            }
        });
        try (RawClient stays = client().post(Door.CHAT.path(), Door.CHAT.streaming())) {
            RawClient.Answer answer = stays.answer();
            RawClient leaver =
                    client().post(Door.CHAT.path(), Door.CHAT.streaming().replace("Hi", "leaver"));
            leaver.answer().next(EVENT.length());
            leaver.hangUp();
            assertThat(answer.text()).isEqualTo(EVENT + DONE);
        }
    }

    private List<RawClient> sendAll(String path, String body) throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int n = 0; n < CLIENTS; n++) {
            clients.add(client().post(path, body));
        }
        await(20).until(() -> upstream.callCount() == CLIENTS);
        return clients;
    }

    private void leaveAndAwaitHangUps(List<RawClient> clients) throws Exception {
        for (RawClient client : clients) {
            client.hangUp();
        }
        await(SOON).until(() -> upstream.hangUps() == CLIENTS);
    }
}
