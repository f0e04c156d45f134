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
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway source that names a gateway which nobody has set up: a slip, and no door. */
@Timeout(60)
class UnknownInstanceTest {

    private static final String SENTENCE = "The Kamelet property instance is \"teem\", but there is no gateway of that"
            + " name: correct it, or set openrouter.teem.api-key.";

    @Test
    void stopsTheStartWithASentence() {
        try (LogRecorder log = LogRecorder.record();
                MainHost host = MainHost.with("openrouter.api-key=any", "openrouter.team.api-key=any")) {
            assertThatThrownBy(() -> host.start(source("teem")))
                    .hasMessageContaining(SENTENCE)
                    .rootCause()
                    .hasMessage(SENTENCE);

            assertThat(host.context().isStarted()).isFalse();
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("ERROR"))
                    .singleElement()
                    .asString()
                    .contains(SENTENCE);
        }
    }

    @Test
    void stopsARouteThatIsAddedLater() throws Exception {
        try (MainHost host = MainHost.with("openrouter.api-key=any").start()) {
            assertThatThrownBy(() -> host.context().addRoutes(source("teem")))
                    .rootCause()
                    .hasMessage(SENTENCE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openrouter.team.api-key=any",
                "openrouter.team.routes.enabled=true",
                "openrouter.team.auth=none",
                "camel.kamelet.openrouter-gateway-source.instance="
            })
    void anySettingMakesAGatewayKnown(String setting) {
        String instance = setting.endsWith("=") ? "" : "team";
        try (MainHost host = MainHost.with(setting).start(source(instance))) {
            assertThat(host.context().isStarted()).isTrue();
        }
    }

    /** Camel makes the routes of Kamelets before it starts any, in whatever order they were added. */
    @Test
    void routesThatAreAddedAfterTheKameletMakeAGatewayKnown() {
        try (MainHost host = MainHost.with().start(source("team"), new OpenRouterRoutes("team"))) {
            assertThat(host.context().isStarted()).isTrue();
        }
    }

    @Test
    void instanceOfAKameletsPropertyIsLookedUpAsWell() {
        try (MainHost host = MainHost.with("camel.kamelet.openrouter-gateway-source.instance=teem")) {
            assertThatThrownBy(() -> host.start(new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("kamelet:openrouter-gateway-source?operation=messages")
                                    .to("kamelet:openrouter-upstream-sink");
                        }
                    }))
                    .rootCause()
                    .hasMessage(SENTENCE);
        }
    }

    @Test
    void wrongSettingOfTheInstanceStopsTheStartToo() {
        try (MainHost host = MainHost.with("openrouter.team.retry.attempts=many")) {
            assertThatThrownBy(() -> host.start(source("team")))
                    .rootCause()
                    .hasMessageContaining("openrouter.team.retry.attempts is \"many\"");
        }
    }

    private static RouteBuilder source(String instance) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:openrouter-gateway-source?operation=chat-completions&instance=" + instance)
                        .to("kamelet:openrouter-upstream-sink?instance=" + instance);
            }
        };
    }
}
