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

import io.github.camelopenrouter.testing.LogRecorder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two routes of a host at one path: a server asks one of them, and the rules in the other hold for nobody. */
@Timeout(60)
class ContestedPathsTest {

    private static final String OURS = "?platformHttpEngine=#openrouter-engine";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "kamelet:openrouter-gateway-source?operation=chat-completions; openrouter-door-v1-chat-completions;"
                        + " openrouter-gateway-source-; /v1/chat/completions",
                "kamelet:openrouter-gateway-source?operation=model&path=/x/models/,/v1/models/; openrouter-door-v1-model;"
                        + " openrouter-gateway-source-; /v1/models/*",
                "platform-http:/anthropic/v1/messages?httpMethodRestrict=GET,POST; openrouter-door-anthropic-messages; mine; /anthropic/v1/messages",
                "platform-http:/v1/embeddings/; openrouter-door-v1-embeddings; mine; /v1/embeddings",
                "rest:post:v1/responses; openrouter-door-v1-responses; mine; /v1/responses"
            })
    void pathOfADoorThatAnotherRouteHasIsWarnedOf(String from, String door, String route, String path) {
        try (LogRecorder log = LogRecorder.record();
                MainHost host = withDoors().start(route("mine", from))) {
            assertThat(host.context().isStarted()).isTrue();
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .contains(door + " ", route, "both open " + path + ",");
        }
    }

    @Test
    void routeThatIsAddedLaterIsLookedAtAsWell() throws Exception {
        try (MainHost host =
                        MainHost.with("openrouter.api-key=any").start(route("first", "platform-http:/a/{x}" + OURS));
                LogRecorder log = LogRecorder.record()) {
            host.context().addRoutes(route("second", "platform-http:/a/{y}"));
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .contains("first", "second", "/a/{}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "platform-http:/a, platform-http:/a/",
        "platform-http:/a?platformHttpEngine=#openrouter-engine, platform-http:/b",
        "platform-http:/a?platformHttpEngine=#openrouter-engine&httpMethodRestrict=GET, platform-http:/a?httpMethodRestrict=PUT",
        "platform-http:/a?platformHttpEngine=#openrouter-engine, platform-http:/a?matchOnUriPrefix=true",
        "platform-http:/a?platformHttpEngine=#openrouter-engine, direct:a"
    })
    void routesThatBothAnswerAndTheHostsOwnBusinessAreNot(String one, String other) {
        try (LogRecorder log = LogRecorder.record();
                MainHost host =
                        MainHost.with("openrouter.api-key=any").start(route("one", one), route("other", other))) {
            assertThat(host.context().isStarted()).isTrue();
            assertThat(log.lines()).noneMatch(line -> line.contains("both open"));
        }
    }

    private static MainHost withDoors() {
        return MainHost.with(
                "camel.main.routesIncludePattern=classpath:openrouter/routes/*.camel.yaml",
                "openrouter.routes.enabled=true",
                "openrouter.api-key=any");
    }

    private static RouteBuilder route(String id, String from) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId(id).setBody(constant("mine"));
            }
        };
    }
}
