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
import java.net.URLEncoder;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The policy of a store, filled from a file, as administrators change it. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyOverHttpTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AdminToken TOKEN = AdminToken.create();
    private static final String SUPPORT = "\"team\":\"support\"";

    private Path data;
    private TestGateway gateway;
    private OneRequest admin;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        data = directory.resolve("data");
        Path file = Files.writeString(directory.resolve("policy.yaml"), """
                teams:
                  support: { models: ["openai/*"], limits: { requests: 600/min } }
                  sales: {}
                users:
                  ada@example.org: { teams: [support], roles: [lead] }
                  eve: {}
                keys:
                  eves: { user: eve, sha256: aaaabbbbaaaabbbbaaaabbbbaaaabbbbaaaabbbbaaaabbbbaaaabbbbaaaabbbb }
                  old-bot: { team: support, sha256: c0e618a52e1af3374137415b36cff0e2d55fc03ec3ffe5837e2558991893dea1 }
                """);
        gateway = TestGateway.sandbox(
                "camel.management.enabled=true",
                "camel.management.port=0",
                TOKEN.setting(),
                "data-dir=" + data,
                "store.url=h2",
                "audit=changes",
                "policy=store",
                "policy.file=" + file);
        admin = new OneRequest(gateway.managementUri("/").getPort());
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void anEmptyStoreHasBeenFilledFromTheFile() throws Exception {
        assertThat(call("my-client-key")).isEqualTo(200);
        assertThat(json(get("/teams/support")).path("models").get(0).textValue())
                .isEqualTo("openai/*");
        assertThat(json(get("/users/ada@example.org")).path("name").textValue()).isEqualTo("ada@example.org");
        assertThat(json(get("/users/ada%40example.org")).path("roles").get(0).textValue())
                .isEqualTo("lead");
        JsonNode all = json(get("/policy"));
        assertThat(all.at("/keys/old-bot/sha256").textValue()).hasSize(64);
        assertThat(get("/keys/old-bot").text())
                .doesNotContain(all.at("/keys/old-bot/sha256").textValue());
    }

    @Test
    void aKeyIsGoodAtOnceAndItsTextIsNowhereElse() throws Exception {
        OneRequest.Answer made = post("/keys", "{\"label\":\"once\"," + SUPPORT + ",\"expires\":\"2099-01-01\"}");

        String key = json(made).path("key").textValue();
        assertThat(made.status()).isEqualTo(201);
        assertThat(key).matches("ork-[0-9A-Za-z]{40}");
        assertThat(KeyText.checksum(key.substring(4, 38))).isEqualTo(key.substring(38));
        assertThat(call(key)).isEqualTo(200);
        assertThat(call(key + "x")).isEqualTo(401);
        assertThat(get("/keys/once").text()).doesNotContain(key);
        assertThat(get("/policy").text()).doesNotContain(key);
        assertThat(audit()).contains("\"key.create\"", "\"once\"").doesNotContain(key, Sha256.hex(key));
        assertThat(post("/keys", "{\"label\":\"once\"," + SUPPORT + "}").status())
                .isEqualTo(409);
    }

    @Test
    void aRotatedKeyIsGoodForTheOverlap() throws Exception {
        String first = made("turning");
        String second = json(post("/keys/turning/rotate", "{\"overlap\":\"1h\"}"))
                .path("key")
                .textValue();
        assertThat(call(first)).isEqualTo(200);
        assertThat(call(second)).isEqualTo(200);
        assertThat(get("/keys/turning").text()).contains("\"until\"");

        String third = json(post("/keys/turning/rotate", "{}")).path("key").textValue();

        assertThat(call(third)).isEqualTo(200);
        assertThat(call(first)).isEqualTo(401);
        assertThat(call(second)).isEqualTo(401);
        assertThat(post("/keys/turning/rotate", "{\"overlap\":\"31d\"}").status())
                .isEqualTo(400);
        assertThat(post("/keys/turning/rotate", "{\"overlay\":\"1h\"}").status())
                .isEqualTo(400);
    }

    @Test
    void aDisabledKeyIsNoKeyUntilItIsEnabled() throws Exception {
        String key = made("switched");

        assertThat(post("/keys/switched/disable", "{}").status()).isEqualTo(200);
        assertThat(call(key)).isEqualTo(401);
        assertThat(post("/keys/switched/enable", "{}").status()).isEqualTo(200);
        assertThat(call(key)).isEqualTo(200);
        assertThat(send("DELETE", "/keys/switched", "").status()).isEqualTo(204);
        assertThat(call(key)).isEqualTo(401);
        assertThat(get("/keys/switched").status()).isEqualTo(404);
    }

    @Test
    void whatHasChangedMeanwhileIsNotChangedBlindly() throws Exception {
        made("watched");
        String tag = get("/keys/watched").header("etag");
        OneRequest.Answer first =
                send("PATCH", "/keys/watched", "{\"models\":[\"openai/gpt-4o\"]}", "If-Match: " + tag);
        OneRequest.Answer second = send("PATCH", "/keys/watched", "{\"models\":null}", "If-Match: " + tag);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("etag")).isNotEqualTo(tag);
        assertThat(second.status()).isEqualTo(412);
        assertThat(json(get("/keys/watched")).path("models")).hasSize(1);
        String seen = get("/teams/sales").text();
        assertThat(send("PUT", "/teams/sales", seen).status()).isEqualTo(200);
        assertThat(send("PUT", "/teams/sales", seen).status()).isEqualTo(412);
        assertThat(send("DELETE", "/teams/sales", "", "If-Match: \"1\"").status())
                .isEqualTo(412);
        assertThat(send("PUT", "/teams/none", "{}", "If-Match: *").status()).isEqualTo(412);
        assertThat(send("PUT", "/teams/none", "{\"revision\":1}").status()).isEqualTo(412);
        assertThat(send("PUT", "/teams/none", "{\"revision\":0}").status()).isLessThan(300);
    }

    @Test
    void anOrderThatIsSentTwiceIsCarriedOutOnce() throws Exception {
        String body = "{\"label\":\"ordered\"," + SUPPORT + "}";
        String header = "Idempotency-Key: order-1";

        assertThat(admin.post("/admin/v1/keys", body, TOKEN.header(), header).status())
                .isEqualTo(201);
        OneRequest.Answer again = admin.post("/admin/v1/keys", body, TOKEN.header(), header);
        OneRequest.Answer other = admin.post("/admin/v1/keys", "{\"label\":\"other\"}", TOKEN.header(), header);

        assertThat(again.status()).isEqualTo(409);
        assertThat(json(again).at("/error/code").textValue()).isEqualTo("already_made");
        assertThat(json(again).at("/error/message").textValue()).contains("'ordered'");
        assertThat(json(other).at("/error/code").textValue()).isEqualTo("idempotency_key_reused");
        assertThat(get("/keys/other").status()).isEqualTo(404);
    }

    @Test
    void aRotationThatIsSentTwiceEndsNoOverlap() throws Exception {
        String first = made("turned-once");
        String path = "/admin/v1/keys/turned-once/rotate";
        String body = "{\"overlap\":\"1h\"}";
        String header = "Idempotency-Key: turn-1";

        String second =
                json(admin.post(path, body, TOKEN.header(), header)).path("key").textValue();
        OneRequest.Answer again = admin.post(path, body, TOKEN.header(), header);
        OneRequest.Answer other = admin.post(path, "{}", TOKEN.header(), header);

        assertThat(again.status()).isEqualTo(409);
        assertThat(json(again).at("/error/code").textValue()).isEqualTo("already_made");
        assertThat(json(other).at("/error/code").textValue()).isEqualTo("idempotency_key_reused");
        assertThat(call(first)).isEqualTo(200);
        assertThat(call(second)).isEqualTo(200);
    }

    @Test
    void whatIsToBeNewIsNotReplaced() throws Exception {
        String header = "If-None-Match: *";

        assertThat(send("PUT", "/teams/new-one", "{}", header).status()).isEqualTo(201);
        assertThat(send("PUT", "/teams/new-one", "{\"models\":[]}", header).status())
                .isEqualTo(412);
        assertThat(json(get("/teams/new-one")).has("models")).isFalse();
    }

    @Test
    void manyKeysAreMadeTogetherOrNotAtAll() throws Exception {
        String one = "{\"label\":\"many-1\"," + SUPPORT + "}";

        OneRequest.Answer half = post("/keys/bulk", "[" + one + ",{\"label\":\"many-2\",\"team\":\"nobody\"}]");
        assertThat(half.status()).isEqualTo(400);
        assertThat(json(half).at("/error/param").textValue()).isEqualTo("/1/team");
        assertThat(get("/keys/many-1").status()).isEqualTo(404);
        OneRequest.Answer both = post("/keys/bulk", "[" + one + ",{\"label\":\"many-2\",\"team\":null}]");
        assertThat(both.status()).isEqualTo(201);
        assertThat(call(json(both).at("/keys/0/key").textValue())).isEqualTo(200);

        assertThat(json(both).at("/keys/1").has("team")).isFalse();

        JsonNode page = json(get("/keys?limit=1&after=many-0"));
        assertThat(page.at("/keys/0/label").textValue()).isEqualTo("many-1");
        assertThat(page.path("next").textValue()).isEqualTo("many-1");
        assertThat(get("/keys?team=support").text()).contains("many-1").doesNotContain("many-2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT    | /teams/x        | {\"models\":\"openai/*\"}                          | 400 | /models",
                "PUT    | /teams/x        | {\"models\":[\"a\\u0000b\"]}                       | 400 | /models/0",
                "PUT    | /teams/x        | {\"tags\":{\"a\":\"\\ud800\"}}                     | 400 | /tags/a",
                "PUT    | /teams/x        | {\"caps\":{\"n\":1},\"caps\":{\"n\":9}}            | 400 | ",
                "PUT    | /teams/x%27     | {}                                                 | 400 | ",
                "PUT    | /teams/x%00     | {}                                                 | 400 | ",
                "PUT    | /teams/a%2520b  | {}                                                 | 400 | ",
                "PUT    | /teams/a%23b    | {}                                                 | 400 | ",
                "PUT    | /teams/a%3fb    | {}                                                 | 400 | ",
                "POST   | /keys           | {\"label\":\"unrev;1\"}                            | 400 | ",
                "POST   | /keys           | {\"label\":\"..\"}                                 | 400 | ",
                "POST   | /keys           | {\"label\":\".\"}                                  | 400 | ",
                "POST   | /keys           | {\"label\":\"a..b\"}                               | 400 | ",
                "POST   | /keys           | {\"label\":\"%2e\"}                                | 400 | ",
                "POST   | /keys           | {\"label\":\"a%2fb\"}                              | 400 | ",
                "PUT    | /teams/x        | []                                                 | 400 | ",
                "PUT    | /users/x        | {\"teams\":[\"nobody\"]}                           | 400 | /teams",
                "POST   | /keys           | {\"team\":\"support\"}                             | 400 | /label",
                "POST   | /keys           | {\"label\":\"teamless\"}                           | 400 | /team",
                "POST   | /keys/bulk      | [{\"label\":\"x\",\"team\":\"support\"},{\"label\":\"y\"}] | 400 | /1/team",
                "POST   | /keys           | {\"label\":\"bulk\"}                               | 400 | /label",
                "POST   | /keys           | {\"label\":\"admin-token\"}                      | 400 | /label",
                "POST   | /keys           | {\"label\":\"a b\"}                                | 400 | ",
                "POST   | /keys           | {\"label\":\"'; drop table openrouter_policy_entry\"} | 400 | ",
                "POST   | /keys           | {\"label\":\"x\",\"sha256\":\"00\"}                | 400 | /sha256",
                "POST   | /keys           | {\"label\":\"x\",\"roles\":[\"root\"]}             | 400 | /roles/0",
                "POST   | /keys/bulk      | {}                                                 | 400 | ",
                "PATCH  | /keys/old-bot   | {\"sha256\":\"00\"}                                | 400 | /sha256",
                "PATCH  | /teams/nobody   | {}                                                 | 404 | ",
                "DELETE | /teams/support  |                                                    | 409 | ",
                "DELETE | /users/eve      |                                                    | 409 | ",
                "POST   | /keys           | {\"label\":\"x\",\"team\":\"support\",\"user\":\"x\"} | 400 | /user",
                "GET    | /keys?colour=1  |                                                    | 400 | colour",
                "PATCH  | /organisation   | {\"teams\":{}}                                     | 400 | /teams"
            })
    void whatIsWrongIsSaidWithItsPlace(String method, String path, String body, int status, String param)
            throws Exception {
        OneRequest.Answer answer = send(method, path, body == null ? "" : body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(json(answer).at("/error/param").textValue()).isEqualTo(param);
        assertThat(get("/teams/x").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"!$&()*+,-:=@[]^_`{|}~.a", ".a", "a.", "a.b@example.org", "x&limit=1", "+"})
    void whateverHasANameCanBeManagedByIt(String name) throws Exception {
        String path = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        String key = JSON.createObjectNode()
                .put("label", name)
                .put("team", "support")
                .toString();

        assertThat(send("PUT", "/teams/" + path, "{}").status()).isEqualTo(201);
        assertThat(send("DELETE", "/teams/" + path, "").status()).isEqualTo(204);
        assertThat(post("/keys", key).status()).isEqualTo(201);
        assertThat(json(get("/keys/" + path)).path("label").textValue()).isEqualTo(name);
        assertThat(post("/keys/" + path + "/disable", "{}").status()).isEqualTo(200);
        assertThat(send("DELETE", "/keys/" + path, "").status()).isEqualTo(204);
    }

    /** Half a megabyte is read and refused, and nobody's text is ever a part of a statement. */
    @Test
    void longAndNastyTextsAreTexts() throws Exception {
        String nasty = "; drop table openrouter_policy_entry; --' or '1'='1";

        assertThat(send("PUT", "/teams/nasty", "{\"provider\":{\"only\":[\"" + nasty + "\"]}}")
                        .status())
                .isEqualTo(201);
        assertThat(json(get("/teams/nasty")).at("/provider/only/0").textValue()).isEqualTo(nasty);
        String many = ("\"a/" + "a".repeat(1000) + "\",").repeat(70);
        assertThat(send("PATCH", "/keys/old-bot", "{\"deny-models\":[" + many + "\"a/b\"]}")
                        .text())
                .contains("This is longer than 64 KB.");
        assertThat(send("PUT", "/teams/long", "{\"models\":[\"a/" + "a".repeat(500_000) + "\"]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void organisationAndDefaultsHoldForAll() throws Exception {
        assertThat(send("PATCH", "/organisation", "{\"deny-models\":[\"openai/o1-pro\"]}")
                        .status())
                .isEqualTo(200);
        assertThat(send("PATCH", "/defaults", "{\"estimate\":{\"completion-tokens\":100}}")
                        .status())
                .isEqualTo(200);
        assertThat(json(get("/organisation")).at("/deny-models/0").textValue()).isEqualTo("openai/o1-pro");
        assertThat(send("PATCH", "/organisation", "{\"deny-models\":null}").status())
                .isEqualTo(200);
        assertThat(json(get("/organisation")).has("deny-models")).isFalse();
    }

    private String made(String label) throws IOException {
        return json(post("/keys", "{\"label\":\"" + label + "\"," + SUPPORT + "}"))
                .path("key")
                .textValue();
    }

    private int call(String key) throws IOException {
        return new OneRequest(gateway.port())
                .post(
                        Door.CHAT.path(),
                        Door.CHAT.plain().replace("anthropic/claude-3.5-sonnet", "openai/gpt-4o-mini"),
                        "x-api-key: " + key)
                .status();
    }

    private String audit() throws IOException {
        return get("/audit?limit=1000").text();
    }

    private OneRequest.Answer get(String path) throws IOException {
        return admin.get("/admin/v1" + path, TOKEN.header());
    }

    private OneRequest.Answer post(String path, String body) throws IOException {
        return admin.post("/admin/v1" + path, body, TOKEN.header());
    }

    private OneRequest.Answer send(String method, String path, String body, String... headers) throws IOException {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = TOKEN.header();
        all[1] = "Content-Type: application/json";
        byte[] bytes = method.equals("GET") ? null : body.getBytes(StandardCharsets.UTF_8);
        return admin.send(method + " /admin/v1" + path, bytes, all);
    }

    private static JsonNode json(OneRequest.Answer answer) throws IOException {
        return JSON.readTree(answer.text());
    }
}
