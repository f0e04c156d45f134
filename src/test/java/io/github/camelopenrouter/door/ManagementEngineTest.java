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

import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Doors on the management port: delivered like all others, admitted by limits of their own. */
class ManagementEngineTest extends HttpTest {

    private static final String BREAKERS = "/admin/v1/breakers";
    private static final String MINE = "/mine/chat";
    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";

    private static final String ROUTES = """
            - route:
                id: mine
                routeConfigurationId: openrouter-errors
                streamCache: "false"
                from:
                  uri: platform-http:/mine/chat
                  parameters:
                    httpMethodRestrict: POST
                    platformHttpEngine: "#openrouter-management-engine"
                  steps:
                    - to: direct:openrouter-chat-completions
            - route:
                id: page
                from:
                  uri: platform-http:/ui?matchOnUriPrefix=true&platformHttpEngine=#openrouter-management-engine
                  steps:
                    - setBody:
                        constant: page
            - route:
                id: everything
                from:
                  uri: platform-http:/?matchOnUriPrefix=true&platformHttpEngine=#openrouter-management-engine
                  steps:
                    - setBody:
                        constant: mine
            """;

    private static final AdminToken TOKEN = AdminToken.create();

    ManagementEngineTest() {
        super(
                "camel.management.enabled=true",
                "camel.management.port=0",
                TOKEN.setting(),
                "admin.hosts=gateway",
                "max-request-bytes=10KB",
                "max-concurrent-requests=1",
                "queue-size=0",
                "management.max-requests=1",
                "management.max-queued=0");
    }

    @BeforeAll
    void addRoutes() throws Exception {
        PluginHelper.getRoutesLoader(gateway.context()).loadRoutes(ResourceHelper.fromString("mine.yaml", ROUTES));
    }

    @AfterEach
    void leavesNothingBehind() {
        await(10)
                .until(() -> upstream.activeCalls() == 0
                        && engine("openrouter-engine").freeSlots() == 1
                        && engine(ManagementEngine.NAME).freeSlots() == 1);
    }

