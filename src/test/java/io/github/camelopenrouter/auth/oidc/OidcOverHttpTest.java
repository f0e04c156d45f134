/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.api.Principal.Role;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Services that call with tokens: at the gateway's own port and at the management port. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class OidcOverHttpTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String HELLO =
            "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String CLIENT_KEY = "key-canary";
    private static final String ADMIN = "/admin/v1/breakers";

    private final BlockingQueue<Principal> seen = new LinkedBlockingQueue<>();
    private final AdminToken admin = AdminToken.create();
    private FakeIssuer issuer;
    private ScriptedUpstream upstream;
    private TestGateway gateway;
    private OneRequest client;
    private OneRequest operator;

    @BeforeAll
    void start() throws Exception {
        issuer = FakeIssuer.start();
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
        gateway = TestGateway.start(
                upstream.baseUrl(),
                "oidc.issuer=" + issuer.name(),
                "oidc.audience=" + FakeIssuer.AUDIENCE,
                "oidc.team-claim=groups",
                "oidc.role-claim=roles",
                "oidc.roles=platform-admins>admin;finance>auditor",
                "auth.keys=ci=" + sha256(CLIENT_KEY),
                "auth.failures=off",
                "camel.management.enabled=true",
                "camel.management.port=0",
                admin.setting());
        gateway.context().addRoutes(whoAmI());
        client = new OneRequest(gateway.port());
        operator = new OneRequest(gateway.managementUri("/").getPort());
    }

    private RouteBuilder whoAmI() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/v1/who-am-i?platformHttpEngine=#openrouter-engine")
                        .routeConfigurationId("openrouter-errors")
                        .process("openrouter-guard")
                        .process(exchange -> seen.add(Principal.of(exchange)))
                        .setBody(simple("${header.Authorization}|${header.x-api-key}|${header.x-openrouter-team}"));
            }
        };
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        upstream.close();
        issuer.close();
    }

    @Test
    void aServiceCallsWithItsTokenAndNothingOfItGoesUp() throws Exception {
        upstream.forgetCalls();
        String token = token(Map.of("groups", List.of("support", "sales")));

        assertThat(client.post(CHAT, HELLO, bearer(token), "x-openrouter-team: sales")
                        .status())
                .isEqualTo(200);
        assertThat(upstream.awaitCall().headerLines())
                .contains("Authorization: Bearer " + TestGateway.KEY)
                .noneMatch(line -> line.contains(token) || line.toLowerCase().contains("x-openrouter-team"));
        assertThat(client.post(CHAT, HELLO, "x-api-key: " + token, "x-openrouter-team: sales")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void laterStepsKnowTheServiceAndItsTeamAndNotTheToken() throws Exception {
        String token = token(Map.of("groups", List.of("support", "sales"), "roles", "finance"));

        OneRequest.Answer answer = client.get("/v1/who-am-i", bearer(token), "x-openrouter-team: sales");

        assertThat(answer.text()).isEqualTo("||");
        assertThat(seen.poll(20, TimeUnit.SECONDS))
                .isEqualTo(new Principal(null, "sales", "service-a", Set.of(Role.AUDITOR), Set.of("support", "sales")));
    }

    @Test
    void ofSeveralTeamsOneIsToBeChosen() throws Exception {
        String token = token(Map.of("groups", List.of("support", "sales")));

        OneRequest.Answer unchosen = client.post(CHAT, HELLO, bearer(token));
        assertThat(unchosen.status()).isEqualTo(403);
        assertThat(unchosen.text()).contains("permission_error", "x-openrouter-team: sales, support");
        OneRequest.Answer others = client.post(CHAT, HELLO, bearer(token), "x-openrouter-team: finance");
        OneRequest.Answer nobodys = client.post(CHAT, HELLO, bearer(token), "x-openrouter-team: nobodys");
        assertThat(others.status()).isEqualTo(403);
        assertThat(others.text()).isEqualTo(nobodys.text()).doesNotContain("finance", "support");
    }

    @Test
    void besideAClientKeyTheTeamIsIgnoredAndGoesNowhere() throws Exception {
        upstream.forgetCalls();

        assertThat(client.post(CHAT, HELLO, bearer(CLIENT_KEY), "X-OpenRouter-Team: support")
                        .status())
                .isEqualTo(200);
        assertThat(upstream.awaitCall().headerLines())
                .noneMatch(line -> line.toLowerCase().contains("x-openrouter-team"));
    }

    @Test
    void allThatIsRefusedIsRefusedAlike() throws Exception {
        long past = Clock.systemUTC().instant().getEpochSecond() - 3600;
        String expired =
                client.post(CHAT, HELLO, bearer(token(Map.of("exp", past)))).text();
        OneRequest.Answer unknown = client.post(CHAT, HELLO, bearer("unknown-key"));

        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.text())
                .isEqualTo(expired)
                .isEqualTo(client.post(CHAT, HELLO, bearer(token(Map.of("aud", "others"))))
                        .text())
                .isEqualTo(client.post(CHAT, HELLO, bearer(token(Map.of("iss", "https://x"))))
                        .text())
                .contains("authentication_error", "invalid_api_key");
    }

    @Test
    void atTheManagementPortTheRoleAdminIsNeeded() throws Exception {
        String adminsToken = token(Map.of("roles", List.of("platform-admins"), "groups", List.of("a", "b")));

        assertThat(operator.get(ADMIN, bearer(adminsToken)).status()).isEqualTo(200);
        assertThat(operator.get(ADMIN, admin.header()).status()).isEqualTo(200);
        OneRequest.Answer auditor = operator.get(ADMIN, bearer(token(Map.of("roles", "finance"))));
        assertThat(auditor.status()).isEqualTo(403);
        assertThat(auditor.text()).contains("permission_error", "Your roles do not allow this.");
        assertThat(operator.get(ADMIN, bearer(CLIENT_KEY)).status()).isEqualTo(401); // has no role at all
        assertThat(operator.get(ADMIN, bearer(adminsToken + "x")).status()).isEqualTo(401);
        assertThat(operator.get(ADMIN).status()).isEqualTo(401);
    }

    @Test
    void aTokenStandsInNoLogAndNoAnswer() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("io.github.camelopenrouter");
        Level before = root.getLevel();
        String good = token(Map.of("groups", "support", "jti", "jti-canary"));
        String bad = token(Map.of("groups", "support", "aud", "aud-canary"));
        String otherKey = FakeIssuer.sign(
                Map.of("alg", "ES256", "kid", "kid-canary"), FakeIssuer.EC, issuer.claims(Clock.systemUTC()));
        try (LogRecorder log = LogRecorder.record()) {
            root.setLevel(Level.TRACE);
            ours.setLevel(Level.TRACE);
            StringBuilder answers = new StringBuilder();
            for (String token : List.of(good, bad, otherKey, good + "x")) {
                answers.append(client.post(CHAT, HELLO, bearer(token)).text());
                answers.append(operator.get(ADMIN, bearer(token)).text());
            }
            for (String token : List.of(good, bad, otherKey)) {
                for (String part : token.split("\\.")) {
                    assertThat(log.lines()).noneMatch(line -> line.contains(part));
                    assertThat(answers.toString()).doesNotContain(part);
                }
            }
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("canary"));
            assertThat(answers.toString()).doesNotContain("canary");
        } finally {
            root.setLevel(before);
            ours.setLevel(Level.INFO);
        }
    }

    @Test
    void anIssuerIsADecisionWhoMayComeIn() {
        assertThatThrownBy(() -> TestGateway.start(
                        upstream.baseUrl(), "auth=none", "oidc.issuer=" + issuer.name(), "oidc.audience=a"))
                .hasRootCauseInstanceOf(SettingException.class)
                .hasRootCauseMessage("openrouter.auth=none would let in everybody, while openrouter.oidc.issuer lists"
                        + " who may come in: remove one.");
        assertThatThrownBy(() -> TestGateway.start(upstream.baseUrl(), "oidc.issuer=" + issuer.name()))
                .hasRootCauseMessage("openrouter.oidc.issuer is set, but not openrouter.oidc.audience: set it, too.");
    }

    private String token(Map<String, Object> more) {
        Map<String, Object> claims = issuer.claims(Clock.systemUTC());
        claims.putAll(more);
        return FakeIssuer.sign("ES256", FakeIssuer.EC, claims);
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes()));
    }
}
