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
import org.junit.jupiter.api.Test;

/** {@code openrouter.queue-timeout}: nobody waits longer for a slot. */
class QueueTimeoutTest extends HttpTest {

    QueueTimeoutTest() {
        super("max-concurrent-requests=1", "queue-timeout=100ms");
    }

    @Test
    void tellsAClientThatHasWaitedInVain() throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        try (RawClient running = client().post(Door.CHAT.path(), Door.CHAT.plain());
                RawClient waiting = client()) {
            upstream.awaitCall();
            RawClient.Answer refused =
                    waiting.post(Door.CHAT.path(), Door.CHAT.plain()).answer();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("1");
            assertThat(refused.text()).contains("overloaded_error", "queue_timeout");
            running.hangUp();
            await(5).until(() -> engine().freeSlots() == 1);
        }
        assertThat(upstream.callCount()).isEqualTo(1);
    }

    /** A body that is more than the connection takes unread is no obstacle to the answer. */
    @Test
    void tellsAClientWhoseLargeBodyHasWaitedInVain() throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        try (RawClient running = client().post(Door.CHAT.path(), Door.CHAT.plain());
                RawClient waiting = client()) {
            upstream.awaitCall();
            waiting.post(Door.CHAT.path(), new byte[8 * 1024 * 1024]);
            RawClient.Answer refused = waiting.answer();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("queue_timeout");
            running.hangUp();
            await(5).until(() -> engine().freeSlots() == 1);
        }
    }

    private StreamingEngine engine() {
        return gateway.context().getRegistry().lookupByNameAndType("openrouter-engine", StreamingEngine.class);
    }
}
