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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How an event stream flows from the upstream to the client. */
class StreamingTest extends HttpTest {

    private static final int EVENTS = 10;

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.testing.Door#streams")
    void clientSeesEachEventBeforeTheUpstreamSendsTheNext(Door door) throws Exception {
        Semaphore seen = new Semaphore(0);
        upstream.script(call -> {
            call.head(200, SSE);
            for (int n = 0; n < EVENTS; n++) {
                call.send(event(n));
                assertThat(seen.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            }
            call.send(DONE).end();
        });
        try (RawClient client = client().post(door.path(), door.streaming())) {
            RawClient.Answer answer = client.answer();
            for (int n = 0; n < EVENTS; n++) {
                assertThat(answer.next(event(n).length())).isEqualTo(event(n));
                seen.release();
            }
            assertThat(answer.text()).isEqualTo(DONE);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.testing.Door#streams")
    void headOfAStreamForbidsCachesAndProxiesToHoldIt(Door door) throws Exception {
        upstream.script(call -> call.answer(200, SSE + "; charset=utf-8", event(0) + DONE, "Cache-Control: max-age=9"));
        try (RawClient client = client().post(door.path(), door.streaming())) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("content-type")).isEqualTo(SSE + "; charset=utf-8");
            assertThat(answer.header("cache-control")).isEqualTo("no-cache");
            assertThat(answer.header("x-accel-buffering")).isEqualTo("no");
            assertThat(answer.header("content-length")).isNull();
            assertThat(answer.header("transfer-encoding")).isEqualTo("chunked");
            assertThat(answer.text()).isEqualTo(event(0) + DONE);
        }
    }

    /** An event that is longer than every buffer is on its way before it is whole. */
    @Test
    void clientSeesTheBeginningOfALongEventBeforeItsEndIsThere() throws Exception {
        String half = "x".repeat(1024 * 1024);
        Semaphore seen = new Semaphore(0);
        upstream.script(call -> {
            call.head(200, SSE).send("data: ").send(half);
            assertThat(seen.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            call.send(half).send("\n\n").send(DONE).end();
        });
        try (RawClient client = client().post(Door.CHAT.path(), Door.CHAT.streaming())) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.next(512 * 1024)).startsWith("data: xxx");
            seen.release();
            assertThat(answer.text()).endsWith("x\n\n" + DONE);
        }
    }

    private static String event(int n) {
        return "data: {\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + n + "\"}}]}\n\n";
    }
}
