/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.host.MainHost;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.OneRequest.Answer;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.Locale;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The published holes of Camel 4.18.0 in the components that stand in this gateway do not open it, whichever Camel a host
 * brings. Those of components that it does not use have no test.
 */
@Timeout(120)
class CamelAdvisoriesTest {

    private static final String JSON = "application/json";
    private static final String PAGE = "https://evil.example";
    private static final AdminToken TOKEN = AdminToken.create();

    /** sha256 of client-key */
    private static final String KEYS = "auth.keys=ci=8eb943e7040b69a94bf39562088223755bff4c2e7c5fc257f1e08f870fe01d35";

    private static final String WITH_KEY = "Authorization: Bearer client-key";

    private static ScriptedUpstream upstream;
    private static ScriptedUpstream other;
    private static TestGateway gateway;
    private static OneRequest ask;
    private static OneRequest operator;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(CamelAdvisoriesTest::answer);
        other = ScriptedUpstream.start(call -> call.answer(200, JSON, "{\"stolen\":true}"));
        gateway = TestGateway.start(
                upstream.baseUrl(),
                KEYS,
                "cors.allowed-origins=*",
                "camel.management.enabled=true",
                "camel.management.port=0",
                TOKEN.setting());
        ask = new OneRequest(gateway.port());
        operator = new OneRequest(gateway.managementUri("/").getPort());
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        upstream.close();
        other.close();
    }

    @BeforeEach
    void forgetEarlierTests() {
        upstream.script(CamelAdvisoriesTest::answer);
        upstream.forget();
        other.forget();
    }

    private static void answer(ScriptedUpstream.Call call) throws IOException {
        boolean list = call.requestLine().startsWith("GET");
        call.answer(200, JSON, list ? "{\"data\":[{\"id\":\"openai/gpt-4o\"}]}" : "{\"choices\":[]}");
    }

    /** CVE-2026-85251, camel-http: credentials follow a redirect to another host. */
    @Nested
    class Redirects {

        @ParameterizedTest
        @ValueSource(ints = {301, 302, 303, 307, 308})
        void toAnotherHostIsNotFollowed(int status) throws Exception {
            redirect(status, other.baseUrl() + "/v1/chat/completions");
            for (String body : new String[] {Door.CHAT.plain(), Door.CHAT.streaming()}) {
                Answer answer = ask.post(Door.CHAT.path(), body, WITH_KEY);

                assertThat(answer.status()).isEqualTo(502);
                assertThat(answer.header("location")).isNull();
                assertThat(answer.text()).doesNotContain("stolen", String.valueOf(other.port()));
            }
            assertThat(upstream.callCount()).isEqualTo(2);
            assertThat(other.callCount()).isZero();
        }

        @ParameterizedTest
        @CsvSource({"302, /elsewhere", "307, ''", "308, //evil.example/v1", "307, https://evil.example/"})
        void isNotFollowedAnywhere(int status, String location) throws Exception {
            redirect(status, location);

            assertThat(ask.post("/anthropic/v1/messages", Door.MESSAGES.plain(), WITH_KEY)
                            .status())
                    .isEqualTo(502);
            assertThat(upstream.callCount()).isEqualTo(1);
        }

        /** A GET is what clients follow by themselves. */
        @ParameterizedTest
        @ValueSource(ints = {301, 302, 303, 307, 308})
        void ofTheListOfModelsIsNotFollowed(int status) throws Exception {
            redirect(status, other.baseUrl() + "/v1/models");
            try (TestGateway fresh = TestGateway.start(upstream.baseUrl())) {
                assertThat(new OneRequest(fresh.port()).get("/v1/models").status())
                        .isEqualTo(502);
            }
            assertThat(upstream.callCount()).isPositive();
            assertThat(other.callCount()).isZero();
        }

        private void redirect(int status, String location) {
            upstream.script(call -> call.answer(status, JSON, "{}", "Location: " + location));
        }
    }

    /** CVE-2026-84176, camel-platform-http-vertx: a wildcard reflects any origin, and lets it send credentials. */
    @Nested
    class WildcardCors {

        @ParameterizedTest
        @CsvSource({
            "POST,    /v1/chat/completions",
            "OPTIONS, /v1/chat/completions",
            "OPTIONS, /litellm/chat/completions",
            "GET,     /v1/models",
            "GET,     /v1/nothing",
            "DELETE,  /v1/models",
            "GET,     /"
        })
        void neverReflectsAnOrigin(String method, String path) throws Exception {
            Answer answer = ask.send(
                    method + " " + path,
                    null,
                    "Origin: " + PAGE,
                    "Access-Control-Request-Method: POST",
                    "Access-Control-Request-Headers: authorization",
                    "Cookie: session=1",
                    WITH_KEY);

            assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
            assertThat(answer.headers()).doesNotContainKey("access-control-allow-credentials");
            assertThat(answer.headers().toString()).doesNotContain(PAGE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/observe/health", "/observe/info", "/admin/v1/breakers", "/nothing"})
        void doesNotReachThePortForOperators(String path) throws Exception {
            Answer answer = operator.get(path, "Origin: " + PAGE, TOKEN.header());

            assertThat(answer.headers().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        }

        /** Camel's own stays off: nothing of ours switches it on, and a door on Camel's engine says nothing. */
        @Test
        void isNotCamels() throws Exception {
            Answer answer = ask.get("/health", "Origin: " + PAGE);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).doesNotContainKey("access-control-allow-credentials");
            assertThat(answer.headers().toString()).doesNotContain(PAGE);
        }
    }

    /** CVE-2026-85316, camel-platform-http: a path that begins with proxy makes a proxy of the server. */
    @Nested
    class Proxying {

        @Test
        void anAbsoluteRequestLineIsReadForItsPathAlone() throws Exception {
            String elsewhere = "http://127.0.0.1:" + other.port();

            Answer list =
                    ask.send("GET " + elsewhere + "/v1/models", null, "Host: 127.0.0.1:" + other.port(), WITH_KEY);
            Answer chat = ask.post(elsewhere + "/v1/chat/completions", Door.CHAT.plain(), WITH_KEY);
            Answer below = ask.post(elsewhere + "/litellm/chat/completions", Door.CHAT.plain(), WITH_KEY);
            Answer unknown = ask.send("GET " + elsewhere + "/", null);

            assertThat(list.text()).contains("openrouter/openai/gpt-4o");
            assertThat(chat.text()).isEqualTo("{\"choices\":[]}");
            assertThat(below.text()).isEqualTo("{\"choices\":[]}");
            assertThat(unknown.text()).doesNotContain("stolen");
            assertThat(other.callCount()).isZero();
            while (upstream.waitingCalls() > 0) {
                assertThat(upstream.awaitCall().requestLine())
                        .matches(
                                "GET /api/v1/models(\\?output_modalities=all)? HTTP/1.1|POST /api/v1/chat/completions HTTP/1.1");
            }
        }

        @Test
        void anAbsoluteRequestLineNeedsTheKeyToo() throws Exception {
            assertThat(ask.post("http://evil.example/v1/chat/completions", Door.CHAT.plain())
                            .status())
                    .isEqualTo(401);
            assertThat(operator.send("GET http://evil.example/admin/v1/breakers", null)
                            .status())
                    .isBetween(400, 499);
            assertThat(upstream.callCount()).isZero();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/proxy",
                    "/proxy/",
                    "/proxy/v1/models",
                    "/proxyv1/models",
                    "/proxy/http://127.0.0.1/",
                    "/v1/proxy",
                    "/api/proxy/v1/models",
                    "/litellm/proxy"
                })
        void thereIsNoPathOfAProxy(String path) throws Exception {
            assertThat(ask.get(path, "Host: 127.0.0.1:" + other.port(), WITH_KEY)
                            .status())
                    .isEqualTo(404);
            assertThat(other.callCount()).isZero();
            assertThat(upstream.callCount()).isZero();
        }

        @Test
        void noTunnelIsOpened() throws Exception {
            assertThat(ask.send("CONNECT 127.0.0.1:" + other.port(), null, WITH_KEY)
                            .status())
                    .isBetween(400, 499);
            assertThat(other.openConnections()).isZero();
        }

        @Test
        void noDoorOfTheGatewaysIsOne() {
            assertThat(gateway.context().getEndpoints())
                    .filteredOn(PlatformHttpEndpoint.class::isInstance)
                    .isNotEmpty()
                    .noneMatch(door -> ((PlatformHttpEndpoint) door).isHttpProxy());
        }

        /** Camel takes this door of a host's, which has lost its slash, for a proxy; our engine serves it and goes nowhere. */
        @Test
        void aDoorOnOurEngineIsNoneWhateverItsPathBeginsWith() throws Exception {
            RouteBuilder door = new RouteBuilder() {
                @Override
                public void configure() {
                    from("platform-http:proxying/v1?platformHttpEngine=#openrouter-engine")
                            .process("openrouter-guard")
                            .setBody(simple("${header.CamelHttpHost}${header.CamelHttpScheme}${header.CamelHttpPort}"));
                }
            };
            try (MainHost host = MainHost.with(
                            "openrouter.api-key=sk-or-v1-canary",
                            "openrouter.auth=none",
                            "openrouter.base-url=" + upstream.baseUrl())
                    .start(new OpenRouterRoutes(), door)) {
                Answer answer = new OneRequest(host.port()).send("GET http://127.0.0.1:" + other.port() + "/", null);

                assertThat(answer.text()).isEmpty();
                assertThat(other.callCount()).isZero();
            }
        }
    }

    /** CVE-2026-40022, camel-platform-http-main: paths below another than / are served without credentials. */
    @Nested
    class Subpaths {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/admin/v1/breakers",
                    "/admin/v1/breakers/",
                    "/admin/v1/breakers/x",
                    "/admin/v1/breakers;x",
                    "/admin/v1/../v1/breakers",
                    "/admin/v1/./breakers",
                    "/admin/v1/",
                    "/admin/v1/../",
                    "//admin/v1/breakers",
                    "/admin/v1/%62reakers",
                    "/admin/v1%2fbreakers",
                    "/observe/../admin/v1/breakers",
                    "/observe/x/../../admin/v1/breakers",
                    "/observe/%2e%2e/admin/v1/cooldowns",
                    "/observe/x/y",
                    "/observe/admin/v1/breakers"
                })
        void ofThePortForOperatorsNeedTheToken(String path) throws Exception {
            for (String credentials : new String[] {"X-None: 1", WITH_KEY, "Authorization: Basic Og=="}) {
                Answer answer = operator.get(path, credentials);

                assertThat(answer.status()).isBetween(400, 499);
                assertThat(answer.text()).doesNotContain("\"breakers\"", "\"cooldowns\"");
            }
        }

        /** In a host: the standalone gateway refuses that setting, and the one of its management port. */
        @Test
        void ofAServerPathNeedTheKey() throws Exception {
            try (MainHost below = MainHost.with(
                            "openrouter.api-key=any",
                            "openrouter.base-url=" + upstream.baseUrl(),
                            "openrouter." + KEYS,
                            "openrouter.prefixes=/api",
                            "camel.main.routesIncludePattern=classpath:openrouter/routes/*.camel.yaml",
                            "camel.server.path=/gw")
                    .start(new OpenRouterRoutes())) {
                OneRequest client = new OneRequest(below.port());

                assertThat(client.post("/gw/v1/chat/completions", Door.CHAT.plain(), WITH_KEY)
                                .status())
                        .isEqualTo(200);
                for (String path : new String[] {
                    "/gw/v1/chat/completions",
                    "/gw/v1/chat/completions/",
                    "/gw/x/../v1/chat/completions",
                    "/gw/v1/chat/%63ompletions",
                    "/gw/api/v1/chat/completions",
                    "/v1/chat/completions"
                }) {
                    assertThat(client.post(path, Door.CHAT.plain()).status())
                            .as(path)
                            .isBetween(401, 404);
                }
                assertThat(client.get("/gw/v1/models/x").status()).isEqualTo(401);
            }
            assertThat(upstream.callCount()).isEqualTo(1);
        }
    }
}
