/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.OneRequest.Answer;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may write in front of the doors' own paths, and what nobody reaches that way. */
class DoorPrefixesTest extends HttpTest {

    private static final String ANSWER = "{\"choices\":[]}";
    private static final String MODELS = "{\"data\":[{\"id\":\"openai/gpt-4o\",\"name\":\"GPT-4o\"}]}";
    private static final String PAGE = "https://app.example";
    private static final String KEY = "client-key";
    /** sha256 of client-key */
    private static final String KEYS = "auth.keys=ci=8eb943e7040b69a94bf39562088223755bff4c2e7c5fc257f1e08f870fe01d35";

    private OneRequest ask;

    DoorPrefixesTest() {
        super("access-log=true", "cors.allowed-origins=" + PAGE);
    }

    @BeforeEach
    void answerAll() {
        upstream.script(call -> call.answer(200, JSON, call.requestLine().startsWith("GET") ? MODELS : ANSWER));
        ask = new OneRequest(gateway.port());
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/chat/completions,            CHAT,        /v1/chat/completions",
        "/chat/completions,                   CHAT,        /v1/chat/completions",
        "/completions,                        COMPLETIONS, /v1/completions",
        "/responses,                          RESPONSES,   /v1/responses",
        "/embeddings,                         EMBEDDINGS,  /v1/embeddings",
        "/litellm/v1/chat/completions,        CHAT,        /v1/chat/completions",
        "/litellm/chat/completions,           CHAT,        /v1/chat/completions",
        "/litellm/anthropic/v1/messages,      MESSAGES,    /v1/messages",
        "/litellm/openai/chat/completions,    CHAT,        /v1/chat/completions",
        "/langchain/openai/v1/responses,      RESPONSES,   /v1/responses",
        "/pydanticai/embeddings,              EMBEDDINGS,  /v1/embeddings",
        "/cursor/v1/completions,              COMPLETIONS, /v1/completions",
        "/cursor/chat/completions/,           CHAT,        /v1/chat/completions",
        "/openai/chat/completions,            CHAT,        /v1/chat/completions",
        "//api//v1/chat/completions,          CHAT,        /v1/chat/completions",
        "/api/%76%31/chat/completions,        CHAT,        /v1/chat/completions",
        "/litellm/x/../v1/chat/completions,   CHAT,        /v1/chat/completions",
        "/api/v1/chat/completions?beta=true,  CHAT,        /v1/chat/completions"
    })
    void leadsToTheDoorThatIsMeant(String path, Door door, String called) throws Exception {
        assertThat(ask.post(path, door.plain()).text()).isEqualTo(ANSWER);
        assertThat(upstream.awaitCall().requestLine()).isEqualTo("POST /api" + called + " HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/models",
                "/models",
                "/litellm/models",
                "/langchain/openai/v1/models",
                "/models/openai/gpt-4o",
                "/api/v1/models/openai%2Fgpt-4o"
            })
    void leadsToTheListAndToOneOfIt(String path) throws Exception {
        Answer answer = ask.get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"id\":\"openrouter/openai/gpt-4o\"");
        assertThat(ask.send("HEAD " + path, null).status()).isEqualTo(200);
    }

    @Test
    void givesTheVendorOfTheDoorThatIsMeant() throws Exception {
        ask.post("/litellm/openai/v1/chat/completions", Door.CHAT.plain().replace("openai/gpt-4o", "gpt-4o"));

        await(20).until(() -> lastCall().contains("\"model\":\"openai/gpt-4o\""));
    }

    /** The list of models may be asked for in front of it. */
    private String lastCall() throws Exception {
        return upstream.waitingCalls() == 0 ? "" : upstream.awaitCall().text();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/api/v1/chat/completions",
                "/litellm/api/v1/chat/completions",
                "/api/litellm/chat/completions",
                "/litellm/v1/v1/chat/completions",
                "/v1/api/v1/chat/completions",
                "/litellmx/v1/chat/completions",
                "/litellm",
                "/litellm/",
                "/API/v1/chat/completions",
                "/api%2Fv1/chat/completions",
                "/api/v1%2Fchat/completions",
                "/api/v1/%2e%2e/%2e%2e/v2/chat/completions",
                "/nothing"
            })
    void takesExactlyOnePrefixAway(String path) throws Exception {
        Answer answer = ask.post(path, Door.CHAT.plain());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("\"code\":\"unknown_path\"");
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/health",
                "/litellm/health",
                "/api/observe/health",
                "/litellm/admin/v1/breakers",
                "/admin/v1/breakers",
                "/api/../admin/v1/breakers",
                "/api/%2e%2e/observe/health",
                "/litellm/v1/../../observe/health"
            })
    void leadsToNothingElse(String path) throws Exception {
        assertThat(ask.get(path).status()).isEqualTo(404);
    }

    @Test
    void tellsTheMethodsOfTheDoorThatIsMeant() throws Exception {
        Answer answer = ask.get("/litellm/chat/completions");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
        assertThat(ask.send("DELETE /api/v1/models/a/b", null).header("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void permitsPreflightsAsTheDoorDoes() throws Exception {
        Answer answer = ask.send(
                "OPTIONS /api/v1/chat/completions",
                null,
                "Origin: " + PAGE,
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: authorization");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("access-control-allow-methods")).isEqualTo("POST");
        assertThat(answer.header("access-control-allow-origin")).isEqualTo(PAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "/litellm/anthropic/v1/messages,400",
        "/litellm/anthropic/messages,400",
        "/langchain/anthropic/v1/no,404"
    })
    void refusesInTheEnvelopeOfTheApiThatIsMeant(String path, int status) throws Exception {
        Answer answer = ask.post(path, "{}");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).startsWith("{\"type\":\"error\",\"error\":{");
    }

    @Test
    void logsThePathOfTheDoor() throws Exception {
        try (LogRecorder log = LogRecorder.record()) {
            ask.post("/cursor/chat/completions?q=canary", Door.CHAT.plain());

            await(20)
                    .until(() -> log.lines().stream()
                            .anyMatch(line -> line.contains(" path=/v1/chat/completions status=200 ")));
            assertThat(log.lines()).noneMatch(line -> line.contains("canary") || line.contains("/cursor"));
        }
    }

    @Test
    void asksForTheKeyOfTheDoor() throws Exception {
        try (TestGateway keys = TestGateway.start(upstream.baseUrl(), KEYS)) {
            OneRequest client = new OneRequest(keys.port());
            Answer stranger = client.post("/api/v1/chat/completions", Door.CHAT.plain());

            assertThat(stranger.status()).isEqualTo(401);
            assertThat(client.post("/litellm/chat/completions", Door.CHAT.plain(), "Authorization: Bearer " + KEY)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void leavesOwnRoutesBelowAPrefixAlone() throws Exception {
        RouteBuilder own = new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/litellm/chat/completions?httpMethodRestrict=GET")
                        .setBody(constant("own"));
                from("platform-http:/cursor?matchOnUriPrefix=true").setBody(constant("own too"));
            }
        };
        try (TestGateway gateway = TestGateway.startingWith(own).awaitStart()) {
            OneRequest client = new OneRequest(gateway.port());

            assertThat(client.get("/litellm/chat/completions").text()).isEqualTo("own");
            assertThat(client.post("/litellm/chat/completions", Door.CHAT.plain())
                            .header("Allow"))
                    .isEqualTo("GET");
            assertThat(client.post("/cursor/v1/chat/completions", Door.CHAT.plain())
                            .text())
                    .isEqualTo("own too");
            assertThat(client.post("/litellm/embeddings", Door.EMBEDDINGS.plain())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void leadsToDoorsOfTheUsersOwnBelowAnApi() throws Exception {
        RouteBuilder own = new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/v1/own/{id}/endpoints?httpMethodRestrict=GET&platformHttpEngine=#openrouter-engine")
                        .setBody(header("CamelHttpPath"));
                from("platform-http:/v1/a,/v1/b?platformHttpEngine=#openrouter-engine")
                        .setBody(header("CamelHttpQuery"));
            }
        };
        try (TestGateway gateway = TestGateway.startingWith(own).awaitStart()) {
            OneRequest client = new OneRequest(gateway.port());

            assertThat(client.get("/own/7/endpoints").text()).isEqualTo("/v1/own/7/endpoints");
            assertThat(client.post("/litellm/own/7/endpoints", "{}").header("Allow"))
                    .isEqualTo("GET");
            assertThat(client.get("/own//endpoints").status()).isEqualTo(404);
            assertThat(client.get("/api/v1/b?x=%2F&y").text()).isEqualTo("x=%2F&y");
        }
    }

    @Test
    void takesTheListOfTheSetting() throws Exception {
        try (TestGateway few = TestGateway.start(upstream.baseUrl(), "prefixes=/gateway/ai")) {
            OneRequest client = new OneRequest(few.port());

            assertThat(client.post("/gateway/ai/chat/completions", Door.CHAT.plain())
                            .status())
                    .isEqualTo(200);
            assertThat(client.post("/api/v1/chat/completions", Door.CHAT.plain())
                            .status())
                    .isEqualTo(404);
            assertThat(client.post("/chat/completions", Door.CHAT.plain()).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void hasNoneWhereTheListIsEmpty() throws Exception {
        try (TestGateway none = TestGateway.start(upstream.baseUrl(), "prefixes=")) {
            OneRequest client = new OneRequest(none.port());

            assertThat(client.post("/api/v1/chat/completions", Door.CHAT.plain())
                            .status())
                    .isEqualTo(404);
            assertThat(client.get("/models").status()).isEqualTo(404);
            assertThat(client.post("/v1/chat/completions", Door.CHAT.plain()).status())
                    .isEqualTo(200);
        }
    }
}
