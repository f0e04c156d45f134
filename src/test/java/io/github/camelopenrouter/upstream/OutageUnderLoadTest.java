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

import io.github.camelopenrouter.door.StreamingEngine;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.junit.jupiter.api.Test;

/** OpenRouter goes away under many open streams and comes back where it was, twice. */
class OutageUnderLoadTest extends HttpTest {

    private static final int STREAMS = 200;
    private static final int SLOTS = 500;
    private static final int CALLS_AFTERWARDS = 20;
    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String ANSWER = "{\"choices\":[]}";

    /** Opened when the upstream dies: each script then resets its connection. */
    private volatile CountDownLatch death;

    OutageUnderLoadTest() {
        super(
                "max-concurrent-requests=" + SLOTS,
                "circuit-breaker.enabled=true",
                "circuit-breaker.wait=500ms",
                "retry.attempts=1",
                "retry.delay=10ms");
    }

    @Test
    void everyStreamEndsWithAnErrorAndServiceComesBack() throws Exception {
        goThroughAnOutage();
        long threads = gatewayThreads();
        goThroughAnOutage();
        assertThat(gatewayThreads()).isLessThanOrEqualTo(threads + 20);
    }

    private void goThroughAnOutage() throws Exception {
        death = new CountDownLatch(1);
        upstream.script(this::answerUntilDeath);
        List<RawClient> clients = new ArrayList<>();
        List<RawClient.Answer> streams = openStreams(clients);
        assertThat(engine().freeSlots()).isEqualTo(SLOTS - STREAMS);
        killUpstream();
        for (RawClient.Answer stream : streams) {
            assertThat(stream.text()).contains("\"error\":{").contains("\"finish_reason\":\"error\"");
        }
        for (RawClient client : clients) {
            client.close();
        }
        callUntilTheBreakerIsOpen();
        upstream = ScriptedUpstream.start(upstream.port(), call -> call.answer(200, JSON, ANSWER));
        await(10).until(() -> status() == 200);
        for (int n = 0; n < CALLS_AFTERWARDS; n++) {
            assertThat(status()).isEqualTo(200);
        }
        awaitRest();
    }

    private void answerUntilDeath(ScriptedUpstream.Call call) throws Exception {
        call.head(200, SSE).send(EVENT);
        assertThat(death.await(60, TimeUnit.SECONDS)).isTrue();
        call.reset();
    }

    private List<RawClient.Answer> openStreams(List<RawClient> clients) throws IOException {
        for (int n = 0; n < STREAMS; n++) {
            clients.add(client().post(Door.CHAT.path(), Door.CHAT.streaming()));
        }
        List<RawClient.Answer> streams = new ArrayList<>();
        for (RawClient client : clients) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.next(EVENT.length())).isEqualTo(EVENT);
            streams.add(answer);
        }
        return streams;
    }

    /** The port is closed first, so that no call comes through any more once the streams break. */
    private void killUpstream() throws IOException {
        upstream.stopListening();
        death.countDown();
        await(10).until(() -> upstream.openConnections() == 0);
        upstream.close();
    }

    /** First connections are refused, then the gateway no longer tries. */
    private void callUntilTheBreakerIsOpen() {
        Set<Integer> seen = new HashSet<>();
        await(10).until(() -> {
            seen.add(status());
            return seen.contains(503);
        });
        assertThat(seen).isSubsetOf(502, 503);
    }

    private int status() throws IOException {
        try (RawClient client = client().post(Door.CHAT.path(), Door.CHAT.plain())) {
            return client.answer().status();
        }
    }

    private void awaitRest() {
        await(10).until(() -> engine().freeSlots() == SLOTS);
        await(10).until(() -> gateway.context().getInflightRepository().size() == 0);
        await(10).until(() -> upstream.activeCalls() == 0);
        await(10).until(() -> connections().getTotalStats().getLeased() == 0);
        if (engine().threads() instanceof ThreadPoolExecutor pool) {
            await(10).until(() -> pool.getActiveCount() == 0);
        }
    }

    private static long gatewayThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().equals("scripted-upstream"))
                .count();
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
