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
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A vendor that is back is called again. */
class BreakerRecoveryTest extends HttpTest {

    BreakerRecoveryTest() {
        super("circuit-breaker.enabled=true", "circuit-breaker.wait=200ms");
    }

    @Test
    void vendorThatIsBackIsCalledAgain() throws Exception {
        upstream.script(call -> call.answer(503, JSON, "{\"error\":{\"message\":\"down\"}}"));
        for (int n = 0; n < 10; n++) {
            assertThat(status()).isEqualTo(503);
        }
        upstream.script(call -> call.answer(200, JSON, "{\"choices\":[]}"));
        await(5).until(() -> status() == 200);
        for (int n = 0; n < 30; n++) {
            assertThat(status()).isEqualTo(200);
        }
    }

    @Test
    void vendorThatIsStillDownIsLeftAloneAgain() throws Exception {
        upstream.script(call -> call.answer(503, JSON, "{\"error\":{\"message\":\"down\"}}"));
        for (int n = 0; n < 10; n++) {
            status();
        }
        upstream.forget();
        await(5).until(() -> {
            status();
            return upstream.callCount() >= 3;
        });
        int probed = upstream.callCount();
        assertThat(text()).contains("upstream_unavailable");
        assertThat(probed).isEqualTo(3);
    }

    private int status() throws IOException {
        return client().post(Door.CHAT.path(), Door.CHAT.plain()).answer().status();
    }

    private String text() throws IOException {
        return client().post(Door.CHAT.path(), Door.CHAT.plain()).answer().text();
    }
}
