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

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.BalanceView;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.camelopenrouter.testing.ScriptedUpstream.Call;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An alias for two models of two vendors. */
@Timeout(120)
class ModelGroupTest {

    private static final String JSON = "application/json";
    private static final String GOOD = "{\"id\":\"gen-1\",\"choices\":[],\"data\":[]}";
    private static final String BAD = "{\"error\":{\"code\":503,\"message\":\"down\"}}";
    private static final String GROUP = "model-aliases=fast>left/m|openrouter/right/m;one>left/m";

    private final ScriptedUpstream upstream = ScriptedUpstream.start(call -> call.answer(200, JSON, GOOD));
    private TestGateway gateway;
    private BalanceView balance;

    @AfterEach
    void stop() throws IOException {
        HttpTest.await(5).until(() -> balance.isIdle());
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource
    void membersShareTheCallsOfEveryDoor(Door door) throws Exception {
        start(GROUP);
        Set<String> served = new HashSet<>();
        for (int call = 0; call < 40; call++) {
            try (RawClient client =
                    client().post(door.path(), door.plain().replaceAll("\"model\":\"[^\"]*\"", "\"model\":\"fast\""))) {
                RawClient.Answer answer = client.answer();
                assertThat(answer.status()).isEqualTo(200);
                String sent = modelOf(upstream.awaitCall());
                assertThat(answer.header("x-openrouter-model")).isEqualTo(sent);
                served.add(sent);
            }
        }
        assertThat(served).containsExactlyInAnyOrder("left/m", "right/m");
        assertThat(balance.share("model fast left/m") + balance.share("model fast right/m"))
                .isBetween(99, 101);
        assertThat(balance.members()).doesNotContainKey("model one left/m");
    }

    @Test
    void nextTryGoesToTheOtherAndChangesNothingElse() throws Exception {
        start(GROUP, "retry.attempts=1", "retry.delay=1ms", "retry.budget=100");
        upstream.script(call -> answerUnless(call, "left/m"));
        for (int call = 0; call < 30; call++) {
            RawClient.Answer answer = call("fast", ",\"x\":1.50,\"y\":\"\\u0061\"");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("x-openrouter-model")).isEqualTo("right/m");
        }
        Set<String> bodies = new HashSet<>();
        while (upstream.waitingCalls() > 0) {
            bodies.add(upstream.awaitCall().text().replaceAll("(left|right)/m", "*"));
        }
        assertThat(bodies)
                .containsExactly("{\"model\":\"*\",\"x\":1.50,\"y\":\"\\u0061\","
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        assertThat(balance.share("model fast left/m")).isLessThan(40);
    }

    /** A model is not quick because its streams die soon. */
    @Test
    void modelWhoseStreamsDieGetsFewCalls() throws Exception {
        start(GROUP, "circuit-breaker.enabled=false");
        upstream.script(call -> {
            call.head(200, "text/event-stream")
                    .send("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n");
            if (modelOf(call).equals("left/m")) {
                call.reset();
            } else {
                call.send("data: [DONE]\n\n").end();
            }
        });
        int died = 0;
        for (int call = 0; call < 60; call++) {
            died += call("fast", ",\"stream\":true").text().contains("\"error\"") ? 1 : 0;
        }
        assertThat(died).isBetween(1, 15);
    }

    /** What one vendor asks for is nothing to the other. */
    @Test
    void otherModelDoesNotWaitForTheFirstOnesRetryAfter() throws Exception {
        start(GROUP, "retry.attempts=1", "retry.delay=1ms", "retry.max-delay=1s", "retry.budget=100");
        upstream.script(call -> answerUnless(call, "left/m", "Retry-After: 3600"));
        for (int call = 0; call < 30; call++) {
            assertThat(call("fast", "").status()).isEqualTo(200);
        }
    }

    @Test
    void vendorWithAnOpenBreakerIsNotChosen() throws Exception {
        start(GROUP, "circuit-breaker.enabled=true", "circuit-breaker.wait=1h");
        open("left");
        for (int call = 0; call < 30; call++) {
            assertThat(call("fast", "").header("x-openrouter-model")).isEqualTo("right/m");
        }
    }

    @Test
    void withoutAHealthyMemberTheBreakerAnswers() throws Exception {
        start(GROUP, "circuit-breaker.enabled=true", "circuit-breaker.wait=1h");
        open("left");
        open("right");
        RawClient.Answer answer = call("fast", "");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("upstream_unavailable");
        assertThat(upstream.callCount()).isZero();
    }

    /** A breaker that lets one call through to see whether its vendor is back refuses the others. */
    @Test
    void refusedByABreakerTheCallGoesToTheOther() throws Exception {
        start(
                GROUP,
                "balance=weighted",
                "retry.attempts=0",
                "circuit-breaker.enabled=true",
                "circuit-breaker.wait=100ms",
                "circuit-breaker.half-open-calls=2");
        open("left");
        HttpTest.await(10).until(() -> call("left/other", "").status() == 200);
        upstream.forget();
        CountDownLatch held = new CountDownLatch(1);
        upstream.script(call -> {
            if (modelOf(call).equals("left/m")) {
                assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
            }
            call.answer(200, JSON, GOOD);
        });
        RawClient trial = client().post(Door.CHAT.path(), body("left/m", ""));
        upstream.awaitCall();
        for (int call = 0; call < 30; call++) {
            RawClient.Answer answer = call("fast", "");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("x-openrouter-model")).isEqualTo("right/m");
        }
        held.countDown();
        assertThat(trial.answer().status()).isEqualTo(200);
    }

