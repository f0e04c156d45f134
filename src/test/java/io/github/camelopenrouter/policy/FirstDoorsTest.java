/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files of the first doors there were, byte for byte, as an operator may have copied them when nobody had thought of a
 * policy: what it says holds there as well.
 */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class FirstDoorsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FIRST = Path.of("src/test/resources/first-doors");
    private static final String FOREIGN = "mistralai/mistral-large";
    private static final String TAGS = "x-openrouter-tags: project=a";
    private static final String MODELS = "{\"data\":[{\"id\":\"openai/gpt-4o\"},{\"id\":\"" + FOREIGN
            + "\"},{\"id\":\"anthropic/claude-sonnet-4\"}]}";

    /** Another path by their template, as the README has it. */
    private static final String MINE = "/mine/v1/chat/completions";

    @TempDir
    private static Path directory;

    private ScriptedUpstream upstream;
    private GatewayProcess gateway;
    private OneRequest client;

    /** One of the doors, and a request that it takes. */
    record Call(String path, String body) {
        String of(String model) throws IOException {
            return ((ObjectNode) JSON.readTree(body)).put("model", model).toString();
        }

        String key(String of) {
            return of + path.replaceAll("[^a-z0-9]", "-");
        }

        @Override
        public String toString() {
            return path;
        }
    }

    static Stream<Call> calls() {
        return Stream.concat(
                Stream.of(Door.values())
                        .flatMap(door -> Stream.of(door.path(), "/openai" + door.path())
                                .filter(path -> !path.startsWith("/openai/anthropic"))
                                .map(path -> new Call(path, door.plain()))),
                Stream.of(new Call(MINE, Door.CHAT.plain())));
    }

    @BeforeAll
    void start() throws Exception {
        upstream = ScriptedUpstream.start(call -> call.answer(
                200,
                HttpTest.JSON,
                call.requestLine().startsWith("GET ") ? MODELS : "{\"id\":\"gen-1\",\"choices\":[],\"data\":[]}"));
        Path routes = Files.createDirectories(directory.resolve("routes"));
        try (Stream<Path> files = Files.list(FIRST)) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        Files.writeString(
                routes.resolve("mine.camel.yaml"),
                "- templatedRoute: { routeTemplateRef: openrouter-door-chat-completions, routeId: mine, parameters:"
                        + " [{ name: path, value: " + MINE + " }] }\n");
        StringBuilder policy = new StringBuilder("""
                teams:
                  search:
                    models: ["openai/*", "anthropic/claude-sonnet-4"]
                    provider: { zdr: true }
                    tags: { cost-centre: "4711" }
                    require-tags: [project]
                keys:
                  all: { team: search, sha256: %s }
                """.formatted(Sha256.hex("k-all")));
        calls().map(call -> call.key("once"))
                .forEach(key -> policy.append("  " + key + ": { team: search, sha256: " + Sha256.hex("k-" + key)
                        + ", limits: { requests: 1/day } }\n"));
        Files.writeString(directory.resolve("policy.yaml"), policy);
        gateway = GatewayProcess.in(directory)
                .withData()
                .with("OPENROUTER_BASE_URL", upstream.baseUrl())
                .with("OPENROUTER_API_KEY", TestGateway.KEY)
                .with("OPENROUTER_POLICY_FILE", "policy.yaml")
                .with("OPENROUTER_AUTH_FAILURES", "off")
                .run();
        client = new OneRequest(gateway.awaitAddress().getPort());
    }

    @BeforeEach
    void forget() {
        upstream.forget();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @Test
    void theDoorsAreThoseOfTheFirstFiles() {
        assertThat(gateway.out())
                .contains(
                        "POST /openai/v1/chat/completions, POST /v1/chat/completions (routes/chat-completions.camel.yaml)",
                        "POST /anthropic/v1/messages (routes/messages.camel.yaml)",
                        MINE)
                .doesNotContain("WARN", "ERROR");
    }

    @ParameterizedTest
    @MethodSource("calls")
    void nobodyComesInWithoutAKey(Call call) throws Exception {
        for (String header : List.of("Accept: */*", "Authorization: Bearer nobodys", "x-api-key: ")) {
            OneRequest.Answer answer = client.post(call.path(), call.body(), header, TAGS);

            assertThat(answer.status()).as(header).isEqualTo(401);
            assertThat(answer.text()).contains("authentication_error");
        }
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aModelThatTheTeamMayNotUseIsRefused(Call call) throws Exception {
        OneRequest.Answer answer = post(call, "all", call.of(FOREIGN), TAGS);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("permission_error", FOREIGN);
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void anotherModelIsCalledWithWhatIsForced(Call call) throws Exception {
        assertThat(post(call, "all", call.body(), TAGS).status()).isEqualTo(200);

        assertThat(JSON.readTree(upstream.awaitCall().body()).path("provider").toString())
                .isEqualTo("{\"zdr\":true}");
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aTagThatIsRequiredIsAndTheTeamsStandInTheRecord(Call call) throws Exception {
        OneRequest.Answer without = post(call, "all", call.body(), "Accept: */*");
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.text()).contains("project");

        assertThat(post(call, "all", call.body(), "x-openrouter-tags: project=b", "x-request-id: " + call.key("tagged"))
                        .status())
                .isEqualTo(200);
        HttpTest.await(20).until(() -> !records(call.key("tagged")).isEmpty());
        assertThat(records(call.key("tagged"))).singleElement().satisfies(record -> {
            assertThat(record.path("tags").toString()).isEqualTo("{\"cost-centre\":\"4711\",\"project\":\"b\"}");
            assertThat(record.path("client").toString()).isEqualTo("{\"key\":\"all\",\"team\":\"search\"}");
        });
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aLimitHolds(Call call) throws Exception {
        assertThat(post(call, call.key("once"), call.body(), TAGS).status()).isEqualTo(200);

        OneRequest.Answer second = post(call, call.key("once"), call.body(), TAGS);

        assertThat(second.status()).isEqualTo(429);
        assertThat(second.text()).contains("rate_limit");
        assertThat(upstream.callCount()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/openai/v1/models"})
    void aListHasTheModelsThatMayBeCalled(String path) throws Exception {
        assertThat(client.get(path).status()).isEqualTo(401);
        assertThat(client.get(path, "Authorization: Bearer k-all").text())
                .contains("gpt-4o")
                .doesNotContain(FOREIGN);
        assertThat(client.get(path + "/" + FOREIGN, "Authorization: Bearer k-all")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void healthStaysOpen() throws Exception {
        assertThat(client.get("/health").text()).isEqualTo("{\"status\":\"UP\"}");
    }

    private OneRequest.Answer post(Call call, String key, String body, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Authorization: Bearer k-" + key);
        return client.post(call.path(), body, all.toArray(String[]::new));
    }

    private List<JsonNode> records(String requestId) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory.resolve("data/usage"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".jsonl")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith("{\"schema\":\"camel-openrouter/usage/1\"")
                            && line.contains("\"" + requestId + "\"")
                            && line.endsWith("}")) {
                        found.add(JSON.readTree(line));
                    }
                }
            }
        }
        return found;
    }
}
