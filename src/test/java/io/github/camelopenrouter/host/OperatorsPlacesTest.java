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
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which calls pass which of the operator's steps, as src/docs/routes.md says. */
@Timeout(120)
class OperatorsPlacesTest {

    private static final List<String> IDS = List.of(
            "openrouter-door-x",
            "openrouter-upstream-x",
            "openrouter-response-x",
            "openrouter-b-upstream-x",
            "openrouter-b-response-x");

    private static final List<String> PASSED = new CopyOnWriteArrayList<>();

    private static ScriptedUpstream upstream;
    private static MainHost host;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(
                call -> call.answer(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}"));
        host = MainHost.with(
                        "camel.main.routesIncludePattern=classpath:openrouter/routes/*.camel.yaml",
                        "openrouter.api-key=any",
                        "openrouter.base-url=" + upstream.baseUrl(),
                        "openrouter.b.api-key=any",
                        "openrouter.b.base-url=" + upstream.baseUrl())
                .start(new Steps(), new OpenRouterRoutes(), new OpenRouterRoutes("b"), new Composition());
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierTests() {
        PASSED.clear();
    }

    private static final class Steps extends RouteConfigurationBuilder {
        @Override
        public void configuration() {
            for (String id : IDS) {
                routeConfiguration(id).interceptFrom("*").process(exchange -> PASSED.add(id));
            }
        }
    }

    private static final class Composition extends RouteBuilder {
        @Override
        public void configure() {
            from("kamelet:openrouter-gateway-source?operation=chat-completions&path=/composed")
                    .to("kamelet:openrouter-upstream-sink");
        }
    }

    @Test
    void callOfTheUnnamedGatewayPassesItsOwnSteps() {
        ask("direct:openrouter-chat-completions");
        assertThat(PASSED).containsExactly("openrouter-upstream-x", "openrouter-response-x");
    }

    @Test
    void callOfANamedGatewayPassesThoseOfItsName() {
        ask("direct:openrouter-b-chat-completions");
        assertThat(PASSED).containsExactly("openrouter-b-upstream-x", "openrouter-b-response-x");
    }

    @Test
    void callOfAKameletWithAKeyOfItsOwnPassesNone() {
        ask("kamelet:openrouter-chat-action?model=a/b&apiKey=own");
        assertThat(PASSED).isEmpty();
    }

    @Test
    void requestAtADoorInRoutesPassesAllPlaces() throws Exception {
        new OneRequest(host.port()).post(Door.CHAT.path(), Door.CHAT.plain());
        assertThat(PASSED).containsExactly("openrouter-door-x", "openrouter-upstream-x", "openrouter-response-x");
    }

    @Test
    void requestBehindTheGatewaySourcePassesNoStepsOfDoors() throws Exception {
        new OneRequest(host.port()).post("/composed", Door.CHAT.plain());
        assertThat(PASSED).containsExactly("openrouter-upstream-x", "openrouter-response-x");
    }

    private static void ask(String endpoint) {
        host.context()
                .createProducerTemplate()
                .request(endpoint, call -> call.getMessage().setBody(Door.CHAT.plain()));
    }
}
