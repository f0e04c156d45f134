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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.junit.jupiter.api.Test;

/** As many streams as there are slots, and clients that leave, use up nothing for good. */
class NothingLeftBehindTest extends HttpTest {

    private static final int SLOTS = 500;
    private static final int LEAVERS = 300;
    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";

    NothingLeftBehindTest() {
        super("max-concurrent-requests=" + SLOTS);
    }

    @Test
    void streamsAndClientsThatLeaveGiveEverythingBack() throws Exception {
        streamToTheEnd();
        awaitRest();
        leaveMidStream();
        awaitRest();
        streamToTheEnd();
        awaitRest();
    }

    private void streamToTheEnd() throws Exception {
        CountDownLatch allSeen = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, SSE).send(EVENT);
            assertThat(allSeen.await(60, TimeUnit.SECONDS)).isTrue();
            call.send(DONE).end();
        });
        List<RawClient> clients = new ArrayList<>();
        List<RawClient.Answer> answers = openStreams(SLOTS, clients);
        assertThat(upstream.activeCalls()).isEqualTo(SLOTS);
        allSeen.countDown();
        for (RawClient.Answer answer : answers) {
            assertThat(answer.text()).isEqualTo(DONE);
        }
        for (RawClient client : clients) {
            client.close();
        }
    }

    private void leaveMidStream() throws Exception {
        upstream.script(call -> {
            call.head(200, SSE).send(EVENT);
            call.awaitHangUp();
        });
        List<RawClient> clients = new ArrayList<>();
        openStreams(LEAVERS, clients);
        for (RawClient client : clients) {
            client.hangUp();
        }
        await(10).until(() -> upstream.hangUps() == LEAVERS);
    }

    private List<RawClient.Answer> openStreams(int number, List<RawClient> clients) throws Exception {
        for (int n = 0; n < number; n++) {
            clients.add(client().post(Door.CHAT.path(), Door.CHAT.streaming()));
        }
        List<RawClient.Answer> answers = new ArrayList<>();
        for (RawClient client : clients) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.next(EVENT.length())).isEqualTo(EVENT);
            answers.add(answer);
        }
        return answers;
    }

    private void awaitRest() {
        await(10).until(() -> engine().freeSlots() == SLOTS);
        await(10).until(() -> gateway.context().getInflightRepository().size() == 0);
        await(10).until(() -> upstream.activeCalls() == 0);
        await(10).until(() -> connections().getTotalStats().getLeased() == 0);
        await(10)
                .until(() -> upstream.openConnections()
                        == connections().getTotalStats().getAvailable());
        if (engine().threads() instanceof ThreadPoolExecutor pool) {
            await(10).until(() -> pool.getActiveCount() == 0);
        }
    }

    private StreamingEngine engine() {
        return gateway.context().getRegistry().lookupByNameAndType("openrouter-engine", StreamingEngine.class);
    }

    private PoolingHttpClientConnectionManager connections() {
        return gateway.context()
                .getRegistry()
                .lookupByNameAndType("openrouter-connections", PoolingHttpClientConnectionManager.class);
    }
}
