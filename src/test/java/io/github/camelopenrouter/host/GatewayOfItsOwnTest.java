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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one gateway has decided about its clients opens no door of another's. */
@Timeout(60)
class GatewayOfItsOwnTest {

    /** SHA-256 of the letter a. */
    private static final String KEY_A = "ci=ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

    private static final String SHOWN = "x-api-key: a";

    private ScriptedUpstream upstream;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[],\"data\":[]}"));
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @Test
    void gatewaySourceOfAnUndecidedGatewayIsRefusedBesideOneWithKeys() throws Exception {
        try (LogRecorder log = LogRecorder.record();
                MainHost host = open("openrouter.auth.keys=" + KEY_A).start(source("b", "b"))) {
            assertThat(ask(host)).isEqualTo(401);
            assertThat(ask(host, SHOWN)).isEqualTo(401);
            assertThat(upstream.callCount()).isZero();
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .contains("openrouter.b.auth=keys or openrouter.b.auth=none");
        }
    }

    @Test
    void gatewaySourceWithoutAnInstanceIsRefusedBesideADecidedOne() throws Exception {
        try (MainHost host = open("openrouter.b.auth=none").start(source("", ""))) {
            assertThat(ask(host)).isEqualTo(401);
        }
    }

    @Test
    void gatewaySourceServesOnLoopbackAsItDid() throws Exception {
        try (MainHost host = loopback("openrouter.auth.keys=" + KEY_A).start(source("b", "b"))) {
            assertThat(ask(host)).isEqualTo(200);
        }
    }

    @Test
    void copiedDoorOfAnUndecidedGatewayIsRefused() throws Exception {
        try (MainHost host = open("openrouter.auth=none", "openrouter.b.routes.enabled=true")
                .start(copy("openrouter-b-guard", "openrouter-b-"))) {
            assertThat(ask(host)).isEqualTo(401);
            assertThat(upstream.callCount()).isZero();
        }
    }

    /** As the page on security writes it: with everything of the named gateway's, whichever way that comes in. */
    @ParameterizedTest
    @ValueSource(strings = {"", "b"})
    void refusalAtACopiedDoorOfANamedGatewayIsNoFailure(String added) throws Exception {
        RouteBuilder door = new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("team")
                        .templateParameter("path")
                        .from("platform-http:{{path}}?platformHttpEngine=#openrouter-engine")
                        .routeConfigurationId("openrouter-b-errors,openrouter-b-door-*")
                        .process("openrouter-b-guard")
                        .to("direct:openrouter-b-chat-completions");
                templatedRoute("team").parameter("path", "/team");
            }
        };
        RouteBuilder[] routes =
                added.isEmpty() ? new RouteBuilder[] {door} : new RouteBuilder[] {door, new OpenRouterRoutes(added)};
        try (LogRecorder log = LogRecorder.record();
                MainHost host = open(
                                "openrouter.b.routes.enabled=" + added.isEmpty(), "openrouter.b.auth.keys=" + KEY_A)
                        .start(routes)) {
            assertThat(ask(host)).isEqualTo(401);
            assertThat(ask(host, SHOWN)).isEqualTo(200);
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
        }
    }

    @Test
    void copiedDoorInTheStandaloneGatewayIsRefused() throws Exception {
        try (TestGateway gateway = TestGateway.start(
                upstream.baseUrl(),
                "camel.server.host=0.0.0.0",
                "auth.keys=" + KEY_A,
                "openrouter.b.api-key=any",
                "openrouter.b.base-url=" + upstream.baseUrl())) {
            gateway.context().addRoutes(new OpenRouterRoutes("b"));
            gateway.context().addRoutes(copy("openrouter-b-guard", "openrouter-b-"));
            OneRequest client = new OneRequest(gateway.port());

            assertThat(client.post("/team", Door.CHAT.plain(), SHOWN).status()).isEqualTo(401);
            assertThat(client.post(Door.CHAT.path(), Door.CHAT.plain(), SHOWN).status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "openrouter.auth=none, openrouter.b.app-title=undecided, 401",
        "openrouter.auth=none, openrouter.b.auth.keys, 401",
        "openrouter.auth.keys, openrouter.b.app-title=undecided, 401",
        "openrouter.auth.keys, openrouter.b.auth.keys, 401",
        "openrouter.auth=none, openrouter.b.auth=none, 200",
        "openrouter.auth.keys, openrouter.b.auth=none, 200"
    })
    void guardOfTheOneDoesNotOpenTheOther(String unnamed, String named, int status) throws Exception {
        String a = unnamed.replace("auth.keys", "auth.keys=" + KEY_A);
        String b = named.replace("auth.keys", "auth.keys=" + KEY_A);
        try (LogRecorder log = LogRecorder.record();
                MainHost host = open(a, b, "openrouter.b.routes.enabled=true")
                        .start(copy("openrouter-guard", "openrouter-b-"))) {
            assertThat(ask(host, SHOWN)).isEqualTo(status);
            assertThat(ask(host, SHOWN)).isEqualTo(status);
            assertThat(upstream.callCount()).isEqualTo(status == 200 ? 2 : 0);
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN"))
                    .hasSize(status == 200 ? 0 : 1)
                    .allMatch(line -> line.contains(
                            named.contains("keys")
                                    ? "give it the guard openrouter-b-guard"
                                    : "set openrouter.b.auth="));
        }
    }

    @Test
    void guardOfTheOneDoesNotListTheOthersModels() throws Exception {
        RouteBuilder models = new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/team?platformHttpEngine=#openrouter-engine")
                        .routeConfigurationId("openrouter-errors")
                        .process("openrouter-guard")
                        .to("direct:openrouter-b-models");
            }
        };
        try (MainHost host =
                open("openrouter.auth=none", "openrouter.b.routes.enabled=true").start(models)) {
            assertThat(new OneRequest(host.port()).get("/team").status()).isEqualTo(401);
            assertThat(upstream.callCount()).isZero();
        }
    }

    /** The typo of a source: what it asks for is one gateway's, what its sink spends another's. */
    @ParameterizedTest
    @CsvSource({"b, ''", "'', b"})
    void sinkOfTheOneIsNotOpenedByTheSourceOfTheOther(String source, String sink) throws Exception {
        String open = source.isEmpty() ? "openrouter.auth=none" : "openrouter.b.auth=none";
        String closed = (sink.isEmpty() ? "openrouter.auth.keys=" : "openrouter.b.auth.keys=") + KEY_A;
        try (MainHost host = open(open, closed).start(source(source, sink))) {
            assertThat(ask(host)).isEqualTo(401);
            assertThat(upstream.callCount()).isZero();
        }
    }

    /** A Kamelet's own upstream has all other settings of the unnamed gateway, and so its decision. */
    @Test
    void sinkWithAKeyOfItsOwnIsOpenedByTheUnnamedGatewaysDecision() throws Exception {
        RouteBuilder own = new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:openrouter-gateway-source?operation=chat-completions&path=/team")
                        .to("kamelet:openrouter-upstream-sink?apiKey=own");
            }
        };
        try (MainHost host = open("openrouter.auth=none").start(own)) {
            assertThat(ask(host)).isEqualTo(200);
            assertThat(upstream.awaitCall().headers()).containsEntry("Authorization", "Bearer own");
        }
    }

    /** Without any guard it is a route like every other of the host's. */
    @Test
    void hostsOwnRouteIsTheHostsToProtect() throws Exception {
        RouteBuilder own = new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/team").to("direct:openrouter-b-chat-completions");
            }
        };
        try (MainHost host = open("openrouter.b.routes.enabled=true").start(own)) {
            assertThat(ask(host)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:nowhere", "platform-http:/somewhere?platformHttpEngine=#openrouter-engine"})
    void doorOnAServerThatNobodyKnowsIsRefused(String door) throws Exception {
        try (HostApplication host = HostApplication.with("openrouter.routes.enabled=true", "openrouter.api-key=any")) {
            host.context().getRegistry().bind("platform-http-engine", new HostOnOtherEngine.Doors());
            host.add(copy(door, "openrouter-guard", "openrouter-")).start();
            Exchange request = host.context().getEndpoint(door).createExchange();
            Processor guard = host.context().getRegistry().lookupByNameAndType("openrouter-guard", Processor.class);

            assertThatThrownBy(() -> guard.process(request))
                    .isInstanceOf(OpenRouterException.class)
                    .hasMessageContaining("openrouter.auth");
        }
    }

    private MainHost open(String... settings) {
        return MainHost.onAllAddresses(with(settings));
    }

    private MainHost loopback(String... settings) {
        return MainHost.with(with(settings));
    }

    private String[] with(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        for (String gateway : List.of("openrouter.", "openrouter.b.")) {
            all.add(gateway + "api-key=any");
            all.add(gateway + "retry.attempts=0");
            all.add(gateway + "base-url=" + upstream.baseUrl());
        }
        all.add("openrouter.routes.enabled=true");
        return all.toArray(String[]::new);
    }

    private static int ask(MainHost host, String... headers) throws IOException {
        return new OneRequest(host.port())
                .post("/team", Door.CHAT.plain(), headers)
                .status();
    }

    private static RouteBuilder source(String instance, String sinkInstance) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:openrouter-gateway-source?operation=chat-completions&path=/team&instance=" + instance)
                        .to("kamelet:openrouter-upstream-sink?instance=" + sinkInstance);
            }
        };
    }

    private static RouteBuilder copy(String guard, String prefix) {
        return copy("platform-http:/team?platformHttpEngine=#openrouter-engine", guard, prefix);
    }

    private static RouteBuilder copy(String door, String guard, String prefix) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(door)
                        .routeConfigurationId("openrouter-errors")
                        .process(guard)
                        .to("direct:" + prefix + "chat-completions");
            }
        };
    }
}
