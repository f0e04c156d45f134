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
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that asks nobody for a key serves the programs of its machine, not the web pages that a browser there shows. */
@Timeout(60)
class WebPagesOfOthersTest {

    private static final String EVIL = "Origin: https://evil.example";

    private static final String UNDECIDED = "openrouter.app-title=undecided";

    private ScriptedUpstream upstream;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[],\"data\":[]}"));
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    /** What a browser sends for any page without asking the server first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type: multipart/form-data; boundary=b",
                "Content-Type:",
                "Content-Type: application/json"
            })
    void refusesThePostOfAnotherPage(String type) throws Exception {
        try (MainHost host = undecided()) {
            OneRequest.Answer answer =
                    new OneRequest(host.port()).post("/v1/chat/completions", Door.CHAT.plain(), type, EVIL);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text())
                    .contains("permission_error", "openrouter.cors.allowed-origins", "openrouter.auth");
            assertThat(upstream.callCount()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void refusesItAtEveryDoor(Door door) throws Exception {
        try (MainHost host = undecided()) {
            OneRequest client = new OneRequest(host.port());

            assertThat(client.post(door.path(), door.plain(), EVIL).status()).isEqualTo(403);
            assertThat(client.post(door.path(), door.plain(), "Host: evil.example")
                            .status())
                    .isEqualTo(403);
            assertThat(client.post(door.path(), door.plain()).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                EVIL,
                "Origin: null",
                "Origin: http://localhost:1",
                "Origin: http://127.0.0.1.evil.example",
                "Sec-Fetch-Site: cross-site",
                "Host: evil.example",
                "Host: evil.example:8080",
                "Host: localhost.evil.example",
                "Host: 127.0.0.1.evil.example",
                "Host: 10.0.0.1",
                "Host: [::2]"
            })
    void refusesWhatOnlyABrowserSendsForOthers(String header) throws Exception {
        try (MainHost host = undecided()) {
            OneRequest client = new OneRequest(host.port());

            assertThat(client.post("/v1/chat/completions", Door.CHAT.plain(), header)
                            .status())
                    .isEqualTo(403);
            assertThat(client.get("/v1/models", header).status()).isEqualTo(403);
            assertThat(client.get("/v1/credits", header).status()).isEqualTo(403);
            assertThat(upstream.callCount()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost",
                "Host: LocalHost:8080",
                "Host: 127.0.0.1:1",
                "Host: 127.1.2.3",
                "Host: [::1]:8080",
                "Sec-Fetch-Site: none",
                "Sec-Fetch-Site: same-origin"
            })
    void servesTheProgramsOfThisMachineAsBefore(String header) throws Exception {
        try (MainHost host = undecided()) {
            assertThat(new OneRequest(host.port())
                            .post("/v1/chat/completions", Door.CHAT.plain(), header)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void servesAPageOfItsOwn() throws Exception {
        try (MainHost host = undecided()) {
            assertThat(new OneRequest(host.port())
                            .post(
                                    "/v1/chat/completions",
                                    Door.CHAT.plain(),
                                    "Origin: http://localhost:" + host.port(),
                                    "Host: localhost:" + host.port())
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example,https://evil.example", "*"})
    void servesTheListedPages(String origins) throws Exception {
        try (MainHost host = start("openrouter.cors.allowed-origins=" + origins)) {
            OneRequest client = new OneRequest(host.port());

            assertThat(client.post("/v1/chat/completions", Door.CHAT.plain(), EVIL, "Sec-Fetch-Site: cross-site")
                            .status())
                    .isEqualTo(200);
            assertThat(client.post("/v1/chat/completions", Door.CHAT.plain(), EVIL, "Host: evil.example")
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void changesNothingOnceSomebodyHasDecided() throws Exception {
        try (MainHost host = start("openrouter.auth=none")) {
            assertThat(new OneRequest(host.port())
                            .post("/v1/chat/completions", Door.CHAT.plain(), EVIL, "Host: evil.example")
                            .status())
                    .isEqualTo(200);
        }
    }

    /** The pages of the application's one list may call its named gateways, too. */
    @ParameterizedTest
    @ValueSource(strings = {"#openrouter-engine", "#platform-http-engine"})
    void refusesThemAtTheDoorsOfAHost(String engine) throws Exception {
        RouteBuilder own = new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/own?httpMethodRestrict=POST"
                                + (engine.contains("openrouter") ? "&platformHttpEngine=" + engine : ""))
                        .routeConfigurationId("openrouter-errors")
                        .process("openrouter-guard")
                        .to("direct:openrouter-chat-completions");
                from("kamelet:openrouter-gateway-source?operation=chat-completions&path=/source")
                        .to("direct:openrouter-chat-completions");
            }
        };
        try (MainHost host = MainHost.with(settings("openrouter.cors.allowed-origins=https://app.example"))
                .start(own)) {
            OneRequest client = new OneRequest(host.port());
            for (String path : List.of("/own", "/source")) {
                assertThat(client.post(path, Door.CHAT.plain(), EVIL).status()).isEqualTo(403);
                assertThat(client.post(path, Door.CHAT.plain(), "Host: evil.example")
                                .status())
                        .isEqualTo(403);
                assertThat(client.post(path, Door.CHAT.plain(), "Origin: https://app.example")
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    /** A route of the host's own without a guard: the account behind the key is not told to a page. */
    @Test
    void keepsTheAccountFromThemWithoutAGuard() throws Exception {
        RouteBuilder own = new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/credits?platformHttpEngine=#openrouter-engine")
                        .setProperty("CamelOpenRouterPassThrough", constant("credits"))
                        .to("direct:openrouter-pass-through");
            }
        };
        try (MainHost host = MainHost.with(settings(UNDECIDED)).start(own)) {
            OneRequest client = new OneRequest(host.port());

            assertThat(client.get("/credits", "Host: evil.example").status()).isEqualTo(403);
            assertThat(upstream.callCount()).isZero();
            assertThat(client.get("/credits").status()).isEqualTo(200);
        }
    }

    private MainHost undecided() {
        return start(UNDECIDED);
    }

    private MainHost start(String more) {
        List<String> all = new ArrayList<>(List.of(settings(more)));
        all.add("camel.main.routesIncludePattern=classpath:openrouter/routes/*.camel.yaml");
        return MainHost.with(all.toArray(String[]::new)).start();
    }

    private String[] settings(String more) {
        return new String[] {
            "openrouter.routes.enabled=true",
            "openrouter.api-key=any",
            "openrouter.retry.attempts=0",
            "openrouter.base-url=" + upstream.baseUrl(),
            more
        };
    }
}
