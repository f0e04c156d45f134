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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever shows a token lives by the rules of the team that it names, or that the policy knows for the user. */
@Timeout(60)
class TokensUnderPolicyTest {

    private static final String CHAT = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @Test
    void aTokenIsGovernedAsItsTeamIs(@TempDir Path directory) throws Exception {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), """
                teams:
                  support: { models: ["openai/*"] }
                  sales: { models: ["mistralai/*"] }
                users:
                  ada: { teams: [support], deny-models: ["openai/o1-pro"] }
                """);
        try (FakeIssuer issuer = FakeIssuer.start();
                ScriptedUpstream upstream =
                        ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
                TestGateway gateway = TestGateway.start(
                        upstream.baseUrl(),
                        "policy.file=" + policy,
                        "oidc.issuer=" + issuer.name(),
                        "oidc.audience=" + FakeIssuer.AUDIENCE,
                        "oidc.team-claim=groups")) {
            OneRequest client = new OneRequest(gateway.port());
            String ada = token(issuer, "ada", List.of());
            assertThat(status(client, "openai/gpt-4o", ada)).isEqualTo(200);
            assertThat(status(client, "openai/o1-pro", ada)).isEqualTo(403);
            assertThat(status(client, "mistralai/large", ada)).isEqualTo(403);

            String both = token(issuer, "ada", List.of("sales"));
            assertThat(status(client, "mistralai/large", both)).isEqualTo(403); // of two teams, and none chosen
            assertThat(status(client, "mistralai/large", both, "x-openrouter-team: sales"))
                    .isEqualTo(200);
            assertThat(status(client, "openai/gpt-4o", both, "x-openrouter-team: sales"))
                    .isEqualTo(403);

            assertThat(status(client, "openai/gpt-4o", token(issuer, "carla", List.of())))
                    .isEqualTo(403); // of no team, and nobody knows her
            String many = token(issuer, "dora", List.of("employees", "sales", "printers-3rd-floor"));
            assertThat(status(client, "mistralai/large", many)).isEqualTo(200); // of one team, the rest are no teams
            assertThat(status(client, "mistralai/large", many, "x-openrouter-team: employees"))
                    .isEqualTo(403);
            String bob = token(issuer, "bob", List.of("finance"));
            assertThat(status(client, "openai/gpt-4o", bob)).isEqualTo(403); // a team that the policy does not know
        }
    }

    /** It lives for minutes, and who has it may make keys by it that live for months; what a key makes, that key bounds. */
    @Test
    void theEndOfATokenIsNotThatOfTheKeysThatItsUserMakes(@TempDir Path directory) throws Exception {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), """
                teams:
                  support: { models: ["openai/*"] }
                users:
                  ada: { teams: [support], roles: [lead] }
                  bob: { teams: [support], roles: [member] }
                """);
        try (FakeIssuer issuer = FakeIssuer.start();
                TestGateway gateway = TestGateway.sandbox(
                        "camel.management.enabled=true",
                        "camel.management.port=0",
                        "data-dir=" + directory.resolve("data"),
                        "store.url=h2",
                        "policy=store",
                        "policy.file=" + policy,
                        "oidc.issuer=" + issuer.name(),
                        "oidc.audience=" + FakeIssuer.AUDIENCE)) {
            OneRequest client = new OneRequest(gateway.port());
            OneRequest port = new OneRequest(gateway.managementUri("/").getPort());
            String bobs = endedBefore(issuer, "bob", 45); // good as long as clocks may differ
            String adas = endedBefore(issuer, "ada", 45);

            JsonNode endless = made(port, bobs, "{\"label\":\"endless\",\"team\":\"support\"}");
            assertThat(endless.has("expires")).isFalse();
            assertThat(endless.path("user").asText()).isEqualTo("bob");
            JsonNode leads = made(
                    port,
                    adas,
                    "{\"label\":\"leads\",\"team\":\"support\",\"roles\":[\"lead\"],\"expires\":\"2099-12-31\"}");

            assertThat(status(client, "openai/gpt-4o", endedBefore(issuer, "bob", 75)))
                    .isEqualTo(401);
            assertThat(status(client, "openai/gpt-4o", endless.path("key").asText()))
                    .isEqualTo(200);
            OneRequest.Answer longer =
                    make(port, leads.path("key").asText(), "{\"label\":\"longer\",\"team\":\"support\"}");
            assertThat(longer.status()).isEqualTo(403);
            assertThat(longer.text())
                    .contains("\"param\":\"/expires\"", "no key outlives the one that it is made with");
        }
    }

    private static JsonNode made(OneRequest port, String with, String key) throws Exception {
        OneRequest.Answer answer = make(port, with, key);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return new JsonMapper().readTree(answer.text());
    }

    private static OneRequest.Answer make(OneRequest port, String with, String key) throws Exception {
        return port.post("/admin/v1/keys", key, "Authorization: Bearer " + with);
    }

    private static String endedBefore(FakeIssuer issuer, String user, long seconds) {
        long end = Instant.now().getEpochSecond() - seconds;
        return FakeIssuer.sign(
                "RS256",
                FakeIssuer.RSA,
                Map.of("iss", issuer.name(), "aud", FakeIssuer.AUDIENCE, "sub", user, "exp", end, "iat", end - 300));
    }

    private static int status(OneRequest client, String model, String token, String... headers) throws Exception {
        String[] all = new String[headers.length + 1];
        all[0] = "Authorization: Bearer " + token;
        System.arraycopy(headers, 0, all, 1, headers.length);
        return client.post("/v1/chat/completions", CHAT.formatted(model), all).status();
    }

    private static String token(FakeIssuer issuer, String user, List<String> groups) throws Exception {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new HashMap<>(
                Map.of("iss", issuer.name(), "aud", FakeIssuer.AUDIENCE, "sub", user, "exp", now + 600, "iat", now));
        claims.put("groups", groups);
        return FakeIssuer.sign("RS256", FakeIssuer.RSA, claims);
    }
}
