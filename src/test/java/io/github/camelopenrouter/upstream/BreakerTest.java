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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A vendor that keeps failing is left alone, others are not; every test has vendors of its own. */
class BreakerTest extends HttpTest {

    private static final AtomicInteger VENDORS = new AtomicInteger();
    private static final String GOOD = "{\"id\":\"gen-1\",\"choices\":[]}";
    private static final String BAD = "{\"error\":{\"code\":503,\"message\":\"down\"}}";

    private String down;
    private String up;

    BreakerTest() {
        super(
                "circuit-breaker.enabled=true",
                "circuit-breaker.wait=30s",
                "retry.attempts=1",
                "retry.delay=1ms",
                "retry.budget=100",
                "fallbacks=primary/m>secondary/m");
    }

    /** Vendors whose name says so fail. */
    @BeforeEach
    void failByName() {
        down = "down-" + VENDORS.incrementAndGet();
        up = "up-" + VENDORS.incrementAndGet();
        upstream.script(BreakerTest::byVendor);
    }

    @AfterEach
    void leavesNothingBehind() {
        await(5).until(() -> gateway.context().getInflightRepository().size() == 0);
        await(5).until(() -> upstream.activeCalls() == 0);
    }

    @Test
    void refusesCallsForAVendorThatKeepsFailing() throws Exception {
        open(down);
        RawClient.Answer answer = call(down + "/m");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 30);
        assertThat(answer.text())
                .contains("\"type\":\"overloaded_error\"")
                .contains("\"code\":\"upstream_unavailable\"")
                .contains("'" + down + "'");
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void refusesInTheEnvelopeOfTheDoor() throws Exception {
        open(down);
        String body = Door.MESSAGES.plain().replace("anthropic/claude-sonnet-4", down + "/m");
        RawClient.Answer answer = client().post(Door.MESSAGES.path(), body).answer();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("\"type\":\"error\"").contains("'" + down + "'");
    }

    @Test
    void callsOtherVendorsAsBefore() throws Exception {
        open(down);
        assertThat(call(up + "/m").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 402, 404})
    void whatTheClientDoesWrongOpensNothing(int status) throws Exception {
        upstream.script(call -> call.answer(status, JSON, BAD));
        for (int n = 0; n < 30; n++) {
            assertThat(call(up + "/m").status()).isEqualTo(status);
        }
        assertThat(upstream.callCount()).isEqualTo(30);
    }

    @Test
    void tooManyRequestsOpenNothing() throws Exception {
        upstream.script(call -> call.answer(429, JSON, BAD, "Retry-After: 60"));
        for (int n = 0; n < 30; n++) {
            assertThat(call(up + "/m").status()).isEqualTo(429);
        }
        assertThat(upstream.callCount()).isEqualTo(30);
    }

    @Test
    void errorsIn200OpenItToo() throws Exception {
        upstream.script(call -> call.answer(200, JSON, BAD));
        openBy(up);
        assertThat(call(up + "/m").text()).contains("upstream_unavailable");
    }

    @Test
    void brokenConnectionsOpenItToo() throws Exception {
        upstream.script(Call::reset);
        openBy(up);
        assertThat(call(up + "/m").text()).contains("upstream_unavailable").contains("'" + up + "'");
    }

    @Test
    void clientsThatLeaveOpenNothing() throws Exception {
        upstream.script(Call::awaitHangUp);
        for (int n = 0; n < 30; n++) {
            RawClient client = client().post(Door.CHAT.path(), body(up + "/m", ""));
            upstream.awaitCall();
            client.hangUp();
        }
        await(5).until(() -> upstream.hangUps() == 30);
        leavesNothingBehind();
        upstream.script(BreakerTest::byVendor);
        assertThat(call(up + "/m").status()).isEqualTo(200);
    }

    @Test
    void nextModelIsCalledInTheFirstOnesPlace() throws Exception {
        open(down);
        RawClient.Answer answer =
                call(down + "/m", ",\"models\":[\"" + down + "/m\",\"" + up + "/m\",\"" + up + "/n\"]");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-openrouter-model")).isEqualTo(up + "/m");
        assertThat(upstream.awaitCall().text())
                .contains("\"model\":\"" + up + "/m\"")
                .contains("\"models\":[\"" + up + "/m\",\"" + up + "/n\"]")
                .doesNotContain(down);
    }

    @Test
    void lastHealthyModelGoesAlone() throws Exception {
        open(down);
        call(down + "/m", ",\"models\":[\"" + down + "/m\",\"" + up + "/m\"]");
        assertThat(upstream.awaitCall().text())
                .contains("\"model\":\"" + up + "/m\"")
                .doesNotContain("models");
    }

    /** Every try starts from the client's own request. */
    @Test
    void secondTryGoesToTheHealthyModelToo() throws Exception {
        open(down);
        AtomicInteger calls = new AtomicInteger();
        upstream.script(call -> call.answer(calls.incrementAndGet() == 1 ? 503 : 200, JSON, GOOD));
        RawClient.Answer answer = call(down + "/m", ",\"models\":[\"" + down + "/m\",\"" + up + "/m\"]");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(upstream.awaitCall().text()).contains("\"model\":\"" + up + "/m\"");
        assertThat(upstream.awaitCall().text())
                .contains("\"model\":\"" + up + "/m\"")
                .doesNotContain(down);
    }

    @Test
    void withoutAHealthyModelTheBreakerAnswers() throws Exception {
        open(down);
        RawClient.Answer answer = call(down + "/m", ",\"models\":[\"" + down + "/m\",\"" + down + "/n\"]");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void fallbacksOfTheSettingsStepIn() throws Exception {
        assertThat(call("primary/m").status()).isEqualTo(200);
        assertThat(upstream.awaitCall().text()).contains("\"models\":[\"primary/m\",\"secondary/m\"]");
        upstream.script(call -> call.answer(503, JSON, BAD));
        openBy("primary/other");
        upstream.script(BreakerTest::byVendor);
        RawClient.Answer answer = call("primary/m");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-openrouter-model")).isEqualTo("secondary/m");
    }

    private void open(String vendor) throws IOException {
        openBy(vendor);
        assertThat(call(vendor + "/m").text()).contains("upstream_unavailable");
        upstream.forget();
    }

    private void openBy(String vendor) throws IOException {
        String model = vendor.contains("/") ? vendor : vendor + "/m";
        for (int n = 0; n < 10; n++) {
            call(model).text();
        }
        upstream.forget();
    }

    private RawClient.Answer call(String model) throws IOException {
        return call(model, "");
    }

    private RawClient.Answer call(String model, String more) throws IOException {
        return client().post(Door.CHAT.path(), body(model, more)).answer();
    }

    private static String body(String model, String more) {
        return "{\"model\":\"" + model + "\"" + more + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    private static void byVendor(Call call) throws IOException {
        boolean fails = call.text().contains("\"model\":\"down-");
        call.answer(fails ? 503 : 200, JSON, fails ? BAD : GOOD);
    }
}