    @Test
    void groupInAListStandsForAllItsMembersInTheirOrder() throws Exception {
        start(GROUP);
        call("a/1", ",\"models\":[\"a/1\",\"fast\",\"b/1\"]");
        assertThat(upstream.awaitCall().text()).contains("\"models\":[\"a/1\",\"left/m\",\"right/m\",\"b/1\"]");
        call("a/1", ",\"fallbacks\":[\"fast\"]");
        assertThat(upstream.awaitCall().text()).contains("\"models\":[\"a/1\",\"left/m\",\"right/m\"]");
    }

    @Test
    void fallbacksOfTheSettingsMayNameGroupsAndBeNamedByThem() throws Exception {
        start(GROUP, "fallbacks=a/1>fast;fast>z/1");
        call("a/1", "");
        assertThat(upstream.awaitCall().text()).contains("\"models\":[\"a/1\",\"left/m\",\"right/m\"]");
        call("fast", "");
        String sent = upstream.awaitCall().text();
        assertThat(sent).containsPattern("\"models\":\\[\"(left|right)/m\",\"z/1\"]");
    }

    @Test
    void fallbacksFollowTheModelOfTheNextTry() throws Exception {
        start(GROUP, "fallbacks=fast>z/1", "retry.attempts=1", "retry.delay=1ms", "retry.budget=100");
        upstream.script(call -> answerUnless(call, "left/m"));
        for (int call = 0; call < 20; call++) {
            assertThat(call("fast", "").status()).isEqualTo(200);
        }
        while (upstream.waitingCalls() > 0) {
            assertThat(upstream.awaitCall().text())
                    .containsPattern("\"model\":\"((?:left|right)/m)\".*\"models\":\\[\"\\1\",\"z/1\"]");
        }
    }

    @Test
    void fallbackServesWhileNoMemberIsHealthy() throws Exception {
        start(GROUP, "fallbacks=fast>z/1", "circuit-breaker.enabled=true", "circuit-breaker.wait=1h");
        open("left");
        open("right");
        RawClient.Answer answer = call("fast", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-openrouter-model")).isEqualTo("z/1");
        assertThat(upstream.awaitCall().text()).doesNotContain("models");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "prompt_cache_key"})
    void sessionStaysWithItsModel(String parameter) throws Exception {
        start(GROUP, "balance=weighted");
        Set<String> models = new HashSet<>();
        for (int session = 0; session < 10; session++) {
            Set<String> ofSession = new HashSet<>();
            for (int call = 0; call < 5; call++) {
                ofSession.add(call("fast", ",\"" + parameter + "\":\"s" + session + "\"")
                        .header("x-openrouter-model"));
            }
            assertThat(ofSession).hasSize(1);
            models.addAll(ofSession);
        }
        assertThat(models).hasSize(2);
    }

    /** However a call ends, nobody carries it any longer. */
    @Test
    void everyEndIsAnEnd() throws Exception {
        start(
                GROUP,
                "api-key=a=sk-canary-a,b=sk-canary-b",
                "retry.attempts=1",
                "retry.delay=1ms",
                "timeout.response=200ms",
                "circuit-breaker.enabled=true",
                "circuit-breaker.wait=1h");
        upstream.script(call -> call.head(200, "text/event-stream")
                .send("data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n")
                .awaitHangUp());
        for (int call = 0; call < 5; call++) {
            RawClient client = client().post(Door.CHAT.path(), body("fast", ",\"stream\":true"));
            client.answer();
            assertThat(balance.isIdle()).isFalse();
            client.hangUp();
        }
        HttpTest.await(5).until(() -> balance.isIdle());
        upstream.script(Call::reset);
        call("fast", "").text();
        upstream.script(call -> call.head(200, JSON).send("{\"id\":").reset());
        call("fast", "").text();
        upstream.script(Call::awaitHangUp);
        call("fast", "").text();
        upstream.script(call -> call.answer(204, null, ""));
        call("fast", "").status();
        upstream.script(call -> call.answer(400, JSON, BAD));
        call("fast", "").text();
        upstream.script(call -> call.answer(200, JSON, BAD));
        for (int call = 0; call < 30; call++) {
            call("fast", "").text();
        }
        assertThat(call("fast", "").text()).contains("upstream_unavailable");
        HttpTest.await(5).until(() -> balance.isIdle());
        upstream.stopListening();
        call("fast", "").text();
    }

    /** By calls for another of its models. */
    private void open(String vendor) throws Exception {
        upstream.script(call -> call.answer(503, JSON, BAD));
        HttpTest.await(10).until(() -> call(vendor + "/other", "").text().contains("upstream_unavailable"));
        upstream.script(call -> call.answer(200, JSON, GOOD));
        upstream.forget();
    }

    private void start(String... settings) {
        gateway = TestGateway.start(upstream.baseUrl(), settings);
        balance = new BalanceView(gateway.context());
    }

    private RawClient.Answer call(String model, String more) throws IOException {
        return client().post(Door.CHAT.path(), body(model, more)).answer();
    }

    private RawClient client() throws IOException {
        return RawClient.connect(gateway.port());
    }

    private static String body(String model, String more) {
        return "{\"model\":\"" + model + "\"" + more + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    private static void answerUnless(Call call, String down, String... headers) throws IOException {
        boolean fails = modelOf(call).equals(down);
        call.answer(fails ? 503 : 200, JSON, fails ? BAD : GOOD, headers);
    }

    private static String modelOf(Call call) {
        return call.text().replaceAll("(?s).*?\"model\":\"([^\"]*)\".*", "$1");
    }
}
