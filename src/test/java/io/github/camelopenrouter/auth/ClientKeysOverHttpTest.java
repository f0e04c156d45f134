/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may come in. */
@Timeout(60)
class ClientKeysOverHttpTest {

    private static final String ALICE = "alice-key-canary";
    private static final String BOB = "sk-böb canary";
    private static final String HELLO =
            "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;
    private static OneRequest client;

    @BeforeAll
    static void start() throws Exception {
        upstream = ScriptedUpstream.start(call ->
                call.answer(200, "application/json", "{\"choices\":[],\"data\":[]}", "Cache-Control: no-store"));
        gateway = TestGateway.start(
                upstream.baseUrl(),
                "auth=keys",
                "auth.failures=off",
                "auth.keys=alice=" + sha256(ALICE) + ",bob=" + sha256(BOB));
        gateway.context().addRoutes(whoAmI());
        client = new OneRequest(gateway.port());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    /** A door with a step of the host's own after the guard. */
    private static RouteBuilder whoAmI() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/v1/who-am-i?platformHttpEngine=#openrouter-engine")
                        .routeId("test-who-am-i")
                        .routeConfigurationId("openrouter-errors")
                        .process("openrouter-guard")
                        .setBody(simple("${exchangeProperty." + OpenRouterConstants.CLIENT_LABEL
                                + "}|${header.Authorization}|${header.x-api-key}"));
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization: Bearer alice-key-canary",
        "authorization: bearer   alice-key-canary",
        "AUTHORIZATION: BEARER alice-key-canary",
        "x-api-key: alice-key-canary",
        "X-API-Key:   alice-key-canary"
    })
    void letsAKnownKeyIn(String header) throws Exception {
        assertThat(client.post("/v1/chat/completions", HELLO, header).status()).isEqualTo(200);
        assertThat(client.post("/anthropic/v1/messages", HELLO, header).status())
                .isEqualTo(200);
        assertThat(client.get("/v1/models", header).status()).isEqualTo(200);
    }

    @Test
    void sendsItsOwnKeyUpNeverTheClients() throws Exception {
        upstream.forgetCalls();
        client.post("/v1/chat/completions", HELLO, "Authorization: Bearer " + ALICE, "x-api-key: " + ALICE);
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.headers()).containsEntry("Authorization", "Bearer " + TestGateway.KEY);
        assertThat(call.headerLines()).noneMatch(line -> line.contains(ALICE));
    }

    @Test
    void tellsLaterStepsTheLabelAndTakesTheKeyAway() throws Exception {
        assertThat(client.get("/v1/who-am-i", "x-api-key: " + ALICE).text()).isEqualTo("alice||");
        assertThat(client.get("/v1/who-am-i", "Authorization: Bearer " + ALICE, "x-api-key: other")
                        .text())
                .isEqualTo("alice||");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-nothing: 1",
                "Authorization: Bearer wrong-key-canary",
                "Authorization: Bearer alice-key-canary-and-more",
                "Authorization: Bearer alice-key-canar",
                "Authorization: Bearer ALICE-KEY-CANARY",
                "Authorization: Bearer",
                "Authorization: Bearer alice-key-canary, Bearer alice-key-canary",
                "Authorization: Basic alice-key-canary",
                "Authorization: alice-key-canary",
                "x-api-key:",
                "x-api-key: ' OR 1=1 --",
                "api-key: alice-key-canary",
                "Cookie: x-api-key=alice-key-canary",
                "CamelOpenRouterClientLabel: alice"
            })
    void refusesEverybodyElseWithoutACallUpstream(String header) throws Exception {
        int before = upstream.callCount();
        for (String path : new String[] {"/v1/chat/completions", "/openai/v1/responses", "/v1/embeddings"}) {
            assertOpenAi401(client.post(path, HELLO, header));
        }
        assertOpenAi401(client.get("/v1/models", header));
        assertOpenAi401(client.get("/v1/models/openai/gpt-4o", header));
        assertAnthropic401(client.post("/anthropic/v1/messages", HELLO, header));
        assertThat(upstream.callCount()).isEqualTo(before);
    }

    @Test
    void refusesAHashThatIsShownAsTheKey() throws Exception {
        assertOpenAi401(client.get("/v1/models", "x-api-key: " + sha256(ALICE)));
    }

    @Test
    void refusesAKeyThatCameTwice() throws Exception {
        assertOpenAi401(
                client.get("/v1/models", "Authorization: Bearer " + ALICE, "Authorization: Bearer wrong-key-canary"));
        assertOpenAi401(client.get("/v1/models", "x-api-key: wrong-key-canary", "x-api-key: " + ALICE));
    }

    @Test
    void takesNoKeyFromTheQuery() throws Exception {
        assertOpenAi401(client.get("/v1/models?api_key=" + ALICE + "&x-api-key=" + ALICE + "&key=" + ALICE));
    }

    @Test
    void checksTheKeyBeforeTheBody() throws Exception {
        assertOpenAi401(client.post("/v1/chat/completions", "{not json", "x-api-key: wrong-key-canary"));
    }

    @Test
    void leavesHealthOpen() throws Exception {
        assertThat(client.get("/health").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth.keys=", "app-title=x"})
    void refusesToStartWithKeysAskedForAndNoneGiven(String setting) {
        assertThatThrownBy(() -> TestGateway.start(upstream.baseUrl(), "auth=keys", setting))
                .hasRootCauseInstanceOf(SettingException.class)
                .hasRootCauseMessage("openrouter.auth=keys needs at least one key in openrouter.auth.keys.");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "::", "192.0.2.1", "gateway.example"})
    void refusesToStartOnAnAddressOfOthersWithoutADecision(String host) {
        assertThatThrownBy(() -> TestGateway.start(upstream.baseUrl(), "camel.server.host=" + host))
                .hasRootCauseInstanceOf(SettingException.class)
                .hasRootCauseMessage("The gateway would listen on " + host
                        + " without a decision who may use it: set openrouter.auth=keys or openrouter.auth=none.");
    }

    @Test
    void startsOnAnAddressOfOthersOnceItIsDecided() throws Exception {
        try (TestGateway open = TestGateway.start(upstream.baseUrl(), "camel.server.host=0.0.0.0", "auth=none")) {
            assertThat(new OneRequest(open.port()).get("/v1/models").status()).isEqualTo(200);
        }
    }

    private static void assertOpenAi401(OneRequest.Answer answer) throws Exception {
        JsonNode error = refusal(answer).get("error");
        assertThat(error.get("type").asText()).isEqualTo("authentication_error");
        assertThat(error.get("code").asText()).isEqualTo("invalid_api_key");
        assertThat(error.get("message").asText()).isNotBlank();
        assertThat(error.get("param").isNull()).isTrue();
        assertThat(error).hasSize(4);
    }

    private static void assertAnthropic401(OneRequest.Answer answer) throws Exception {
        JsonNode body = refusal(answer);
        assertThat(body.get("type").asText()).isEqualTo("error");
        assertThat(body.get("error").get("type").asText()).isEqualTo("authentication_error");
        assertThat(body.get("error").get("message").asText()).isNotBlank();
        assertThat(body.get("error")).hasSize(2);
        assertThat(body.get("request_id").asText()).isEqualTo(answer.header("x-request-id"));
    }

    private static JsonNode refusal(OneRequest.Answer answer) throws Exception {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.text()).doesNotContain("canary");
        return new JsonMapper().readTree(answer.body());
    }

    private static String sha256(String key) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    }
}
