/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.LeakDetector;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /admin/v1/settings} and {@code /admin/v1/reload}. */
@Timeout(60)
class SettingsAndReloadTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AdminToken TOKEN = AdminToken.create();

    @TempDir
    private Path directory;

    private final ScriptedUpstream upstream = ScriptedUpstream.start(
            call -> call.answer(200, HttpTest.JSON, "{\"id\":\"gen-1\",\"choices\":[],\"data\":[]}"));
    private TestGateway gateway;

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @Test
    void settingsAreAllThereAreWithTheirDefaults() throws Exception {
        start("api-key=canary-one", "retry.delay=250ms", "b.api-key=canary-two", "b.retry.delay=1s");

        Map<String, JsonNode> settings = settings();

        assertThat(settings).hasSizeGreaterThan(70);
        assertThat(settings.get("openrouter.retry.delay").toString())
                .isEqualTo("{\"name\":\"openrouter.retry.delay\",\"value\":\"250ms\",\"default\":\"500ms\","
                        + "\"source\":\"command-line\"}");
        assertThat(settings.get("openrouter.retry.max-delay").path("value").isNull())
                .isTrue();
        assertThat(settings.get("openrouter.retry.max-delay").path("source").isNull())
                .isTrue();
        assertThat(settings.get("openrouter.b.retry.delay").path("value").textValue())
                .isEqualTo("1s");
        assertThat(settings).doesNotContainKey("openrouter.b.retry.max-delay");
    }

    @Test
    void secretsAndWhatMayHoldOneAreMasked() throws Exception {
        try (LeakDetector log = LeakDetector.listenFor("canary")) {
            start(
                    "api-key=canary-one",
                    "auth.keys=laptop=" + "ca".repeat(32),
                    "proxy=http://user:canary-password@127.0.0.1:1",
                    "node=sk-or-v1-pasted",
                    "b.api-key=canary-two");

            String text = get("/admin/v1/settings").text();

            assertThat(text).doesNotContain("canary", "caca", "pasted");
            Map<String, JsonNode> settings = settings();
            for (String secret : new String[] {"api-key", "auth.keys", "proxy", "b.api-key"}) {
                assertThat(settings.get("openrouter." + secret).path("value").textValue())
                        .as(secret)
                        .isEqualTo("***");
            }
            assertThat(log.leaks()).isEmpty();
        }
    }

    @Test
    void reloadReadsAFileAtOnceAndSaysSo() throws Exception {
        Path key = Files.writeString(directory.resolve("key"), "canary-old");
        start("api-key=file:" + key, "secrets.refresh=24h");
        Files.writeString(key, "canary-new");

        JsonNode answer = JSON.readTree(reload().text());

        assertThat(answer.path("revision").asInt()).isEqualTo(1);
        assertThat(answer.path("reloaded")).hasSize(1);
        assertThat(answer.at("/reloaded/0").toString())
                .isEqualTo("{\"setting\":\"openrouter.api-key\",\"source\":\"file:" + key + "\",\"problem\":null}");
        new OneRequest(gateway.port()).post(Door.CHAT.path(), Door.CHAT.plain());
        assertThat(upstream.awaitCall().headers()).containsEntry("Authorization", "Bearer canary-new");
        assertThat(JSON.readTree(reload().text()).path("revision").asInt()).isEqualTo(2);
    }

    @Test
    void reloadSaysWhatFailsAndGoesOnWithTheRest() throws Exception {
        Path key = Files.writeString(directory.resolve("key"), "canary-old");
        Path clients = Files.writeString(directory.resolve("clients"), "laptop=" + "a".repeat(64));
        Path away = Files.writeString(directory.resolve("away"), "canary-away");
        start("api-key=one=file:" + key + ",two=file:" + away, "auth.keys=file:" + clients, "secrets.refresh=24h");
        Files.delete(away);
        Files.writeString(clients, "laptop=" + "b".repeat(64));

        String text = reload().text();

        JsonNode rows = JSON.readTree(text).path("reloaded");
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).path("source").textValue()).isEqualTo("file:" + away);
        assertThat(rows.get(0).path("problem").textValue()).contains("openrouter.api-key", "cannot be read");
        assertThat(rows.get(1).path("problem").isNull()).isTrue();
        assertThat(rows.get(2).path("setting").textValue()).isEqualTo("openrouter.auth.keys");
        assertThat(rows.get(2).path("problem").isNull()).isTrue();
        assertThat(text).doesNotContain("canary");
    }

    @Test
    void reloadWithoutSourcesReadsNothing() throws Exception {
        start();

        assertThat(reload().text()).isEqualTo("{\"revision\":1,\"reloaded\":[]}");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /admin/v1/settings, 401, false",
        "POST /admin/v1/reload, 401, false",
        "GET /admin/v1/reload, 405, true",
        "POST /admin/v1/settings, 405, true",
        "GET /admin/v1/settings?name=x, 400, true",
        "POST /admin/v1/reload?what=all, 400, true"
    })
    void areAskedAsTheyShouldBe(String target, int status, boolean token) throws Exception {
        start();

        OneRequest.Answer answer = operator()
                .send(
                        target,
                        target.startsWith("POST") ? "{}".getBytes() : null,
                        "Content-Type: application/json",
                        token ? TOKEN.header() : "Accept: */*");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(JSON.readTree(answer.text()).path("error").isObject()).isTrue();
    }

    private void start(String... settings) {
        String[] all = new String[settings.length + 3];
        System.arraycopy(settings, 0, all, 3, settings.length);
        all[0] = "camel.management.enabled=true";
        all[1] = "camel.management.port=0";
        all[2] = TOKEN.setting();
        gateway = TestGateway.start(upstream.baseUrl(), all);
    }

    private Map<String, JsonNode> settings() throws IOException {
        Map<String, JsonNode> byName = new TreeMap<>();
        Iterator<JsonNode> rows =
                JSON.readTree(get("/admin/v1/settings").text()).path("settings").elements();
        rows.forEachRemaining(row -> byName.put(row.path("name").textValue(), row));
        return byName;
    }

    private OneRequest.Answer reload() throws IOException {
        return operator().post("/admin/v1/reload", "{}", TOKEN.header());
    }

    private OneRequest.Answer get(String path) throws IOException {
        return operator().get(path, TOKEN.header());
    }

    private OneRequest operator() {
        return new OneRequest(gateway.managementUri("/").getPort());
    }
}
