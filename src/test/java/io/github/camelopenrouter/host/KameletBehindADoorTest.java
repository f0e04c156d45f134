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

import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client of a route whose Kamelet fails learns the status of that, whatever handles the errors of the route. */
@Timeout(60)
class KameletBehindADoorTest {

    private static final String LIMITED = "{\"error\":{\"message\":\"slow down\",\"code\":429}}";

    private static ScriptedUpstream upstream;
    private static MainHost host;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(429, "application/json", LIMITED));
        host = MainHost.with(
                        "openrouter.api-key=any",
                        "openrouter.base-url=" + upstream.baseUrl(),
                        "openrouter.retry.attempts=0")
                .start(new RouteBuilder() {
                    @Override
                    public void configure() {
                        String door = "?httpMethodRestrict=POST&platformHttpEngine=#openrouter-engine";
                        from("platform-http:/configured" + door)
                                .routeConfigurationId("openrouter-errors")
                                .to("kamelet:openrouter-chat-action?model=a/b");
                        from("platform-http:/bare" + door).to("kamelet:openrouter-chat-action?model=a/b");
                        from("kamelet:openrouter-gateway-source?operation=chat-completions&path=/source")
                                .to("kamelet:openrouter-chat-action?model=a/b");
                    }
                });
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/configured", "/bare", "/source"})
    void refusalOfOpenRouterKeepsItsStatus(String path) throws Exception {
        OneRequest.Answer answer = new OneRequest(host.port()).post(path, "Hello");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.text())
                .contains("\"type\":\"rate_limit_error\"", "\"code\":429}", "slow down")
                .startsWith("{\"error\":{");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/configured", "/bare", "/source"})
    void refusalOfTheGatewayKeepsItsStatus(String path) throws Exception {
        OneRequest.Answer answer = new OneRequest(host.port()).post(path, "{\"messages\":[]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("No call to OpenRouter was made");
    }
}
