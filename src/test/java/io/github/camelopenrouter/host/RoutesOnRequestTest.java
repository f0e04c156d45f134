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
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import org.apache.camel.Route;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code openrouter.routes.enabled}: a host asks for our routes by a property, and without it gets nothing. */
@Timeout(60)
class RoutesOnRequestTest {

    @Test
    void hostThatDoesNotAskGetsNoRoute() {
        try (HostApplication host =
                HostApplication.with("openrouter.api-key=any").start()) {
            assertThat(host.context().getRoutes()).isEmpty();
            assertThat(host.context().getEndpoints()).isEmpty();
        }
    }

    @Test
    void hostThatDoesNotAskHearsOfNoWrongSetting() {
        try (HostApplication host =
                HostApplication.with("openrouter.retry.attempts=many").start()) {
            assertThat(host.context().isStarted()).isTrue();
        }
    }

    @Test
    void hostThatAsksGetsTheOperations() throws Exception {
        ScriptedUpstream upstream =
                ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
        String url = "openrouter.base-url=" + upstream.baseUrl();
        try (upstream;
                HostApplication host =
                        HostApplication.with("openrouter.routes.enabled=true", "openrouter.api-key=any", url)) {
            host.add(new HostRoute()).start();
            assertThat(host.ask("direct:ask").getMessage().getBody(String.class))
                    .isEqualTo("{\"choices\":[]}");
        }
    }

    @Test
    void hostThatAsksForANamedGatewayGetsItsOperations() throws Exception {
        ScriptedUpstream upstream =
                ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
        try (upstream;
                HostApplication host = HostApplication.with(
                        "openrouter.b.routes.enabled=true",
                        "openrouter.b.api-key=any",
                        "openrouter.b.base-url=" + upstream.baseUrl(),
                        "openrouter.c.api-key=any")) {
            host.start();
            assertThat(host.context().getRoutes())
                    .extracting(Route::getId)
                    .allMatch(id -> id.startsWith("openrouter-b-"));
            assertThat(host.ask("direct:openrouter-b-chat-completions")
                            .getMessage()
                            .getBody(String.class))
                    .isEqualTo("{\"choices\":[]}");
        }
    }

    @Test
    void namedGatewayThatIsAskedForTwiceIsThereOnce() throws Exception {
        try (HostApplication host =
                HostApplication.with("openrouter.b.routes.enabled=true", "openrouter.b.api-key=any")) {
            host.add(new OpenRouterRoutes("b")).start();
            assertThat(host.context().getRoutes()).extracting(Route::getId).doesNotHaveDuplicates();
        }
    }

    @Test
    void hostThatAsksTwiceGetsTheRoutesOnce() throws Exception {
        try (HostApplication host = HostApplication.with("openrouter.routes.enabled=true")) {
            host.add(new OpenRouterRoutes()).start();
            assertThat(host.context().getRoutes()).extracting(Route::getId).doesNotHaveDuplicates();
        }
    }

    @Test
    void standaloneGatewayThatIsAskedHasThemOnceAsWell() {
        try (TestGateway gateway = TestGateway.sandbox("routes.enabled=true")) {
            assertThat(gateway.context().getRoutes()).extracting(Route::getId).doesNotHaveDuplicates();
        }
    }

    @Test
    void wrongSettingStopsTheStartWithOurSentence() {
        try (HostApplication host =
                HostApplication.with("openrouter.routes.enabled=true", "openrouter.retry.attempts=many")) {
            assertThatThrownBy(host::start)
                    .rootCause()
                    .hasMessage("openrouter.retry.attempts is \"many\", but must be a whole number from 0 to 10.");
            assertThat(host.context().isStarted()).isFalse();
        }
    }

    @Test
    void wordThatIsNeitherYesNorNoStopsTheStart() {
        try (HostApplication host = HostApplication.with("openrouter.routes.enabled=perhaps")) {
            assertThatThrownBy(host::start)
                    .hasStackTraceContaining(VetoCamelContextStartException.class.getName())
                    .hasStackTraceContaining("openrouter.routes.enabled is \"perhaps\"");
        }
    }

    private static final class HostRoute extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:ask").to("direct:openrouter-chat-completions");
        }
    }
}
