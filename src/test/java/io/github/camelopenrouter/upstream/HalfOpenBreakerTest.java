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
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A breaker that lets some calls through, to see whether its vendor is back, refuses the others meanwhile. */
class HalfOpenBreakerTest extends HttpTest {

    private static final String GOOD = "{\"id\":\"gen-1\",\"choices\":[]}";
    private static final String BAD = "{\"error\":{\"code\":503,\"message\":\"down\"}}";

    private CountDownLatch held;
    private RawClient trial;

    HalfOpenBreakerTest() {
        super(
                "circuit-breaker.enabled=true",
                "circuit-breaker.wait=100ms",
                "circuit-breaker.half-open-calls=2",
                "retry.attempts=1",
                "retry.delay=1ms",
                "retry.budget=100");
    }

    /** One of the two trial calls is through, the other one is under way. */
    @BeforeEach
    void useUpTheTrialCalls() throws Exception {
        held = new CountDownLatch(1);
        upstream.script(call -> call.answer(503, JSON, BAD));
        await(10).until(() -> call("left/m", "").text().contains("upstream_unavailable"));
        upstream.script(call -> call.answer(200, JSON, GOOD));
        await(10).until(() -> call("left/m", "").status() == 200);
        upstream.forget();
        upstream.script(this::holdLeft);
        trial = client().post(Door.CHAT.path(), body("left/m", ""));
        upstream.awaitCall();
    }

    @AfterEach
    void letTheTrialCallEnd() throws Exception {
        held.countDown();
        assertThat(trial.answer().status()).isEqualTo(200);
    }

    private void holdLeft(Call call) throws Exception {
        if (call.text().contains("\"model\":\"left/m\"")) {
            assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
        }
        boolean limited = call.text().contains("\"model\":\"limited/m\"");
        call.answer(limited ? 429 : 200, JSON, limited ? BAD : GOOD);
    }

    @Test
    void callWithoutAnotherModelIsRefused() throws Exception {
        RawClient.Answer answer = call("left/m", "");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("upstream_unavailable").contains("'left'");
    }

    @Test
    void callGoesToItsFallback() throws Exception {
        RawClient.Answer answer = call("left/m", ",\"fallbacks\":[\"left/n\",\"right/m\",\"right/n\"]");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-openrouter-model")).isEqualTo("right/m");
        assertThat(upstream.awaitCall().text())
                .contains("\"model\":\"right/m\"")
                .contains("\"models\":[\"right/m\",\"right/n\"]")
                .doesNotContain("left");
    }

    @Test
    void callWhoseFallbacksAreOfTheSameVendorIsRefused() throws Exception {
        assertThat(call("left/m", ",\"models\":[\"left/m\",\"left/n\"]").status())
                .isEqualTo(503);
        assertThat(upstream.waitingCalls()).isZero();
    }

    /** A refusal costs nothing: it takes no try away from the fallback. */
    @Test
    void fallbackHasAllItsTries() throws Exception {
        assertThat(call("left/m", ",\"models\":[\"left/m\",\"limited/m\"]").status())
                .isEqualTo(429);
        assertThat(upstream.waitingCalls()).isEqualTo(2);
    }

    private RawClient.Answer call(String model, String more) throws IOException {
        return client().post(Door.CHAT.path(), body(model, more)).answer();
    }

    private static String body(String model, String more) {
        return "{\"model\":\"" + model + "\"" + more + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }
}
