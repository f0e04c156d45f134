/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.BalanceView;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.camelopenrouter.testing.ScriptedUpstream.Call;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that OpenRouter refuses or limits, next to one that works. */
@Timeout(120)
class KeyCooldownTest {

    private static final String JSON = "application/json";
    private static final String GOOD = "{\"id\":\"gen-1\",\"choices\":[],\"data\":[]}";
    private static final String DEAD = "sk-canary-dead-1234";
    private static final String[] TWO_KEYS = {
        "api-key=good=sk-canary-good-1234,dead=" + DEAD, "retry.attempts=2", "retry.delay=60s", "retry.max-delay=60s"
    };

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
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":401,\"message\":\"User not found.\"}}",
                "{\"error\":{\"code\":402,\"message\":\"Credits\",\"metadata\":{\"provider_name\":null}}}",
                "{\"error\":{\"code\":403,\"message\":\"Key limit exceeded\"},\"user_id\":\"u\"}"
            })
    void refusedKeyRestsAndNoClientSeesIt(String error) throws Exception {
        start(TWO_KEYS);
        int status = Integer.parseInt(error.replaceAll(".*\"code\":(\\d+).*", "$1"));
        upstream.script(call -> answer(call, status, error));
        try (LogRecorder log = LogRecorder.record()) {
            for (int call = 0; call < 40; call++) {
                assertThat(status(Door.CHAT.plain())).isEqualTo(200);
            }
            assertThat(log.lines().stream().filter(line -> line.contains("in cooldown for")))
                    .singleElement()
                    .asString()
                    .startsWith("WARN ")
                    .contains("'dead'", "300 s", "" + status)
                    .doesNotContain("canary");
        }
        assertThat(balance.isInCooldown("key dead")).isTrue();
        assertThat(balance.isInCooldown("key good")).isFalse();
        assertThat(upstream.callCount()).isEqualTo(41);
    }

    @ParameterizedTest
    @EnumSource
    void everyDoorGoesOnWithAnotherKey(Door door) throws Exception {
        start(TWO_KEYS);
        upstream.script(call -> answer(call, 401, "{\"error\":{\"code\":401,\"message\":\"User not found.\"}}"));
        for (int call = 0; call < 20; call++) {
            try (RawClient client = client().post(door.path(), door.plain())) {
                assertThat(client.answer().status()).isEqualTo(200);
            }
        }
        assertThat(balance.isInCooldown("key dead")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.testing.Door#streams")
    void refusalInTheFirstEventIsOneToo(Door door) throws Exception {
        start(TWO_KEYS);
        upstream.script(call -> {
            boolean dead = call.headers().get("Authorization").contains(DEAD);
            call.head(200, "text/event-stream")
                    .send(dead ? "data: {\"error\":{\"code\":402,\"message\":\"Credits\"}}\n\n" : "data: {\"x\":1}\n\n")
                    .end();
        });
        for (int call = 0; call < 20; call++) {
            try (RawClient client = client().post(door.path(), door.streaming())) {
                assertThat(client.answer().text()).contains("{\"x\":1}");
            }
        }
        assertThat(balance.isInCooldown("key dead")).isTrue();
    }

    /** They are not retries: the budget is there against storms, and this is none. */
    @Test
    void manyCallsAtOnceGoOnWhateverTheRetryBudget() throws Exception {
        start("api-key=good=sk-canary-good-1234,dead=" + DEAD, "retry.attempts=1", "retry.budget=0");
        upstream.script(call -> answer(call, 401, "{\"error\":{\"code\":401,\"message\":\"User not found.\"}}"));
        ExecutorService clients = Executors.newFixedThreadPool(40);
        List<Future<Integer>> statuses = new ArrayList<>();
        for (int call = 0; call < 200; call++) {
            statuses.add(clients.submit(() -> status(Door.CHAT.plain())));
        }
        for (Future<Integer> status : statuses) {
            assertThat(status.get()).isEqualTo(200);
        }
        clients.shutdown();
    }

    @Test
    void platformLimitRestsTheKeyUntilItsReset() throws Exception {
        start(TWO_KEYS);
        upstream.script(call -> answer(
                call,
                429,
                "{\"error\":{\"code\":429,\"message\":\"Rate limit exceeded\"}}",
                "Retry-After: 1",
                "X-RateLimit-Limit: 20",
                "X-RateLimit-Reset: " + (System.currentTimeMillis() + 600_000)));
        for (int call = 0; call < 40; call++) {
            assertThat(status(Door.CHAT.plain())).isEqualTo(200);
        }
        assertThat(balance.members().get("key dead")).containsPattern("in cooldown for (5\\d\\d|600) s");
    }

    @Test
    void limitOfAVendorRestsNoKey() throws Exception {
        start("api-key=good=sk-canary-good-1234,dead=" + DEAD);
        upstream.script(call -> call.answer(
                429, JSON, "{\"error\":{\"code\":429,\"metadata\":{\"provider_name\":\"Google\"}}}", "Retry-After: 9"));
        assertThat(authorizations(40)).hasSize(2);
        assertThat(balance.isInCooldown("key dead") || balance.isInCooldown("key good"))
                .isFalse();
    }

    /** A moderation or a guardrail is about the prompt: whoever sends a bad one must not put keys to rest. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":403,\"metadata\":{\"provider_name\":\"OpenAI\"}}}",
                "{\"error\":{\"code\":403,\"metadata\":{\"patterns\":[\"ignore previous\"]}}}",
                "<html>Blocked</html>"
            })
    void refusalThatIsNotAboutTheKeyPasses(String error) throws Exception {
        start(TWO_KEYS);
        upstream.script(call -> call.answer(403, error.startsWith("<") ? "text/html" : JSON, error));
        assertThat(status(Door.CHAT.plain())).isEqualTo(403);
        assertThat(upstream.callCount()).isEqualTo(1);
        assertThat(balance.isInCooldown("key dead") || balance.isInCooldown("key good"))
                .isFalse();
    }

    @Test
    void onlyKeyLeftIsUsedOn() throws Exception {
        start(TWO_KEYS);
        upstream.script(call -> call.answer(401, JSON, "{\"error\":{\"code\":401,\"message\":\"No\"}}"));
        assertThat(status(Door.CHAT.plain())).isEqualTo(401);
        assertThat(upstream.callCount()).isEqualTo(2);
        upstream.forget();
        assertThat(status(Door.CHAT.plain())).isEqualTo(401);
        assertThat(upstream.callCount()).isEqualTo(1);
        assertThat(balance.isInCooldown("key dead")).isNotEqualTo(balance.isInCooldown("key good"));
    }

    @Test
    void withoutRetriesTheClientSeesTheAnswerAndTheKeyRestsAllTheSame() throws Exception {
        start("api-key=good=sk-canary-good-1234,dead=" + DEAD, "retry.attempts=0");
        upstream.script(call -> answer(call, 401, "{\"error\":{\"code\":401,\"message\":\"No\"}}"));
        List<Integer> statuses = new ArrayList<>();
        for (int call = 0; call < 40; call++) {
            statuses.add(status(Door.CHAT.plain()));
        }
        assertThat(statuses).containsOnlyOnce(401).contains(200);
    }

    @Test
    void weightedSharesFollowTheWeights() throws Exception {
        start("api-key=big=sk-canary-big*9,small=sk-canary-small", "balance=weighted");
        int big = 0;
        for (int call = 0; call < 200; call++) {
            status(Door.CHAT.plain());
            big += upstream.awaitCall().headers().get("Authorization").endsWith("big") ? 1 : 0;
        }
        assertThat(big).isBetween(150, 199);
    }

    @ParameterizedTest
    @ValueSource(strings = {"session_id", "user", "prompt_cache_key", "x-session-id"})
    void sessionStaysWithItsKey(String name) throws Exception {
        start("api-key=a=sk-canary-a,b=sk-canary-b,c=sk-canary-c", "balance=weighted");
        Set<String> keys = new HashSet<>();
        for (int session = 0; session < 12; session++) {
            Set<String> ofSession = new HashSet<>();
            for (int call = 0; call < 5; call++) {
                String value = "session-" + session;
                boolean header = name.startsWith("x-");
                String more = header ? "" : "\"" + name + "\":\"" + value + "\",";
                String body = Door.CHAT.plain().replace("{\"model", "{" + more + "\"model");
                try (RawClient client =
                        client().post(Door.CHAT.path(), body, header ? name + ": " + value : "X-A: b")) {
                    assertThat(client.answer().status()).isEqualTo(200);
                }
                ofSession.add(upstream.awaitCall().headers().get("Authorization"));
            }
            assertThat(ofSession).hasSize(1);
            keys.addAll(ofSession);
        }
        assertThat(keys).hasSizeGreaterThan(1);
    }

    private Set<String> authorizations(int calls) throws Exception {
        Set<String> seen = new HashSet<>();
        for (int call = 0; call < calls; call++) {
            status(Door.CHAT.plain());
            seen.add(upstream.awaitCall().headers().get("Authorization"));
        }
        return seen;
    }

    private void start(String... settings) {
        gateway = TestGateway.start(upstream.baseUrl(), settings);
        balance = new BalanceView(gateway.context());
    }

    private static void answer(Call call, int status, String error, String... headers) throws IOException {
        if (call.headers().get("Authorization").contains(DEAD)) {
            call.answer(status, JSON, error, headers);
        } else {
            call.answer(200, JSON, GOOD);
        }
    }

    private int status(String body) throws IOException {
        try (RawClient client = client().post(Door.CHAT.path(), body)) {
            return client.answer().status();
        }
    }

    private RawClient client() throws IOException {
        return RawClient.connect(gateway.port());
    }
}