    @Test
    void answersWhileTheGatewaysOwnPortIsFull() throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        try (RawClient running = client().post(Door.CHAT.path(), Door.CHAT.plain());
                RawClient oneTooMany = client()) {
            upstream.awaitCall();
            RawClient.Answer refused =
                    oneTooMany.post(Door.CHAT.path(), Door.CHAT.plain()).answer();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("The gateway is at its limit", "(openrouter.max-concurrent-requests)");

            assertThat(operator().get(BREAKERS, TOKEN.header()).status()).isEqualTo(200);
            running.hangUp();
        }
    }

    @Test
    void callsOpenRouterWhileTheGatewaysOwnPortIsFull() throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        try (RawClient running = client().post(Door.CHAT.path(), Door.CHAT.plain())) {
            upstream.awaitCall();
            upstream.script(call -> call.answer(200, JSON, "{\"choices\":[]}"));

            assertThat(operator().post(MINE, Door.CHAT.plain()).status()).isEqualTo(200);
            running.hangUp();
        }
    }

    @Test
    void hasALimitOfItsOwn() throws Exception {
        upstream.script(ScriptedUpstream.Call::awaitHangUp);
        try (RawClient running = management().post(MINE, Door.CHAT.plain())) {
            upstream.awaitCall();

            OneRequest.Answer refused = operator().get(BREAKERS, TOKEN.header());

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("1");
            assertThat(refused.text())
                    .contains("The management port is at its limit", "(openrouter.management.max-requests)");
            assertThat(new OneRequest(gateway.port()).get("/v1/nothing").status())
                    .isEqualTo(404);
            running.hangUp();
        }
    }

    @Test
    void passesAStreamEventByEvent() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, SSE).send(EVENT);
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
            call.send(DONE).end();
        });
        try (RawClient client = management().post(MINE, Door.CHAT.streaming(), "x-request-id: mine-1")) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.header("content-type")).isEqualTo(SSE);
            assertThat(answer.header("x-request-id")).isEqualTo("mine-1");
            assertThat(answer.next(EVENT.length())).isEqualTo(EVENT);
            seen.countDown();
            assertThat(answer.text()).isEqualTo(DONE);
        }
    }

    @Test
    void endsTheCallOfAClientThatLeaves() throws Exception {
        upstream.script(call -> {
            call.head(200, SSE).send(EVENT);
            call.awaitHangUp();
        });
        try (RawClient client = management().post(MINE, Door.CHAT.streaming())) {
            assertThat(client.answer().next(EVENT.length())).isEqualTo(EVENT);
            client.hangUp();
            await(10).until(() -> upstream.hangUps() == 1);
        }
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        OneRequest.Answer answer = operator().post(MINE, " ".repeat(10 * 1024 + 1));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).startsWith("{\"error\":{\"message\":").contains("openrouter.max-request-bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observe/health", "/observe/health/live", "/observe/health/ready"})
    void leavesCamelsOwnPathsToCamel(String path) throws Exception {
        OneRequest.Answer answer = operator().get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"status\"").doesNotContain("mine");
    }

    /** It may be called by {@code /admin/…}, so it is the admin's. */
    @Test
    void asksForTheTokenWhereARouteTakesEverything() throws Exception {
        assertThat(operator().get("/anything").status()).isEqualTo(401);
        assertThat(operator().get("/anything", TOKEN.header()).text()).isEqualTo("mine");
    }

    @Test
    void opensNothingOfItOnTheGatewaysOwnPort() throws Exception {
        OneRequest gatewaysOwn = new OneRequest(gateway.port());

        assertThat(gatewaysOwn.get(BREAKERS, TOKEN.header()).status()).isEqualTo(404);
        assertThat(gatewaysOwn.post(MINE, Door.CHAT.plain()).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/v1//breakers",
                "/admin/v1/../v1/breakers",
                "/x/../admin/v1/breakers",
                "/admin/v1/%2e%2e/v1/breakers",
                "/admin/v1;a=b/breakers",
                "/admin/v1/breakers;",
                "/admin%2fv1/breakers",
                "/admin%5Cv1/breakers",
                "/admin\\v1/breakers",
                "/admin/v1/breakers%0a",
                "/mine/%2Fchat",
                "/admin%252fv1/breakers",
                "/admin/v1%255cbreakers",
                "/admin/v1/%252e%252e/breakers",
                "/admin/v1%253b/breakers",
                "/admin/v1/%25%32%65./breakers",
                "/admin/./v1/breakers",
                "/admin/v1/%2e/breakers",
                "/admin/v1/breakers/.",
                "/admin/v1/breakers%3Ba",
                "/admin/v1%2f%2fbreakers",
                "//admin/v1/breakers",
                "/ui//index.html",
                "/ui/..%2fadmin",
                "/ui;a=b",
                "/ui%252f"
            })
    void refusesPathsThatTwoReadersCouldReadAsTwo(String path) throws Exception {
        OneRequest.Answer answer = operator().get(path, TOKEN.header());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("invalid_request_error", "malformed_request");
    }

    @Test
    void readsAPathAfterOneDecoding() throws Exception {
        assertThat(operator().get("/%61dmin/v1/break%65rs", TOKEN.header()).status())
                .isEqualTo(200);
        assertThat(operator().get("/%61dmin/v1/breakers").status()).isEqualTo(401);
    }

    /** No row of the admin API names it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/admin", "/admin/v1", "/admin/v1/breakers/openai", "/admin/v2/breakers", "/ADMIN/v1/breakers"})
    void deniesWhatNoRowNames(String path) throws Exception {
        assertThat(operator().get(path).status()).isEqualTo(401);
    }

    @Test
    void asksForTheTokenBelowUi() throws Exception {
        assertThat(operator().get("/ui/index.html").status()).isEqualTo(401);
        assertThat(operator().get("/ui/index.html", TOKEN.header()).text()).isEqualTo("page");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "LOCALHOST:9876, 200",
        "127.0.0.1, 200",
        "127.1.2.3:1, 200",
        "[::1]:9876, 200",
        "gateway:80, 200",
        "evil.example, 403",
        "localhost.evil.example, 403",
        "127.0.0.1.evil.example, 403",
        "10.0.0.1, 403"
    })
    void isCalledByNamesOfLoopbackAndListedOnes(String host, int status) throws Exception {
        OneRequest.Answer answer = operator().get(BREAKERS, TOKEN.header(), "Host: " + host);

        assertThat(answer.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "http://gateway:1, gateway:1, 200",
        "HTTP://GATEWAY:1, gateway:1, 200",
        "http://gateway:2, gateway:1, 403",
        "https://evil.example, gateway:1, 403",
        "null, gateway:1, 403"
    })
    void takesUnsafeMethodsFromNoForeignPage(String origin, String host, int status) throws Exception {
        upstream.script(call -> call.answer(200, JSON, "{\"choices\":[]}"));

        OneRequest.Answer answer = operator().post(MINE, Door.CHAT.plain(), "Origin: " + origin, "Host: " + host);

        assertThat(answer.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 200",
        "application/json; charset=utf-8, 200",
        "Application/JSON, 200",
        "text/plain, 415",
        "application/x-www-form-urlencoded, 415",
        "application/jsonp, 415",
        "'', 415"
    })
    void takesUnsafeMethodsWithJsonOnly(String contentType, int status) throws Exception {
        upstream.script(call -> call.answer(200, JSON, "{\"choices\":[]}"));

        OneRequest.Answer answer = operator().post(MINE, Door.CHAT.plain(), "Content-Type: " + contentType);

        assertThat(answer.status()).isEqualTo(status);
    }

    private RawClient management() throws IOException {
        return RawClient.connect(gateway.managementUri("/").getPort());
    }

    private OneRequest operator() {
        return new OneRequest(gateway.managementUri("/").getPort());
    }

    private StreamingEngine engine(String name) {
        return gateway.context().getRegistry().lookupByNameAndType(name, StreamingEngine.class);
    }
}
