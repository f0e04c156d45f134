/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shipped admin routes tell, and whom. */
@Timeout(60)
class AdminRoutesTest {

    private static final AdminToken TOKEN = AdminToken.create();

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(AdminRoutesTest::answer);
        gateway = TestGateway.start(
                upstream.baseUrl(),
                "camel.management.enabled=true",
                "camel.management.port=0",
                TOKEN.setting(),
                "api-key=good=sk-canary-good,refused=sk-canary-refused",
                "balance=weighted",
                "auth=none",
                "circuit-breaker.enabled=true",
                "circuit-breaker.minimum-calls=2",
                "circuit-breaker.window=2",
                "circuit-breaker.wait=1h",
                "access-log=true");
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @BeforeEach
    void restoreTheToken() throws IOException {
        TOKEN.change("first-canary-0123456789-0123456789");
    }

    private static void answer(ScriptedUpstream.Call call) throws IOException {
        boolean refused = call.headers().get("Authorization").endsWith("refused");
        if (call.text().contains("broken/")) {
            call.answer(500, HttpTest.JSON, "{\"error\":{\"message\":\"broken\",\"code\":500}}");
        } else if (refused) {
            call.answer(401, HttpTest.JSON, "{\"error\":{\"message\":\"User not found.\",\"code\":401}}");
        } else {
            call.answer(200, HttpTest.JSON, "{\"choices\":[]}");
        }
    }

