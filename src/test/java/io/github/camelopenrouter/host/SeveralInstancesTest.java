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

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two gateways with different keys and upstreams in one CamelContext: neither knows of the other. */
@Timeout(60)
class SeveralInstancesTest {

    private static final String CHAT = "direct:openrouter-chat-completions";
    private static final String CHAT_B = "direct:openrouter-b-chat-completions";
    private static final String MODELS = "direct:openrouter-models";
    private static final String MODELS_B = "direct:openrouter-b-models";

    private ScriptedUpstream upstream;
    private ScriptedUpstream upstreamOfB;
    private HostApplication host;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.start(call -> answer(call, "a/one"));
        upstreamOfB = ScriptedUpstream.start(call -> answer(call, "b/one"));
        host = HostApplication.with(
                        "openrouter.api-key=key-of-a",
                        "openrouter.base-url=" + upstream.baseUrl(),
                        "openrouter.b.api-key=key-of-b",
                        "openrouter.b.base-url=" + upstreamOfB.baseUrl(),
                        "openrouter.b.retry.attempts=0",
                        "openrouter.b.circuit-breaker.minimum-calls=2")
                .add(new OpenRouterRoutes())
                .add(new OpenRouterRoutes("b"))
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
        upstream.close();
        upstreamOfB.close();
    }

    private static void answer(ScriptedUpstream.Call call, String model) throws Exception {
        String models = "{\"data\":[{\"id\":\"" + model + "\"}]}";
        boolean list = call.requestLine().startsWith("GET");
        call.answer(200, "application/json", list ? models : "{\"choices\":[]}");
    }

    @Test
    void eachUpstreamSeesItsOwnKeyOnly() throws Exception {
        for (int n = 0; n < 3; n++) {
            assertThat(status(CHAT)).isEqualTo(200);
            assertThat(status(CHAT_B)).isEqualTo(200);
        }
        assertKeys(upstream, "Bearer key-of-a");
        assertKeys(upstreamOfB, "Bearer key-of-b");
    }

    @Test
    void eachHasItsOwnListOfModels() {
        assertThat(body(MODELS)).contains("a/one").doesNotContain("b/one");
        assertThat(body(MODELS_B)).contains("b/one").doesNotContain("a/one");
    }

    @Test
    void openBreakerOfOneLeavesTheOtherAlone() {
        upstreamOfB.script(call -> call.answer(503, "application/json", "{\"error\":{\"message\":\"down\"}}"));
        status(CHAT_B);
        status(CHAT_B);
        int calls = upstreamOfB.callCount();
        assertThat(body(CHAT_B)).contains("upstream_unavailable");
        assertThat(upstreamOfB.callCount()).isEqualTo(calls);
        assertThat(status(CHAT)).isEqualTo(200);
    }

    @Test
    void eachHasItsOwnConnections() {
        assertThat(bean("openrouter-connections")).isNotSameAs(bean("openrouter-b-connections"));
    }

    @Test
    void stopOfOneLeavesTheOtherAlone() throws Exception {
        for (Route route : host.context().getRoutes()) {
            if (route.getRouteId().startsWith("openrouter-b-")) {
                host.context().getRouteController().stopRoute(route.getRouteId());
            }
        }
        assertThat(status(CHAT)).isEqualTo(200);
        assertThat(host.context().getRoutes())
                .filteredOn(route -> !route.getRouteId().startsWith("openrouter-b-"))
                .allSatisfy(route -> assertThat(isStarted(route)).isTrue());
    }

    private boolean isStarted(Route route) {
        return host.context()
                .getRouteController()
                .getRouteStatus(route.getRouteId())
                .isStarted();
    }

    private Object bean(String name) {
        CamelContext context = host.context();
        return context.getRegistry().lookupByName(name);
    }

    private int status(String endpoint) {
        return host.ask(endpoint).getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }

    private String body(String endpoint) {
        return host.ask(endpoint).getMessage().getBody(String.class);
    }

    private static void assertKeys(ScriptedUpstream upstream, String key) throws Exception {
        for (int n = upstream.waitingCalls(); n > 0; n--) {
            ScriptedUpstream.Call call = upstream.awaitCall();
            assertThat(call.headers().get("Authorization")).isEqualTo(key);
        }
        assertThat(upstream.callCount()).isEqualTo(3);
    }
}
