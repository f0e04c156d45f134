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
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.OneRequest.Answer;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that names its models in a list alone is for the first of them. */
@Timeout(120)
class ModelsWithoutModelTest {

    private static final String JSON = "application/json";
    private static final String GOOD = "{\"id\":\"gen-1\",\"choices\":[]}";
    private static final String DOWN = "{\"error\":{\"code\":503,\"message\":\"down\"}}";

    private final ScriptedUpstream upstream = ScriptedUpstream.start(call -> call.answer(200, JSON, GOOD));
    private TestGateway gateway;

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.testing.Door#streams")
    void passesAsItIsAndIsLoggedByTheFirst(Door door) throws Exception {
        start("access-log=true");
        try (LogRecorder log = LogRecorder.record()) {
            Answer answer = post(door, "\"models\": [\"openrouter/a/one\", \"\\u0062/two\"]");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("x-openrouter-model")).isNull();
            String sent = upstream.awaitCall().text();
            assertThat(sent.replace(" ", ""))
                    .startsWith("{\"models\":[\"a/one\",\"\\u0062/two\"],")
                    .doesNotContain("\"model\":");
            HttpTest.await(20)
                    .until(() -> log.lines().stream()
                            .anyMatch(line -> line.contains(" model=openrouter/a/one sent=a/one ")));
        }
    }

    @Test
    void getsTheVendorOfItsDoorAndAnAliasTheModelThatItStandsFor() throws Exception {
        start("model-aliases=smart>openai/gpt-4o");
        Answer answer = post(Door.CHAT, "\"models\":[\"smart\",\"b/two\"]");

        assertThat(answer.header("x-openrouter-model")).isEqualTo("openai/gpt-4o");
        assertThat(upstream.awaitCall().text()).startsWith("{\"models\":[\"openai/gpt-4o\",\"b/two\"],");
    }

    @Test
    void firstIsAGroupWhoseMembersShareTheCalls() throws Exception {
        start("model-aliases=fast>left/m|right/m");
        Set<String> chosen = new HashSet<>();
        for (int call = 0; call < 40; call++) {
            String model = post(Door.CHAT, "\"models\":[\"fast\",\"b/two\"]").header("x-openrouter-model");
            String other = model.equals("left/m") ? "right/m" : "left/m";
            assertThat(upstream.awaitCall().text())
                    .startsWith("{\"models\":[\"" + model + "\",\"" + other + "\",\"b/two\"],");
            chosen.add(model);
        }
        assertThat(chosen).containsExactlyInAnyOrder("left/m", "right/m");
    }

    @Test
    void breakerIsThatOfTheFirstOnesVendorAndTheNextIsNamedWhereItIsOpen() throws Exception {
        start(
                "circuit-breaker.enabled=true",
                "circuit-breaker.minimum-calls=2",
                "circuit-breaker.window=2",
                "circuit-breaker.wait=1h");
        upstream.script(call -> call.answer(503, JSON, DOWN));
        for (int call = 0; call < 2; call++) {
            assertThat(post(Door.CHAT, "\"models\":[\"a/one\"]").status()).isEqualTo(503);
        }
        upstream.forget();
        upstream.script(call -> call.answer(200, JSON, GOOD));

        Answer answer = post(Door.CHAT, "\"models\":[\"a/one\",\"b/two\",\"c/three\"]");

        assertThat(answer.header("x-openrouter-model")).isEqualTo("b/two");
        assertThat(upstream.awaitCall().text()).contains("\"models\":[\"b/two\",\"c/three\"]", "\"model\":\"b/two\"");
        assertThat(post(Door.CHAT, "\"models\":[\"a/one\"]").text()).contains("upstream_unavailable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[1,\"a/one\"]", "[\"\",\"a/one\"]"})
    void refusesAListThatNamesNone(String models) throws Exception {
        start();
        Answer answer = post(Door.RESPONSES, "\"models\":" + models);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"param\":\"models\"");
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void theSandboxPlaysTheFirst() throws Exception {
        gateway = TestGateway.sandbox();

        assertThat(post(Door.CHAT, "\"models\":[\"openai/gpt-4o\",\"sandbox/echo\"]")
                        .text())
                .contains("\"model\":\"openai/gpt-4o\"");
        assertThat(post(Door.CHAT, "\"models\":[\"sandbox/echo\",\"openai/gpt-4o\"]")
                        .text())
                .contains("\\\"models\\\":[\\\"sandbox/echo\\\",\\\"openai/gpt-4o\\\"]");
    }

    private void start(String... settings) {
        gateway = TestGateway.start(upstream.baseUrl(), settings);
    }

    private Answer post(Door door, String models) throws IOException {
        return new OneRequest(gateway.port())
                .post(door.path(), door.plain().replaceFirst("\"model\":\"[^\"]*\"", models.replace("\\", "\\\\")));
    }
}
