/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys with roles at the admin API, and what they try beyond what they may. The text of a key is its label and 32 stars. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesOverHttpTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AdminToken TOKEN = AdminToken.create();

    private TestGateway gateway;
    private OneRequest port;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("policy.yaml"),
                """
                teams:
                  support: { models: ["openai/*"], limits: { requests: 600/min }, budgets: [{ usd: "50", period: day }] }
                  sales: {}
                users:
                  ada: { teams: [support], roles: [lead] }
                  bob: { teams: [support] }
                  eve: { teams: [sales] }
                keys:
                """ + key("admin", "roles: [admin]") + key("operator", "roles: [operator]")
                        + key("auditor", "roles: [auditor]") + key("plain", "team: support")
                        + key("lead", "team: support, user: ada, roles: [lead]")
                        + key("brief", "team: support, roles: [lead], expires: 2099-01-01, models: [openai/gpt-4o]")
                        + key("member", "team: support, user: bob, roles: [member]")
                        + key("bobs", "team: support, user: bob")
                        + key("asleep", "team: support, models: [openai/gpt-4o], disabled: true")
                        + key("alone", "team: support, roles: [member]")
                        + key("chief", "team: support, roles: [operator]")
                        + key("boss", "team: support, roles: [admin, lead]")
                        + key("bobs-boss", "team: support, user: bob, roles: [lead]")
                        + key("seller", "team: sales, user: eve"));
        gateway = TestGateway.sandbox(
                "camel.management.enabled=true",
                "camel.management.port=0",
                TOKEN.setting(),
                "data-dir=" + directory.resolve("data"),
                "store.url=h2",
                "audit=changes",
                "policy=store",
                "policy.file=" + file);
        port = new OneRequest(gateway.managementUri("/").getPort());
        for (String label : new String[] {"bobs", "plain", "seller"}) {
            new OneRequest(gateway.port())
                    .post(
                            Door.CHAT.path(),
                            "{\"model\":\"openai/gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                            "x-api-key: " + text(label));
        }
    }

    private static String text(String label) {
        return label + "*".repeat(32);
    }

    private static String key(String label, String fields) {
        return "  " + label + ": { sha256: " + Sha256.hex(text(label)) + ", " + fields + " }\n";
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain    | GET    | /keys                | | 401",
                "operator | GET    | /keys/seller         | | 200",
                "operator | POST   | /keys                | {\"label\":\"o\"} | 403",
                "operator | POST   | /keys/seller/disable | {} | 403",
                "auditor  | GET    | /audit               | | 200",
                "auditor  | GET    | /keys                | | 403",
                "auditor  | GET    | /policy              | | 403",
                "lead     | GET    | /keys/plain          | | 200",
                "lead     | GET    | /keys/seller         | | 403",
                "lead     | GET    | /teams/support       | | 200",
                "lead     | GET    | /teams/sales         | | 403",
                "lead     | GET    | /users               | | 403",
                "lead     | GET    | /policy              | | 403",
                "lead     | GET    | /audit               | | 403",
                "lead     | PATCH  | /organisation        | {} | 403",
                "lead     | DELETE | /keys/plain          | | 403",
                "lead     | PUT    | /teams/support       | {} | 403",
                "lead     | PATCH  | /teams/support       | {\"limits\":{\"requests\":\"601/min\"}} | 403",
                "lead     | PATCH  | /teams/support       | {\"limits\":null} | 403",
                "lead     | PATCH  | /teams/support       | {\"budgets\":[]} | 403",
                "lead     | PATCH  | /teams/support       | {\"models\":null} | 403",
                "lead     | PATCH  | /teams/support       | {\"upstream-keys\":[\"default\"]} | 403",
                "lead     | PATCH  | /teams/support       | {\"caps\":{\"n\":4}} | 200",
                "lead     | PATCH  | /teams/sales         | {\"caps\":{\"n\":4}} | 403",
                "lead     | POST   | /keys                | {\"label\":\"l1\",\"team\":\"sales\"} | 403",
                "lead     | POST   | /keys                | {\"label\":\"l2\"} | 400",
                "lead     | POST   | /keys                | {\"label\":\"l2\",\"team\":null} | 403",
                "lead     | POST   | /keys                | {\"label\":\"l3\",\"team\":\"support\",\"roles\":[\"admin\"]} | 403",
                "lead     | POST   | /keys                | {\"label\":\"l4\",\"team\":\"support\",\"models\":[\"x-ai/*\"]} | 403",
                "lead     | POST   | /keys                | {\"label\":\"l5\",\"team\":\"support\",\"limits\":{\"requests\":\"9999/min\"}} | 403",
                "lead     | POST   | /keys                | {\"label\":\"l6\",\"team\":\"support\",\"budgets\":[{\"usd\":\"51\",\"period\":\"day\"}]} | 403",
                "lead     | POST   | /keys                | {\"label\":\"l7\",\"team\":\"support\",\"allow\":{\"presets\":[\"p\"]}} | 403",
                "lead     | POST   | /keys                | {\"label\":\"l8\",\"team\":\"support\",\"upstream-keys\":[\"default\"]} | 403",
                "lead     | POST   | /keys                | {\"label\":\"l9\",\"team\":\"support\",\"user\":\"eve\"} | 403",
                "lead     | POST   | /keys                | {\"label\":\"la\",\"team\":\"support\",\"user\":\"bob\",\"roles\":[\"member\"]} | 403",
                "lead     | POST   | /keys                | {\"label\":\"lb\",\"team\":\"support\",\"user\":\"bob\",\"roles\":[\"lead\"]} | 201",
                "lead     | POST   | /keys/bulk           | [{\"label\":\"lc\",\"team\":\"support\"},{\"label\":\"ld\",\"team\":\"sales\"}] | 403",
                "lead     | POST   | /keys/chief/rotate   | {} | 403",
                "lead     | POST   | /keys/seller/rotate  | {} | 403",
                "lead     | POST   | /keys/seller/disable | {} | 403",
                "lead     | POST   | /keys/plain/rotate   | {\"overlap\":\"1h\"} | 200",
                "lead     | PATCH  | /keys/plain          | {\"limits\":{\"requests\":\"10/min\"}} | 200",
                "lead     | PATCH  | /keys/plain          | {\"team\":\"sales\"} | 403",
                "lead     | PATCH  | /keys/plain          | {\"roles\":[\"operator\"]} | 403",
                "lead     | PATCH  | /keys/plain          | {\"provider\":{\"zdr\":true}} | 403",
                "lead     | PATCH  | /keys/seller         | {\"team\":\"support\"} | 403",
                "lead     | POST   | /keys/nobody/rotate  | {} | 403",
                "lead     | GET    | /keys/nobody         | | 403",
                "lead     | GET    | /teams/nobody        | | 403",
                "lead     | PATCH  | /keys/nobody         | {} | 403",
                "lead     | PATCH  | /teams/nobody        | {} | 403",
                "lead     | PATCH  | /keys/plain          | {\"team\":\"nobody\"} | 403",
                "lead     | POST   | /keys                | {\"label\":\"lf\",\"team\":\"nobody\"} | 403",
                "operator | GET    | /keys/nobody         | | 404",
                "lead     | PATCH  | /keys/chief          | {\"roles\":[]} | 403",
                "lead     | PATCH  | /keys/chief          | {\"roles\":null} | 403",
                "lead     | PATCH  | /keys/chief          | {\"models\":[]} | 403",
                "lead     | PATCH  | /keys/chief          | {\"disabled\":true} | 403",
                "lead     | POST   | /keys/chief/disable  | {} | 403",
                "lead     | POST   | /keys/chief/enable   | {} | 403",
                "lead     | POST   | /keys/boss/rotate    | {} | 403",
                "member   | POST   | /keys/bobs-boss/disable | {} | 403",
                "lead     | POST   | /keys/alone/disable  | {} | 200",
                "lead     | POST   | /keys/alone/enable   | {} | 403",
                "admin    | POST   | /keys/alone/enable   | {} | 200",
                "admin    | POST   | /keys/chief/disable  | {} | 200",
                "admin    | POST   | /keys/chief/enable   | {} | 200",
                "brief    | POST   | /keys                | {\"label\":\"b1\",\"team\":\"support\",\"models\":[\"openai/gpt-4o\"]} | 403",
                "brief    | POST   | /keys                | {\"label\":\"b2\",\"team\":\"support\",\"models\":[\"openai/gpt-4o\"],\"expires\":\"2099-01-02\"} | 403",
                "brief    | POST   | /keys                | {\"label\":\"b3\",\"team\":\"support\",\"expires\":\"2098-01-01\"} | 403",
                "brief    | POST   | /keys                | {\"label\":\"b4\",\"team\":\"support\",\"models\":null,\"expires\":\"2098-01-01\"} | 400",
                "brief    | POST   | /keys                | {\"label\":\"b5\",\"team\":\"support\",\"models\":[\"openai/gpt-4o\"],\"expires\":\"2098-01-01\"} | 201",
                "brief    | POST   | /keys/bobs/rotate    | {} | 403",
                "brief    | POST   | /keys/asleep/enable  | {} | 403",
                "brief    | PATCH  | /keys/asleep         | {\"disabled\":false} | 403",
                "brief    | PATCH  | /keys/asleep         | {\"disabled\":null} | 403",
                "lead     | PATCH  | /keys/asleep         | {\"disabled\":false} | 200",
                "member   | GET    | /keys/bobs           | | 200",
                "member   | GET    | /keys/plain          | | 403",
                "member   | POST   | /keys                | {\"label\":\"m1\",\"team\":\"support\",\"user\":\"ada\"} | 403",
                "member   | POST   | /keys                | {\"label\":\"m2\",\"team\":\"support\",\"roles\":[\"lead\"]} | 403",
                "member   | POST   | /keys                | {\"label\":\"m3\",\"team\":\"sales\"} | 403",
                "member   | POST   | /keys                | {\"label\":\"m4\",\"team\":\"support\",\"roles\":[\"member\"]} | 201",
                "member   | POST   | /keys/plain/disable  | {} | 403",
                "member   | POST   | /keys/bobs/rotate    | {\"overlap\":\"1h\"} | 200",
                "alone    | POST   | /keys/alone/rotate   | {\"overlap\":\"1h\"} | 200",
                "alone    | POST   | /keys/plain/rotate   | {} | 403",
                "alone    | POST   | /keys                | {\"label\":\"n1\",\"team\":\"support\"} | 403",
                "member   | PATCH  | /keys/bobs           | {\"limits\":{\"requests\":\"1/min\"}} | 403",
                "member   | PATCH  | /teams/support       | {\"caps\":{\"n\":1}} | 403",
                "lead     | GET    | /calls?team=sales    | | 403",
                "lead     | GET    | /usage?team=sales    | | 403",
                "member   | GET    | /calls?user=ada      | | 403",
                "member   | GET    | /usage?user=eve      | | 403",
                "admin    | DELETE | /keys/m5             | | 404",
                "admin    | GET    | /settings            | | 200"
            })
    void eachMayWhatItsRoleMay(String label, String method, String path, String body, int status) throws Exception {
        OneRequest.Answer answer = send(text(label), method, path, body == null ? "" : body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        if (status == 403) {
            assertThat(JSON.readTree(answer.text()).at("/error/type").textValue())
                    .isEqualTo("permission_error");
        }
    }

    @Test
    void aLeadSeesTheCallsOfTheOwnTeamAndAMemberTheOwn() throws Exception {
        assertThat(labels(send(text("lead"), "GET", "/keys", "")))
                .contains("plain", "bobs")
                .doesNotContain("seller");
        assertThat(labels(send(text("member"), "GET", "/keys", "")))
                .contains("bobs")
                .doesNotContain("plain");
        String all = send(text("auditor"), "GET", "/usage?group=key", "").text();
        String ofTeam = send(text("lead"), "GET", "/usage?group=key", "").text();
        String own = send(text("member"), "GET", "/usage?group=key", "").text();

        assertThat(all).contains("\"bobs\"", "\"plain\"", "\"seller\"");
        assertThat(ofTeam).contains("\"bobs\"", "\"plain\"").doesNotContain("\"seller\"");
        assertThat(own).contains("\"bobs\"").doesNotContain("\"plain\"", "\"seller\"");
        assertThat(send(text("lead"), "GET", "/calls", "").text())
                .contains("\"plain\"")
                .doesNotContain("\"seller\"");
        assertThat(send(text("member"), "GET", "/calls", "").text())
                .contains("\"bobs\"")
                .doesNotContain("\"plain\"");
    }

    @Test
    void aRefusalOfManySaysWhichOfThem() throws Exception {
        OneRequest.Answer answer = send(
                text("lead"),
                "POST",
                "/keys/bulk",
                "[{\"label\":\"le\",\"team\":\"support\"},{\"label\":\"lg\",\"team\":\"sales\"}]");

        assertThat(JSON.readTree(answer.text()).at("/error/param").textValue()).isEqualTo("/1/team");
    }

    @Test
    void aRefusalIsWrittenDownWithWhoWasRefused() throws Exception {
        send(text("lead"), "POST", "/keys/seller/disable", "{}");
        send(text("auditor"), "POST", "/reload", "{}");
        send(text("member"), "GET", "/policy", "");
        send(text("lead"), "PATCH", "/keys/boss", "{\"roles\":[]}");

        String lines = send(text("auditor"), "GET", "/audit?limit=1000", "").text();

        assertThat(lines.lines().filter(line -> line.contains("\"refused\"")))
                .anyMatch(line ->
                        line.contains("\"lead\"") && line.contains("\"key.disable\"") && line.contains("\"seller\""))
                .anyMatch(line ->
                        line.contains("\"lead\"") && line.contains("\"key.change\"") && line.contains("\"boss\""))
                .anyMatch(line -> line.contains("\"auditor\"")
                        && line.contains("\"access\"")
                        && line.contains("POST /admin/v1/reload"))
                .anyMatch(line -> line.contains("\"person:")
                        && line.contains("\"access\"")
                        && line.contains("GET /admin/v1/policy"));
        assertThat(lines).doesNotContain(text("lead"), Sha256.hex(text("seller")));
    }

    private static String labels(OneRequest.Answer answer) throws IOException {
        StringBuilder labels = new StringBuilder();
        for (JsonNode key : JSON.readTree(answer.text()).path("keys")) {
            labels.append(key.path("label").textValue()).append(' ');
        }
        return labels.toString();
    }

    private OneRequest.Answer send(String key, String method, String path, String body) throws IOException {
        return port.send(
                method + " /admin/v1" + path,
                method.equals("GET") ? null : body.getBytes(StandardCharsets.UTF_8),
                "Authorization: Bearer " + key,
                "Content-Type: application/json");
    }
}
