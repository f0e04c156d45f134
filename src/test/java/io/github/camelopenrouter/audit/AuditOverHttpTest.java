/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What administrators do stands in the audit, and nothing that could not be written there is done. */
@Timeout(60)
class AuditOverHttpTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AdminToken TOKEN = AdminToken.create();

    @TempDir
    private Path data;

    @TempDir
    private Path elsewhere;

    private TestGateway gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void startReloadAndStopAreLines() throws Exception {
        start("retry.delay=250ms", "auth.keys=laptop=" + "ca".repeat(32));
        assertThat(reload().status()).isEqualTo(200);
        gateway.close();

        List<JsonNode> lines = lines();
        assertThat(lines).extracting(line -> line.path("action").asText()).containsExactly("start", "reload", "stop");
        assertThat(lines.get(0).at("/actor/principal").asText()).isEqualTo("gateway");
        assertThat(lines.get(0).at("/after/settings/openrouter.retry.delay").asText())
                .isEqualTo("250ms");
        assertThat(lines.get(0).at("/after/settings/openrouter.auth.keys").asText())
                .isEqualTo("***");
        assertThat(lines.get(1).at("/actor").toString())
                .isEqualTo("{\"principal\":\"admin-token\",\"roles\":[\"admin\"],\"address\":\"127.0.0.1\"}");
        assertThat(AuditVerifier.verify(directory(), null, null, Set.of()))
                .isEqualTo(new AuditVerifier.Result(3, 0, null));
    }

    @Test
    void whoWasNotLetInIsSummedUp() throws Exception {
        start();
        for (int n = 0; n < 5; n++) {
            assertThat(operator()
                            .get("/admin/v1/settings", "Authorization: Bearer canary-" + n)
                            .status())
                    .isEqualTo(401);
        }
        gateway.close();

        JsonNode line = lines().get(1);
        assertThat(line.path("action").asText()).isEqualTo("login");
        assertThat(line.path("outcome").asText()).isEqualTo("refused");
        assertThat(line.path("target").asText()).isEqualTo("/admin/v1/settings");
        assertThat(line.at("/after/count").asInt()).isEqualTo(5);
        assertThat(line.at("/actor/address").asText()).isEqualTo("127.0.0.1");
        assertThat(lines()).noneMatch(any -> any.toString().contains("canary"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aChangeThatCannotBeWrittenDownDoesNotHappen() throws Exception {
        Path key = Files.writeString(elsewhere.resolve("key"), "one");
        start("api-key=file:" + key, "secrets.refresh=24h");
        Path file = AuditFile.in(directory()).get(0).path();
        Path kept = elsewhere.resolve("kept");
        Files.move(file, kept);
        Files.createSymbolicLink(file, Path.of("/dev/full/nowhere"));

        OneRequest.Answer answer = reload();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(JSON.readTree(answer.text()).at("/error/code").asText()).isEqualTo("audit_unavailable");
        assertThat(answer.text()).contains("openrouter.audit=off");
        assertThat(operator().get("/observe/health").text()).contains("The audit is not complete");

        Files.delete(file);
        Files.move(kept, file);
        JsonNode again = JSON.readTree(reload().text());
        assertThat(again.path("revision").asInt()).isEqualTo(1); // the one before was none
    }

    @Test
    void theAuditIsReadNewestFirstAndToReadItIsALine() throws Exception {
        start();
        reload();
        reload();
        JsonNode page = JSON.readTree(get("/admin/v1/audit?limit=2").text());
        assertThat(page.path("lines")).hasSize(2);
        assertThat(page.at("/lines/0/action").asText()).isEqualTo("audit.read");
        assertThat(page.at("/lines/0/after/limit").asText()).isEqualTo("2");
        assertThat(page.at("/lines/1/after/revision").asInt()).isEqualTo(2);
        JsonNode rest = JSON.readTree(
                get("/admin/v1/audit?limit=2&after=" + page.path("next").asLong())
                        .text());
        assertThat(rest.at("/lines/0/after/revision").asInt()).isEqualTo(1);
        assertThat(rest.at("/lines/1/action").asText()).isEqualTo("start");
        assertThat(rest.path("next").isNull()).isTrue();
        assertThat(JSON.readTree(get("/admin/v1/audit?action=reload").text()).path("lines"))
                .hasSize(2);
        assertThat(JSON.readTree(get("/admin/v1/audit?principal=gateway").text())
                        .path("lines"))
                .hasSize(1);
        assertThat(get("/admin/v1/audit?limit=0").status()).isEqualTo(400);
        assertThat(get("/admin/v1/audit?actor=me").status()).isEqualTo(400);
    }

    @Test
    void anAnchorIsSentAtTheStartAndAtTheStop() throws Exception {
        Path key = Files.writeString(elsewhere.resolve("hmac"), "k".repeat(40));
        start("audit.anchor=file:" + elsewhere + "?fileName=anchors&fileExist=Append", "audit.key-file=" + key);
        await().until(() -> Files.exists(elsewhere.resolve("anchors")));
        reload();
        gateway.close();
        List<String> anchors = Files.readAllLines(elsewhere.resolve("anchors"));
        assertThat(anchors).hasSize(2);
        assertThat(Anchor.parse(anchors.get(1)).seq()).isEqualTo(2); // the reload; stop follows
        assertThat(AuditVerifier.verify(
                        directory(),
                        elsewhere.resolve("anchors"),
                        new AnchorKey("k".repeat(40).getBytes(UTF_8)),
                        Set.of()))
                .isEqualTo(new AuditVerifier.Result(3, 2, null));
        assertThat(lines().get(0).at("/after/settings/openrouter.audit.anchor").asText())
                .isEqualTo("***");
    }

    /** Camel makes a GET without a body of an address with a query. */
    @Test
    void anAddressWithAQueryGetsTheAnchorToo() throws Exception {
        BlockingQueue<ScriptedUpstream.Call> got = new LinkedBlockingQueue<>();
        try (ScriptedUpstream server = ScriptedUpstream.start(call -> {
            got.add(call);
            call.answer(200, "text/plain", "ok");
        })) {
            start("audit.anchor=http://127.0.0.1:" + server.port() + "/anchors?of=us");
            ScriptedUpstream.Call call = got.take();
            assertThat(call.requestLine()).isEqualTo("POST /anchors?of=us HTTP/1.1");
            assertThat(Anchor.parse(new String(call.body(), UTF_8)).seq()).isEqualTo(1);
            assertThat(call.headers()).containsEntry("Content-Type", "application/json");
            gateway.close();
        }
    }

    @Test
    void aReceiverThatIsSilentHoldsUpNoStop() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            start("audit.anchor=http://127.0.0.1:" + silent.getLocalPort() + "/canary");
            gateway.close();
            assertThat(lines()).extracting(line -> line.path("action").asText()).containsExactly("start", "stop");
        }
    }

    @Test
    void whoSwitchesItOffHasNone() throws Exception {
        start("audit=off");
        assertThat(reload().status()).isEqualTo(200);
        assertThat(directory()).doesNotExist();
        assertThat(JSON.readTree(get("/admin/v1/audit").text())
                        .at("/error/code")
                        .asText())
                .isEqualTo("no_audit");
    }

    private void start(String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "camel.management.enabled=true", "camel.management.port=0", TOKEN.setting(), "data-dir=" + data));
        all.addAll(List.of(settings));
        gateway = TestGateway.sandbox(all.toArray(String[]::new));
    }

    private Path directory() {
        return data.resolve("audit");
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (AuditFile file : AuditFile.in(directory())) {
            for (String line : Files.readAllLines(file.path())) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    private OneRequest operator() {
        return new OneRequest(gateway.managementUri("/").getPort());
    }

    private OneRequest.Answer get(String path) throws Exception {
        return operator().get(path, TOKEN.header());
    }

    private OneRequest.Answer reload() throws Exception {
        return operator().post("/admin/v1/reload", "{}", TOKEN.header());
    }
}
