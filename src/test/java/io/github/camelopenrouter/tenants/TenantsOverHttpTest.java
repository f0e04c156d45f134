/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two teams on one gateway: what each sends looks as if the other were not there. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantsOverHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALL = "\"session_id\":\"s-1\",\"prompt_cache_key\":\"s-1\",\"user\":\"s-1\","
            + "\"safety_identifier\":\"s-1\",\"metadata\":{\"user_id\":\"s-1\",\"kept\":\"as it is\"},";

    private static final String SUPPORT = "Bearer ork-support";
    private static final String SUPPORT_TOO = "Bearer ork-support-too";
    private static final String LAB = "Bearer ork-lab";

    private ScriptedUpstream upstream;
    private TestGateway gateway;
    private Path policy;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        upstream = ScriptedUpstream.start(TenantsOverHttpTest::answer);
        policy = Files.writeString(directory.resolve("policy.yaml"), """
                teams:
                  support: { allow: { modalities: [text, audio], files: [file_id] } }
                  lab:
                    upstream-keys: [lab]
                    allow: { server-tools: ["openrouter:files"], files: [file_id], modalities: [text, audio] }
                keys:
                  support-bot: { team: support, sha256: %s }
                  support-too: { team: support, sha256: %s }
                  lab-bot: { team: lab, sha256: %s }
                """.formatted(
                        sha256("ork-support"), sha256("ork-support-too"), sha256("ork-lab")));
        gateway = TestGateway.start(
                upstream.baseUrl(),
                "policy.file=" + policy,
                "data-dir=" + directory.resolve("data"),
                "api-key=shared=sk-or-v1-shared,lab=sk-or-v1-lab",
                "retry.attempts=1",
                "retry.delay=1ms");
    }

    private static void answer(ScriptedUpstream.Call call) throws IOException {
        call.answer(200, HttpTest.JSON, "{\"id\":\"gen-1\",\"choices\":[],\"data\":[]}");
    }

    @BeforeEach
    void forget() {
        upstream.script(TenantsOverHttpTest::answer);
        upstream.forget();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void aNameGoesUpAsTheTeamsOwn(Door door) throws Exception {
        String body = door.plain().replaceFirst("\\{", "{" + ALL);
        Set<String> ofSupport = names(sent(door.path(), body, SUPPORT));
        assertThat(ofSupport).hasSize(1).allMatch(name -> name.matches("[0-9a-f]{32}"));
        assertThat(names(sent(door.path(), body, SUPPORT_TOO))).isEqualTo(ofSupport);
        assertThat(names(sent(door.path(), body, LAB))).hasSize(1).doesNotContainAnyElementsOf(ofSupport);
    }

    @Test
    void soDoesOneOnAnotherPathAndOneThatIsHardToSee() throws Exception {
        String plain = sent("/v1/rerank", "{\"model\":\"a/b\",\"user\":\"s-1\",\"documents\":[\"x\"]}", SUPPORT)
                .path("user")
                .asText();
        JsonNode hidden = sent(
                "/v1/rerank",
                "{\"model\":\"a/b\",\"\\u0075ser\":\"s-1\",\"metadata\":{\"\\u0075ser_id\":\"s-1\"},\"documents\":[\"x\"]}",
                SUPPORT);
        assertThat(plain).matches("[0-9a-f]{32}");
        assertThat(hidden.path("user").asText()).isEqualTo(plain);
        assertThat(hidden.at("/metadata/user_id").asText()).isEqualTo(plain);
    }

    @Test
    void aRequestWithoutNamesKeepsItsBytes() throws Exception {
        String body = "{ \"model\": \"a/b\", \"documents\": [\"\\u0078\"], \"user\": null }";
        post("/v1/rerank", body, SUPPORT);
        assertThat(call().text()).isEqualTo(body);
    }

    @Test
    void theHeaderOfASessionIsTheTeamsOwnInEachAttempt() throws Exception {
        upstream.script(call -> call.answer(503, HttpTest.JSON, "{\"error\":{\"code\":503,\"message\":\"busy\"}}"));
        post(Door.CHAT.path(), Door.CHAT.plain(), SUPPORT, "X-Session-Id: s-1");
        String first = call().headers().get("x-session-id");
        assertThat(first).matches("[0-9a-f]{32}");
        assertThat(call().headers().get("x-session-id")).isEqualTo(first);
        upstream.script(TenantsOverHttpTest::answer);
        get("/v1/providers", SUPPORT, "x-session-id: s-1");
        assertThat(call().headers().get("x-session-id")).isEqualTo(first);
        get("/v1/providers", LAB, "x-session-id: s-1");
        assertThat(call().headers().get("x-session-id")).matches("[0-9a-f]{32}").isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "session_id", "metadata[user_id]", " User"})
    void aFormCannotNameAnybody(String part) throws Exception {
        OneRequest.Answer answer = form(part, SUPPORT);
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void whatIsSaidOfTheAccountsCacheStaysHere() throws Exception {
        post(
                Door.CHAT.path(),
                Door.CHAT.plain(),
                SUPPORT,
                "X-OpenRouter-Cache: true",
                "x-openrouter-cache-ttl: 60",
                "X-OpenRouter-Metadata: enabled",
                "X-OpenRouter-Other: passes");
        assertThat(call().headers())
                .containsKey("X-OpenRouter-Other")
                .doesNotContainKeys("X-OpenRouter-Cache", "X-OpenRouter-Cache-TTL", "X-OpenRouter-Metadata");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tools\":[{\"type\":\"openrouter:files\"}]",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_id\":\"file-1\"}}]}]"
            })
    void filesOfTheAccountAreForWhoHasOne(String field) throws Exception {
        String body = Door.CHAT
                .plain()
                .replaceFirst("\\{", "{" + field + ",")
                .replaceFirst(
                        ",\"messages\":\\[\\{\"role\":\"user\",\"content\":\"Hi\"}]}",
                        field.contains("messages") ? "}" : "$0");
        OneRequest.Answer refused = post(Door.CHAT.path(), body, SUPPORT);
        assertThat(refused.status()).as(refused.text()).isEqualTo(403);
        assertThat(refused.text()).contains("not_allowed");
        assertThat(upstream.callCount()).isZero();
        assertThat(post(Door.CHAT.path(), body, LAB).status()).isEqualTo(200);
    }

    @Test
    void aReservedKeyServesWhoNamesItAndNobodyElse() throws Exception {
        Set<String> ofSupport = new TreeSet<>();
        Set<String> ofLab = new TreeSet<>();
        for (int call = 0; call < 20; call++) {
            ofSupport.add(keyOf(SUPPORT));
            ofLab.add(keyOf(LAB));
        }
        get("/v1/providers", LAB);
        ofLab.add(key());
        get("/v1/providers", SUPPORT);
        ofSupport.add(key());
        assertThat(ofSupport).containsExactly("Bearer sk-or-v1-shared");
        assertThat(ofLab).containsExactly("Bearer sk-or-v1-lab");
    }

    @Test
    void aRefusedKeyIsNotReplacedByAReservedOne() throws Exception {
        upstream.script(call -> call.answer(402, HttpTest.JSON, "{\"error\":{\"code\":402,\"message\":\"credits\"}}"));
        assertThat(post(Door.CHAT.path(), Door.CHAT.plain(), SUPPORT).status()).isEqualTo(503);
        assertThat(key()).isEqualTo("Bearer sk-or-v1-shared");
        assertThat(upstream.callCount()).isOne();
    }

    @Test
    void theSecretOfTheHashesIsTheOwners(@TempDir Path directory) throws IOException {
        byte[] made = IdentifierKey.below(directory);
        Path file = directory.resolve("identifiers-key");
        assertThat(IdentifierKey.below(directory)).isEqualTo(made).hasSizeGreaterThan(40);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(Files.list(directory)).hasSize(1);
        Files.writeString(file, "short");
        assertThatThrownBy(() -> IdentifierKey.below(directory)).hasMessageContaining("less than 16 characters");
        assertThatThrownBy(() -> IdentifierKey.in("/nowhere/at-all", "openrouter.identifiers.key-file"))
                .hasMessageContaining("openrouter.identifiers.key-file names the file");
    }

    @Test
    void aKeyThatThereIsNotStopsTheStart(@TempDir Path directory) throws IOException {
        Path faulty =
                Files.writeString(directory.resolve("policy.yaml"), "teams:\n  lab:\n    upstream-keys: [gone]\n");
        assertThatThrownBy(() -> TestGateway.start(upstream.baseUrl(), "policy.file=" + faulty))
                .hasStackTraceContaining("policy.yaml, line 3: there is no OpenRouter key of this label");
    }

    private static Set<String> names(JsonNode body) {
        Set<String> names = new TreeSet<>();
        for (String field : new String[] {"session_id", "prompt_cache_key", "user", "safety_identifier"}) {
            names.add(body.path(field).asText());
        }
        names.add(body.at("/metadata/user_id").asText());
        names.remove(""); // compatibility has left some out
        assertThat(body.at("/metadata/kept").asText()).isEqualTo("as it is");
        return names;
    }

    private String keyOf(String client) throws Exception {
        post(Door.CHAT.path(), Door.CHAT.plain(), client);
        return key();
    }

    private String key() throws Exception {
        return call().headers().get("Authorization");
    }

    private JsonNode sent(String path, String body, String client) throws Exception {
        OneRequest.Answer answer = post(path, body, client);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return JSON.readTree(call().text());
    }

    private ScriptedUpstream.Call call() throws Exception {
        return upstream.awaitCall();
    }

    private OneRequest.Answer form(String part, String client) throws IOException {
        String body = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nopenai/whisper-1\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"" + part + "\"\r\n\r\nx\r\n--b--\r\n";
        return new OneRequest(gateway.port())
                .post(
                        "/v1/audio/transcriptions",
                        body,
                        "Authorization: " + client,
                        "Content-Type: multipart/form-data; boundary=b");
    }

    private OneRequest.Answer post(String path, String body, String client, String... headers) throws IOException {
        return new OneRequest(gateway.port()).post(path, body, with(client, headers));
    }

    private OneRequest.Answer get(String path, String client, String... headers) throws IOException {
        return new OneRequest(gateway.port()).get(path, with(client, headers));
    }

    private static String[] with(String client, String... headers) {
        String[] all = new String[headers.length + 1];
        all[0] = "Authorization: " + client;
        System.arraycopy(headers, 0, all, 1, headers.length);
        return all;
    }

    private static String sha256(String key) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    }
}
