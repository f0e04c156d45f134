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
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that knows its clients labels them itself, and the operator's steps see that as they see the label of a key. */
@Timeout(120)
class ClientLabelTest {

    private static final String ROUTES = """
            - routeConfiguration:
                id: openrouter-upstream-shows-team
                interceptFrom:
                  - interceptFrom:
                      steps:
                        - setHeader:
                            name: x-openrouter-seen
                            simple: "team=${exchangeProperty.CamelOpenRouterTeam} header=${header.CamelOpenRouterTeam}"
            - route:
                id: labelled-action
                from:
                  uri: direct:labelled
                  steps:
                    - setProperty:
                        name: CamelOpenRouterClientLabel
                        constant: support
                    - setProperty:
                        name: CamelOpenRouterTeam
                        constant: emea
                    - to: kamelet:openrouter-chat-action?model=a/b
            - route:
                id: plain-action
                from:
                  uri: direct:plain
                  steps:
                    - to: kamelet:openrouter-chat-action?model=a/b
            - route:
                id: labelled-composition
                from:
                  uri: kamelet:openrouter-gateway-source?operation=chat-completions
                  steps:
                    - setProperty:
                        name: CamelOpenRouterClientLabel
                        constant: support
                    - to: kamelet:openrouter-upstream-sink
            """;
    private static final String RULE = "You answer for the support team";

    private static ScriptedUpstream upstream;
    private static MainHost host;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        Path routes = Files.writeString(directory.resolve("labels.camel.yaml"), ROUTES);
        upstream = ScriptedUpstream.start(
                call -> call.answer(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}"));
        host = MainHost.with(
                        "camel.main.routesIncludePattern=file:src/it/recipes/team-system-prompt.camel.yaml,file:"
                                + routes,
                        "openrouter.access-log=true",
                        "openrouter.api-key=any",
                        "openrouter.base-url=" + upstream.baseUrl())
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierTests() {
        upstream.forget();
    }

    @Test
    void labelGoesAlongWithAKameletsCall() throws Exception {
        host.context().createProducerTemplate().requestBody("direct:labelled", "Hello");

        assertThat(upstream.awaitCall().text()).contains(RULE);
    }

    @Test
    void teamGoesAlongWithAKameletsCall() throws Exception {
        host.context().createProducerTemplate().requestBody("direct:labelled", "Hello");

        assertThat(upstream.awaitCall().headers().get("x-openrouter-seen")).startsWith("team=emea ");
    }

    @Test
    void headerOfThatNameIsNoTeamAndIsRemoved() throws Exception {
        Object body = Map.of("model", "a/b", "messages", List.of(Map.of("role", "user", "content", "Hi")));

        host.context()
                .createProducerTemplate()
                .requestBodyAndHeader("direct:openrouter-chat-completions", body, "CamelOpenRouterTeam", "emea");

        assertThat(upstream.awaitCall().headers()).containsEntry("x-openrouter-seen", "team= header=");
    }

    @Test
    void callWithoutALabelHasNone() throws Exception {
        host.context().createProducerTemplate().requestBody("direct:plain", "Hello");

        assertThat(upstream.awaitCall().text()).doesNotContain(RULE);
    }

    @Test
    void labelIsKnownBehindTheGatewaySourceAndToTheAccessLog() throws Exception {
        try (LogRecorder log = LogRecorder.record()) {
            new OneRequest(host.port()).post(Door.CHAT.path(), Door.CHAT.plain());

            assertThat(upstream.awaitCall().text()).contains(RULE);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> log.lines().stream().anyMatch(line -> line.contains(" client=support ")));
        }
    }
}
