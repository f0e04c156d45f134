/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.sandbox.Sandbox;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.camelopenrouter.testing.TokenByToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The flows of integration.yaml in a Camel application with the jar and the Kamelets, as the operator would build it. */
@Timeout(120)
class IntegrationFlowsTest {

    private static final String KEY = "x-api-key: my-client-key";
    private static final String HASH = "c0e618a52e1af3374137415b36cff0e2d55fc03ec3ffe5837e2558991893dea1";

    @TempDir
    private Path directory;

    private Main main;

    @AfterEach
    void stop() {
        main.stop();
    }

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.testing.Door#streams")
    void streamTokenByToken(Door door) throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(ScriptedUpstream.Call::reset)) {
            int port = start(upstream.baseUrl());

            TokenByToken.assertThrough(upstream, port, door.path(), door.streaming(), KEY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answerFromTheSandboxAtEveryDoor(Door door) throws IOException {
        try (Sandbox sandbox = Sandbox.start(0)) {
            OneRequest client = new OneRequest(start(sandbox.baseUrl()));

            assertThat(client.post(door.path(), door.plain(), KEY).status()).isEqualTo(200);
            assertThat(client.post(door.path(), door.plain()).status()).isEqualTo(401);
        }
    }

    @Test
    void listModels() throws IOException {
        try (Sandbox sandbox = Sandbox.start(0)) {
            OneRequest client = new OneRequest(start(sandbox.baseUrl()));

            assertThat(client.get("/v1/models", KEY).text()).contains("openai/gpt-4o");
            assertThat(client.get("/openai/v1/models", KEY).text()).contains("openai/gpt-4o");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/openai/gpt-4o",
                "/v1/models/openai%2Fgpt-4o",
                "/openai/v1/models/openai/gpt-4o",
                "/openai/v1/models/openai%2Fgpt-4o"
            })
    void lookUpOneModel(String path) throws IOException {
        try (Sandbox sandbox = Sandbox.start(0)) {
            OneRequest client = new OneRequest(start(sandbox.baseUrl()));

            OneRequest.Answer answer = client.get(path, KEY);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text())
                    .contains("\"id\":\"openrouter/openai/gpt-4o\"")
                    .doesNotContain("\"data\"");
            assertThat(client.get(path).status()).isEqualTo(401);
            assertThat(client.get(path + "-none", KEY).status()).isEqualTo(404);
        }
    }

    @Test
    void tellTheirHealthToAnybody() throws IOException {
        try (Sandbox sandbox = Sandbox.start(0)) {
            OneRequest client = new OneRequest(start(sandbox.baseUrl()));

            OneRequest.Answer answer = client.get("/health");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        }
    }

    /** Every path of the shipped route files but those that are passed through, and what stands at {@code /anthropic}. */
    @Test
    void standWhereTheStandaloneGatewaysDoorsDo() throws IOException {
        List<String> standalone = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("pass-through.camel.yaml"))
                    .toList()) {
                Matcher paths =
                        Pattern.compile("value: (/\\S+)|platform-http:(/\\S+)").matcher(Files.readString(file));
                paths.results()
                        .map(path -> path.group(1) == null ? path.group(2) : path.group(1))
                        .filter(path -> !path.equals("/anthropic"))
                        .forEach(standalone::add);
            }
        }
        try (Sandbox sandbox = Sandbox.start(0)) {
            start(sandbox.baseUrl());

            assertThat(standalone).hasSizeGreaterThan(10);
            assertThat(main.getCamelContext().getEndpoints())
                    .filteredOn(PlatformHttpEndpoint.class::isInstance)
                    .flatExtracting(endpoint ->
                            List.of(((PlatformHttpEndpoint) endpoint).getPath().split(",")))
                    .containsExactlyInAnyOrderElementsOf(standalone);
        }
    }

    @Test
    void listModelsInAnthropicsShapePageByPage() throws IOException {
        try (Sandbox sandbox = Sandbox.start(0)) {
            OneRequest client = new OneRequest(start(sandbox.baseUrl()));

            OneRequest.Answer page = client.get("/anthropic/v1/models?limit=1", KEY);
            assertThat(page.text()).contains("\"has_more\":true").containsOnlyOnce("\"type\":\"model\"");
            assertThat(client.get("/anthropic/v1/models/openai/gpt-4o", KEY).text())
                    .contains("\"id\":\"openai/gpt-4o\"");
        }
    }

    @Test
    void countTokensWithoutACall() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(call -> call.answer(500, "text/plain", "no"))) {
            OneRequest client = new OneRequest(start(upstream.baseUrl()));

            assertThat(client.post("/v1/messages/count_tokens", Door.MESSAGES.plain(), KEY)
                            .text())
                    .startsWith("{\"input_tokens\":");
            assertThat(upstream.callCount()).isZero();
        }
    }

    @Test
    void knowTheVendorOfABareNameByThePath() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", "{}"))) {
            OneRequest client = new OneRequest(start(upstream.baseUrl()));
            String bare = Door.CHAT.plain().replace("openai/gpt-4o", "gpt-4o");

            client.post("/v1/chat/completions", bare, KEY);
            client.post("/openai/v1/chat/completions", bare, KEY);

            assertThat(upstream.awaitCall().text()).contains("\"model\":\"gpt-4o\"");
            ScriptedUpstream.Call call = upstream.awaitCall();
            while (call.requestLine().startsWith("GET")) { // the list that the name is looked up in
                call = upstream.awaitCall();
            }
            assertThat(call.text()).contains("\"model\":\"openai/gpt-4o\"");
        }
    }

    /** With the key in a file, as the Integration mounts it. */
    private int start(String upstream) throws IOException {
        Path key = Files.writeString(directory.resolve("api-key"), "sk-or-v1-canary");
        Path flows = Files.writeString(
                directory.resolve("flows.yaml"),
                Manifest.read("integration.yaml").at("/spec/flows").toString());
        main = new Main();
        main.addOverrideProperty("camel.main.routesIncludePattern", "file:" + flows);
        main.addOverrideProperty("camel.server.enabled", "true");
        main.addOverrideProperty("camel.server.host", "127.0.0.1");
        main.addOverrideProperty("camel.server.port", "0");
        main.addOverrideProperty("openrouter.base-url", upstream);
        main.addOverrideProperty("openrouter.api-key-file", key.toString());
        main.addOverrideProperty("openrouter.auth", "keys");
        main.addOverrideProperty("openrouter.auth.keys", "laptop=" + HASH);
        main.addMainListener(new NoEnvironment());
        main.start();
        return main.getCamelContext()
                .hasService(VertxPlatformHttpServer.class)
                .getServer()
                .actualPort();
    }

    private static final class NoEnvironment extends MainListenerSupport {
        @Override
        public void beforeInitialize(BaseMainSupport main) {
            ((PropertiesComponent) main.getCamelContext().getPropertiesComponent())
                    .setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        }
    }
}