    @Test
    void tellTheStatesOfTheBreakers() throws Exception {
        for (int n = 0; n < 3; n++) {
            chat("broken/model");
        }
        chat("fine/model");

        OneRequest.Answer answer = operator().get("/admin/v1/breakers", TOKEN.header(), "x-openrouter-echo: x");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo(HttpTest.JSON);
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.header("x-openrouter-echo")).isNull();
        JsonNode breakers = json(answer).get("breakers");
        assertThat(breakers.get(0).toString())
                .isEqualTo("{\"vendor\":null,\"state\":\"closed\",\"until\":null,\"seconds\":null}");
        JsonNode broken = row(breakers, "vendor", "broken");
        assertThat(broken.get("state").asText()).isEqualTo("open");
        assertThat(broken.get("seconds").asInt()).isBetween(3000, 3600);
        assertThat(Instant.parse(broken.get("until").asText())).isAfter(Instant.now());
        assertThat(row(breakers, "vendor", "fine").get("state").asText()).isEqualTo("closed");
    }

    /** Who asks for one vendor must not take what all have for that. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/v1/breakers?vendor=fine",
                "/admin/v1/cooldowns?key",
                "/admin/v1/settings?x=1",
                "/admin/v1/breakers?canary=1&x=2"
            })
    void refuseParametersThatTheyDoNotHave(String path) throws Exception {
        OneRequest.Answer answer = operator().get(path, TOKEN.header());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("invalid_request_error").contains("here");
    }

    @Test
    void tellWhichKeysAreInCooldown() throws Exception {
        chatUntilAKeyIsInCooldown();

        OneRequest.Answer answer = operator().get("/admin/v1/cooldowns", TOKEN.header());

        JsonNode cooldowns = json(answer).get("cooldowns");
        assertThat(cooldowns).hasSize(1);
        assertThat(cooldowns.get(0).get("key").asText()).isEqualTo("refused");
        assertThat(cooldowns.get(0).get("seconds").asInt()).isBetween(200, 300);
        assertThat(Instant.parse(cooldowns.get(0).get("until").asText())).isAfter(Instant.now());
        assertThat(answer.text()).doesNotContain("canary");
    }

    @Test
    void endACooldown() throws Exception {
        chatUntilAKeyIsInCooldown();

        assertThat(delete("/admin/v1/cooldowns/refused").status()).isEqualTo(204);

        assertThat(cooldowns()).isEmpty();
        OneRequest.Answer again = delete("/admin/v1/cooldowns/refused");
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.text()).contains("\"no_cooldown\"");
        assertThat(delete("/admin/v1/cooldowns/nobody").text()).isEqualTo(again.text());
        chatUntilAKeyIsInCooldown();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: */*",
                "Authorization: Bearer ",
                "Authorization: Bearer first-canary-0123456789-012345678",
                "Authorization: Bearer first-canary-0123456789-01234567890",
                "Authorization: Basic first-canary-0123456789-0123456789",
                "Authorization: first-canary-0123456789-0123456789",
                "x-api-key: first-canary-0123456789-0123456789"
            })
    void letNobodyInWithoutTheToken(String header) throws Exception {
        OneRequest.Answer answer = operator().get("/admin/v1/breakers", header);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text())
                .contains("authentication_error", "admin token")
                .doesNotContain("canary");
    }

    @Test
    void takeTheTokenThatTheFileHoldsNow() throws Exception {
        String before = TOKEN.header();
        TOKEN.change("second-canary-0123456789-0123456789");

        assertThat(operator().get("/admin/v1/breakers", before).status()).isEqualTo(401);
        assertThat(operator().get("/admin/v1/breakers", TOKEN.header()).status())
                .isEqualTo(200);
    }

    @Test
    void letNobodyInWhereTheFileIsGone() throws Exception {
        try (LogRecorder log = LogRecorder.record()) {
            TOKEN.delete();

            assertThat(operator().get("/admin/v1/breakers", TOKEN.header()).status())
                    .isEqualTo(401);
            assertThat(operator().get("/admin/v1/breakers", TOKEN.header()).status())
                    .isEqualTo(401);

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("admin.token-file"))
                    .singleElement()
                    .asString()
                    .contains("Nobody is let in", "cannot be read");
        }
    }

    @Test
    void haveTheErrorsOfAllDoors() throws Exception {
        OneRequest.Answer unknown = operator().get("/admin/v1/nothing", "x-request-id: mine-1");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.header("x-request-id")).isEqualTo("mine-1");
        assertThat(unknown.text()).contains("not_found_error", "unknown_path");

        OneRequest.Answer wrong = operator().post("/admin/v1/breakers", "{}", TOKEN.header());
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("allow")).isEqualTo("GET");
    }

    @Test
    void haveLinesInTheAccessLog() throws Exception {
        try (LogRecorder log = LogRecorder.record()) {
            operator().get("/admin/v1/cooldowns", TOKEN.header(), "x-request-id: seen-1");

            HttpTest.await(10).until(() -> log.lines().stream().anyMatch(line -> line.contains("id=seen-1")));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("id=seen-1"))
                    .singleElement()
                    .asString()
                    .contains("client=admin-token", "path=/admin/v1/cooldowns", "status=200")
                    .doesNotContain("canary");
        }
    }

    private static void chatUntilAKeyIsInCooldown() throws IOException {
        for (int n = 0; n < 50 && cooldowns().isEmpty(); n++) {
            chat("fine/model");
        }
        assertThat(cooldowns()).hasSize(1);
    }

    private static JsonNode cooldowns() throws IOException {
        return json(operator().get("/admin/v1/cooldowns", TOKEN.header())).get("cooldowns");
    }

    private static OneRequest.Answer delete(String path) throws IOException {
        return operator().send("DELETE " + path, new byte[0], "Content-Type: application/json", TOKEN.header());
    }

    private static void chat(String model) throws IOException {
        new OneRequest(gateway.port()).post(Door.CHAT.path(), Door.CHAT.plain().replace("openai/gpt-4o", model));
    }

    private static OneRequest operator() {
        return new OneRequest(gateway.managementUri("/").getPort());
    }

    private static JsonNode json(OneRequest.Answer answer) throws IOException {
        return new JsonMapper().readTree(answer.text());
    }

    private static JsonNode row(JsonNode rows, String column, String value) {
        for (JsonNode row : rows) {
            if (row.get(column).asText().equals(value)) {
                return row;
            }
        }
        throw new AssertionError("No " + value + " in " + rows);
    }
}
