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
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.store.Postgres;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that share a policy in PostgreSQL, which may be away. */
@Timeout(180)
class PolicyOfTwoMachinesTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AdminToken TOKEN = AdminToken.create();
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    private final ScriptedUpstream upstream =
            ScriptedUpstream.start(call -> call.answer(200, HttpTest.JSON, "{\"id\":\"gen-1\",\"choices\":[]}"));

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    private TestGateway start(String name, String url) {
        return TestGateway.start(
                upstream.baseUrl(),
                "camel.management.enabled=true",
                "camel.management.port=0",
                TOKEN.setting(),
                "data-dir=" + home.resolve(name),
                "store.url=" + url,
                "policy=store");
    }

    @Test
    void aChangeHoldsOnTheOtherMachineWithinTwoSeconds() throws Exception {
        String url = Postgres.newDatabase();
        try (TestGateway one = start("one", url);
                TestGateway other = start("other", url)) {
            String key = JSON.readTree(order(one, "/keys", "{\"label\":\"bot\",\"team\":null}")
                            .text())
                    .path("key")
                    .textValue();
            assertThat(call(one, key)).isEqualTo(200);
            await().atMost(SOON).until(() -> call(other, key) == 200);

            order(other, "/keys/bot/disable", "{}");

            assertThat(call(other, key)).isEqualTo(401);
            await().atMost(SOON).until(() -> call(one, key) == 401);
        }
    }

    /** Nobody is let in whom nobody knows, and nobody is taken for unknown. */
    @Test
    void callsWaitForThePolicyWhereTheStoreIsAwayAtTheStart() throws Exception {
        EmbeddedPostgres server = Postgres.own(home.resolve("server"), 0);
        int port = server.getPort();
        String url = server.getJdbcUrl("postgres", "postgres");
        String key;
        try (TestGateway before = start("one", url)) {
            key = JSON.readTree(order(before, "/keys", "{\"label\":\"bot\",\"team\":null}")
                            .text())
                    .path("key")
                    .textValue();
        }
        server.close();
        try (TestGateway gateway = start("one", url)) {
            OneRequest.Answer refused = answer(gateway, key);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("policy_unavailable").contains("openrouter.store.url");
            assertThat(answer(gateway, "unknown").status()).isEqualTo(503);
            assertThat(ready(gateway)).isEqualTo(503);
            assertThat(order(gateway, "/keys", "{\"label\":\"other\",\"team\":null}")
                            .status())
                    .isEqualTo(503);

            server = Postgres.own(home.resolve("server"), port);
            await().atMost(PATIENCE).until(() -> call(gateway, key) == 200);
            assertThat(answer(gateway, "unknown").status()).isEqualTo(401);
            assertThat(ready(gateway)).isEqualTo(200);

            server.close();
            assertThat(order(gateway, "/keys", "{\"label\":\"other\",\"team\":null}")
                            .status())
                    .isEqualTo(503);
            assertThat(call(gateway, key)).isEqualTo(200);
            assertThat(answer(gateway, "unknown").status()).isEqualTo(401);
        } finally {
            server.close();
        }
    }

    private static int ready(TestGateway gateway) throws IOException {
        return new OneRequest(gateway.managementUri("/").getPort())
                .get("/observe/health/ready")
                .status();
    }

    private static OneRequest.Answer order(TestGateway gateway, String path, String body) throws IOException {
        return new OneRequest(gateway.managementUri("/").getPort()).post("/admin/v1" + path, body, TOKEN.header());
    }

    private static int call(TestGateway gateway, String key) throws IOException {
        return answer(gateway, key).status();
    }

    private static OneRequest.Answer answer(TestGateway gateway, String key) throws IOException {
        return new OneRequest(gateway.port())
                .post(
                        "/v1/chat/completions",
                        "{\"model\":\"openai/gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                        "x-api-key: " + key);
    }
}
