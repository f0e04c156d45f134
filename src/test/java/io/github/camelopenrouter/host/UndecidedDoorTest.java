/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A door that others than this machine can reach asks for a decision before it spends anybody's key. */
@Timeout(60)
class UndecidedDoorTest {

    /** SHA-256 of the letter a. */
    private static final String KEY_A = "ci=ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

    private ScriptedUpstream upstream;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[],\"data\":[]}"));
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    /** The documents' lines for Camel Main, without an address: also what the Camel CLI makes of a route with a door. */
    @ParameterizedTest
    @EnumSource(Door.class)
    void refusesEveryRequestWhereCamelsServerListensOnAllAddresses(Door door) throws Exception {
        try (MainHost host = MainHost.onAllAddresses(doors()).start()) {
            OneRequest.Answer answer = new OneRequest(host.port()).post(door.path(), door.plain());

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.text())
                    .startsWith(door == Door.MESSAGES ? "{\"type\":\"error\"," : "{\"error\":{\"message\":")
                    .contains("authentication_error", "openrouter.auth");
            assertThat(upstream.callCount()).isZero();
        }
    }

    /** A route of the host's own with our guard: what the guard refuses is an answer, and no fault to be logged. */
    @Test
    void guardRefusesInARouteWithoutErrorHandlingToo() throws Exception {
        RouteBuilder own = new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/own?platformHttpEngine=#openrouter-engine")
                        .process(exchange -> getContext()
                                .getRegistry()
                                .lookupByNameAndType("openrouter-guard", Processor.class)
                                .process(exchange))
                        .to("direct:openrouter-chat-completions");
            }
        };
        try (LogRecorder log = LogRecorder.record();
                MainHost host = MainHost.onAllAddresses(doors()).start(own)) {
            OneRequest.Answer answer = new OneRequest(host.port()).post("/own", Door.CHAT.plain());

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.text()).contains("authentication_error");
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR io.github.camelopenrouter"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/models", "HEAD /v1/models", "GET /openai/v1/models/openai/gpt-4o"})
    void refusesToListModels(String request) throws Exception {
        try (MainHost host = MainHost.onAllAddresses(doors()).start()) {
            assertThat(new OneRequest(host.port()).send(request, null).status()).isEqualTo(401);
            assertThat(upstream.callCount()).isZero();
        }
    }

    @Test
    void saysOnceForEachDoorWhatDecides() throws Exception {
        try (LogRecorder log = LogRecorder.record();
                MainHost host = MainHost.onAllAddresses(doors()).start()) {
            OneRequest client = new OneRequest(host.port());
            client.post(Door.CHAT.path(), Door.CHAT.plain());
            client.post(Door.CHAT.path(), Door.CHAT.plain());
            client.post(Door.MESSAGES.path(), Door.MESSAGES.plain());

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN"))
                    .hasSize(2)
                    .allMatch(line -> line.contains("openrouter.auth=keys or openrouter.auth=none"))
                    .anyMatch(line -> line.contains(" /v1/chat/completions "))
                    .anyMatch(line -> line.contains(" /anthropic/v1/messages "));
        }
    }

    /** A proxy on the same machine makes everybody come from it, and anybody may write these headers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost",
                "Host: 127.0.0.1:8080",
                "X-Forwarded-For: 127.0.0.1",
                "Forwarded: for=127.0.0.1;host=localhost",
                "CamelOpenRouterLetInBy: openrouter.",
                "CamelHttpServletRequest: any",
                "Authorization: Bearer a"
            })
    void believesNoClientThatItIsOnThisMachine(String header) throws Exception {
        try (MainHost host = MainHost.onAllAddresses(doors()).start()) {
            assertThat(new OneRequest(host.port())
                            .post(Door.CHAT.path(), Door.CHAT.plain(), header)
                            .status())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void servesOnALoopbackAddressWithoutADecision(String address) throws Exception {
        try (MainHost host =
                MainHost.onAllAddresses(doors("camel.server.host=" + address)).start()) {
            assertServes(host);
        }
    }

    @Test
    void servesEverywhereOnceNoKeyIsWanted() throws Exception {
        try (MainHost host =
                MainHost.onAllAddresses(doors("openrouter.auth=none")).start()) {
            assertServes(host);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openrouter.auth=keys", "openrouter.app-title=undecided"})
    void asksForTheKeysThatAreGivenAlsoWithoutTheWord(String setting) throws Exception {
        try (MainHost host = MainHost.onAllAddresses(doors(setting, "openrouter.auth.keys=" + KEY_A))
                .start()) {
            OneRequest client = new OneRequest(host.port());
            assertThat(client.post(Door.CHAT.path(), Door.CHAT.plain()).status())
                    .isEqualTo(401);
            assertThat(client.post(Door.CHAT.path(), Door.CHAT.plain(), "x-api-key: a")
                            .status())
                    .isEqualTo(200);
        }
    }

    /** The management server is another one of the same kind: each says for itself where it is. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asksTheServerThatTheDoorIsOnWhereThereAreTwo(boolean doorsOnLoopback) throws Exception {
        String open = doorsOnLoopback ? "camel.management.host=0.0.0.0" : "camel.server.host=0.0.0.0";
        String closed = doorsOnLoopback ? "camel.server.host=127.0.0.1" : "camel.management.host=127.0.0.1";
        int port = freePort();
        String[] two = {
            open, closed, "camel.management.enabled=true", "camel.management.port=0", "camel.server.port=" + port
        };
        try (MainHost host = MainHost.onAllAddresses(doors(two)).start()) {
            assertThat(new OneRequest(port)
                            .post(Door.CHAT.path(), Door.CHAT.plain())
                            .status())
                    .isEqualTo(doorsOnLoopback ? 200 : 401);
            assertThat(host.context().hasServices(VertxPlatformHttpServer.class))
                    .hasSize(2);
        }
    }

    /** Camel then knows only one of them by its name, so the door may be on either. */
    @Test
    void refusesWhereOneOfTwoServersOfOneNameIsOpen() throws Exception {
        VertxPlatformHttpServerConfiguration open = new VertxPlatformHttpServerConfiguration();
        open.setBindPort(0);
        RouteBuilder second = new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                getContext().addService(new VertxPlatformHttpServer(open));
            }
        };
        try (MainHost host = MainHost.with(doors()).start(second)) {
            List<Integer> answers = new ArrayList<>();
            for (VertxPlatformHttpServer server : host.context().hasServices(VertxPlatformHttpServer.class)) {
                answers.add(new OneRequest(server.getPort())
                        .post(Door.CHAT.path(), Door.CHAT.plain())
                        .status());
            }
            assertThat(answers).hasSize(2).contains(401).doesNotContain(200);
        }
    }

    /** A copy of a door that has left out our engine stands on Camel's own. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void guardsADoorOnTheStockEngineAlike(boolean loopback) throws Exception {
        RouteBuilder copy = new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/copy?httpMethodRestrict=POST")
                        .routeConfigurationId("openrouter-errors")
                        .process("openrouter-guard")
                        .to("direct:openrouter-chat-completions");
            }
        };
        String[] settings = settings("camel.server.host=" + (loopback ? "127.0.0.1" : "0.0.0.0"));
        try (MainHost host = MainHost.onAllAddresses(settings).start(copy)) {
            assertThat(new OneRequest(host.port())
                            .post("/copy", Door.CHAT.plain())
                            .status())
                    .isEqualTo(loopback ? 200 : 401);
        }
    }

    private void assertServes(MainHost host) throws IOException {
        OneRequest client = new OneRequest(host.port());
        for (Door door : Door.values()) {
            assertThat(client.post(door.path(), door.plain()).status()).isEqualTo(200);
        }
        assertThat(client.get("/v1/models").status()).isEqualTo(200);
        assertThat(upstream.callCount()).isEqualTo(Door.values().length + 1);
    }

    private String[] doors(String... more) {
        List<String> all = new ArrayList<>(List.of(settings(more)));
        all.add("camel.main.routesIncludePattern=classpath:openrouter/routes/*.camel.yaml");
        return all.toArray(String[]::new);
    }

    private String[] settings(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "openrouter.routes.enabled=true",
                "openrouter.api-key=any",
                "openrouter.retry.attempts=0",
                "openrouter.base-url=" + upstream.baseUrl()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
