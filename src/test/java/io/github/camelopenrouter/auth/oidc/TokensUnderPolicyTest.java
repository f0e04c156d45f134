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
