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

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host has the prefixes that it asks for, and all other paths stay its own. */
@Timeout(120)
class DoorPrefixesInHostTest {

    private final BlockingQueue<CallRecord> told = new LinkedBlockingQueue<>();
    private ScriptedUpstream upstream;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/chat/completions", "/chat/completions", "/litellm/v1/chat/completions"})
    void hasNoneUnasked(String path) throws Exception {
        try (MainHost host = host("openrouter.auth=none")) {
            OneRequest.Answer answer = new OneRequest(host.port()).post(path, Door.CHAT.plain());

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).doesNotContain("unknown_path"); // the host's own
            assertThat(new OneRequest(host.port()).get("/").text()).doesNotContain("camel-openrouter");
        }
    }

    @Test
    void leadsToTheDoorAndRecordsThat() throws Exception {
        try (MainHost host = host("openrouter.auth=none", "openrouter.prefixes=/ai/llm")) {
            OneRequest.Answer answer =
                    new OneRequest(host.port()).post("/ai/llm/v1/chat/completions", Door.CHAT.plain());

            assertThat(answer.status()).isEqualTo(200);
            CallRecord record = told.poll(20, TimeUnit.SECONDS);
            assertThat(record).isNotNull();
            assertThat(record.door()).isEqualTo("/v1/chat/completions");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/own,              own",
        "/v1/own,           own below v1",
        "/ai/own,           own below ai",
        "/ai/v1/own,        ''",
        "/ai/secret,        ''",
        "/ai/nothing,       ''",
        "/ai/v1/nothing,    ''"
    })
    void takesNoneOfTheHostsPathsAndLeadsToNoneOfThem(String path, String body) throws Exception {
        try (MainHost host = host("openrouter.auth=none", "openrouter.prefixes=/ai,/")) {
            OneRequest.Answer answer = new OneRequest(host.port()).get(path);

            assertThat(answer.status()).isEqualTo(body.isEmpty() ? 404 : 200);
            assertThat(answer.text()).doesNotContain("secret");
            if (!body.isEmpty()) {
                assertThat(answer.text()).isEqualTo(body);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            litellm         | litellm is no such path
            /litellm/       | /litellm/ is no such path
            /a/../b         | /a/../b is no such path
            /a%2fb          | /a%2fb is no such path
            /a//b           | /a//b is no such path
            /a,             | an entry is empty
            /v1             | /v1 is where doors stand
            /openai/v1      | /openai/v1 is where doors stand
            /anthropic      | /anthropic is where doors stand
            """)
    void refusesWhatIsNoPrefix(String prefixes, String detail) {
        assertThatThrownBy(() -> host("openrouter.prefixes=" + prefixes))
                .hasMessageContaining("openrouter.prefixes is \"" + prefixes + "\"")
                .hasMessageContaining(detail)
                .hasMessageContaining("must be a comma-separated list of paths such as /litellm");
    }

    @Test
    void holdsBelowThePathOfTheServer() throws Exception {
        try (MainHost host =
                host("openrouter.auth=none", "openrouter.prefixes=/api,/litellm", "camel.server.path=/gw")) {
            OneRequest client = new OneRequest(host.port());

            assertThat(client.post("/gw/api/v1/chat/completions", Door.CHAT.plain())
                            .status())
                    .isEqualTo(200);
            assertThat(client.get("/gw/litellm/v1/own").status()).isEqualTo(404);
            assertThat(client.post("/api/v1/chat/completions", Door.CHAT.plain())
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void refusesThemWhereTheServerIsAnothers() {
        RouteBuilder other = new RouteBuilder() {
            @Override
            public void configure() {
                bindToRegistry("platform-http-engine", new HostOnOtherEngine.Doors());
            }
        };

        assertThatThrownBy(() -> host(other, "openrouter.auth=none", "openrouter.prefixes=/ai"))
                .hasMessage("openrouter.prefixes needs Camel's HTTP server of Vert.x, and this application has another"
                        + " one: remove it, and give the doors further paths.");
    }

    private MainHost host(String... settings) {
        return host(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/own").setBody(constant("own"));
                        from("platform-http:/v1/own").setBody(constant("own below v1"));
                        from("platform-http:/v1/secret").setBody(constant("secret"));
                        from("platform-http:/ai/own").setBody(constant("own below ai"));
                    }
                },
                settings);
    }

    private MainHost host(RouteBuilder own, String... settings) {
        String[] all = new String[settings.length + 3];
        System.arraycopy(settings, 0, all, 3, settings.length);
        all[0] = "openrouter.api-key=sk-or-v1-canary";
        all[1] = "openrouter.base-url=" + upstream.baseUrl();
        all[2] = "camel.main.routesIncludePattern=classpath:openrouter/routes/chat-completions.camel.yaml";
        RouteBuilder listening = new RouteBuilder() {
            @Override
            public void configure() {
                bindToRegistry("told", (CallListener) told::add);
            }
        };
        return MainHost.with(all).start(listening, own, new OpenRouterRoutes());
    }
}
