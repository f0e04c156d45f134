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

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.LogRecorder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that has forgotten to open the gateway it uses hears of it at the start, with the setting that does so. */
@Timeout(60)
class UnopenedGatewaysTest {

    @Test
    void doorsWithoutAGatewayStopTheStartWithTheSetting() {
        try (MainHost host = MainHost.with(
                "camel.main.routesIncludePattern=classpath:openrouter/routes/*.camel.yaml", "openrouter.api-key=any")) {
            assertThatThrownBy(host::start)
                    .hasMessageContaining(
                            "is a door of a gateway that nothing opens: set openrouter.routes.enabled=true,")
                    .hasMessageContaining("The route openrouter-door-");
        }
    }

    @Test
    void doorOfANamedGatewayStopsTheStartWithItsSetting() throws Exception {
        RouteBuilder door = new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:door")
                        .routeId("team-door")
                        .choice()
                        .when(body())
                        .process("openrouter-b-guard")
                        .end();
            }
        };
        try (HostApplication host = HostApplication.with("openrouter.routes.enabled=true", "openrouter.api-key=any")
                .add(door)) {
            assertThatThrownBy(host::start)
                    .rootCause()
                    .hasMessage("The route team-door is a door of a gateway that nothing opens:"
                            + " set openrouter.b.routes.enabled=true, or add OpenRouterRoutes.");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "direct:openrouter-chat-completions, openrouter.routes.enabled=true",
        "direct:openrouter-models?timeout=0, openrouter.routes.enabled=true",
        "direct:openrouter-b-messages, openrouter.b.routes.enabled=true"
    })
    void callOfAnOperationThatIsNotThereIsWarnedOfOnce(String call, String setting) throws Exception {
        try (LogRecorder log = LogRecorder.record();
                HostApplication host =
                        HostApplication.with("openrouter.sandbox=true").add(step(call))) {
            host.start();
            log.assertOneWarning(call.replaceFirst("\\?.*", "") + " is called", "set " + setting + ",");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "direct:openrouter-chat-completion, direct:openrouter-chat-completions",
        "direct:openrouter-b-mesages?timeout=0, direct:openrouter-b-messages"
    })
    void callOfAMisspeltOperationIsWarnedOfOnce(String call, String near) throws Exception {
        try (LogRecorder log = LogRecorder.record();
                HostApplication host = HostApplication.with(
                                "openrouter.api-key=any",
                                "openrouter.routes.enabled=true",
                                "openrouter.b.routes.enabled=true",
                                "openrouter.b.api-key=any")
                        .add(step(call))) {
            host.start();
            log.assertOneWarning(call.replaceFirst("\\?.*", "")
                    + " is called, and no route of that name is there: did you mean " + near + "?");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openrouter.api-key=canary", "openrouter.retry.attempts=canary", "openrouter.sandbox=true"})
    void settingsOfAGatewayThatNothingUsesAreWarnedOfOnce(String setting) throws Exception {
        try (LogRecorder log = LogRecorder.record();
                HostApplication host = HostApplication.with(setting).add(step("mock:own"))) {
            host.start();
            log.assertOneWarning("Settings openrouter.*", "set openrouter.routes.enabled=true, or call a Kamelet");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "openrouter.api-key=any, openrouter.routes.enabled=true, direct:openrouter-chat-completions",
        "openrouter.api-key=any, openrouter.routes.enabled=false, mock:own",
        "openrouter.api-key=any, openrouter.sandbox=true, kamelet:openrouter-chat-action?model=a/b",
        "openrouter.api-key=any, openrouter.b.routes.enabled=true, direct:openrouter-b-chat-completions",
        "openrouter.model=own, openrouter.url=own, direct:openrouter-own"
    })
    void hostThatHasDecidedHearsNothing(String one, String other, String call) throws Exception {
        try (LogRecorder log = LogRecorder.record();
                HostApplication host = HostApplication.with(one, other).add(step(call))) {
            host.start();
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN") && line.contains("routes.enabled"));
        }
    }

    @Test
    void stepsThatAreAddedBeforeTheGatewayHearNothing() throws Exception {
        try (LogRecorder log = LogRecorder.record();
                HostApplication host = HostApplication.with("openrouter.api-key=any")
                        .add(step("direct:openrouter-chat-completions"))
                        .add(new OpenRouterRoutes())) {
            host.start();
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
        }
    }

    @Test
    void kameletThatOnlyAnExchangeNamesMayUseTheSettings() throws Exception {
        RouteBuilder dynamic = new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").toD("kamelet:openrouter-chat-action?model=${header.model}");
            }
        };
        try (LogRecorder log = LogRecorder.record();
                HostApplication host =
                        HostApplication.with("openrouter.api-key=any").add(dynamic)) {
            host.start();
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
        }
    }

    private static RouteBuilder step(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to(uri);
            }
        };
    }
}
