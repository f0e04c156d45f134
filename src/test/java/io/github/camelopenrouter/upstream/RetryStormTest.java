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
import io.github.camelopenrouter.testing.ScriptedUpstream.Call;
import io.github.camelopenrouter.testing.ScriptedUpstream.Script;
import org.junit.jupiter.api.Test;

/** While everything fails, retries stay a share of the calls. */
class RetryStormTest extends HttpTest {

    private static final int CALLS = 150;

    /** Two seasons of ten always allowed, should the machine take that long, and a share of both tests' calls. */
    private static final int MOST = CALLS + 2 * 10 + 2 * CALLS * 20 / 100;

    RetryStormTest() {
        super("retry.attempts=2", "retry.delay=1ms", "retry.budget=20");
    }

    @Test
    void budgetHoldsWhileEverythingIsOverloaded() throws Exception {
        callAll(call -> call.answer(503, JSON, "{\"error\":{\"message\":\"overloaded\"}}"), 503);
        assertThat(upstream.callCount()).isBetween(CALLS + 1, MOST);
    }

    @Test
    void budgetHoldsWhileEveryConnectionBreaks() throws Exception {
        callAll(Call::reset, 502);
        assertThat(upstream.callCount()).isBetween(CALLS, MOST);
    }

    private void callAll(Script fault, int status) throws Exception {
        upstream.script(fault);
        try (RawClient client = client()) {
            for (int call = 0; call < CALLS; call++) {
                RawClient.Answer answer =
                        client.post(Door.CHAT.path(), Door.CHAT.plain()).answer();
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.header("x-should-retry"))
                        .as("its own retries would be the storm")
                        .isEqualTo("false");
                answer.text();
            }
        }
    }
}
