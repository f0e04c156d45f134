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

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.properties.PropertiesComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the gateway source opens its door. The environment is read here: every machine has a variable PATH in it. */
@Timeout(60)
class GatewaySourceTest {

    @ParameterizedTest
    @CsvSource({
        "chat-completions, /v1/chat/completions, POST",
        "responses, /v1/responses, POST",
        "completions, /v1/completions, POST",
        "embeddings, /v1/embeddings, POST",
        "messages, /anthropic/v1/messages, POST",
        "models, /v1/models, 'GET,HEAD'",
        "model, /v1/models/, 'GET,HEAD'",
        "health, /health, 'GET,HEAD'"
    })
    void doorIsWhereTheApiHasIt(String operation, String path, String methods) throws Exception {
        assertDoor("?operation=" + operation, path, methods);
    }

    @Test
    void doorIsWhereTheRouteWantsIt() throws Exception {
        assertDoor("?operation=embeddings&path=/team/vectors", "/team/vectors", "POST");
    }

    @ParameterizedTest
    @CsvSource({
        "operation=chat, must be one of chat-completions",
        "operation=embeddings&path=vectors, must begin with a slash",
        "'operation=embeddings&path=/a,/{team}/vectors', give each of them a Kamelet of its own",
        "'operation=embeddings&path=/a,vectors', must begin with a slash",
        "'operation=embeddings&path=/a,', must begin with a slash",
        "operation=model&path=/team/one/, must end with /models/",
        "operation=model&path=/models, must end with /models/",
        "operation=model&path=/models/v1/models/, and hold it nowhere else"
    })
    void wrongPropertyStopsTheStartWithASentence(String properties, String sentence) throws Exception {
        try (HostApplication host = HostApplication.with()) {
            host.context().getRegistry().bind("platform-http-engine", new HostOnOtherEngine.Doors());
            host.add(route("?" + properties));
            assertThatThrownBy(host::start).hasStackTraceContaining(sentence);
        }
    }

    /** Boot's engine, for example, knows of one path for each door. */
    @ParameterizedTest
    @ValueSource(strings = {"embeddings", "health"})
    void hostsEngineOpensADoorForEachPath(String operation) throws Exception {
        HostOnOtherEngine.Doors doors = new HostOnOtherEngine.Doors();
        try (HostApplication host = HostApplication.with()) {
            host.context().getRegistry().bind("platform-http-engine", doors);
            host.add(route("?operation=" + operation + "&path=/a, /b/c")).start();

            assertThat(doors.paths).contains("/a", "/b/c");
            assertThat(doors.open()).contains("/a", "/b/c");
            host.context().getRouteController().stopAllRoutes();
            assertThat(doors.open()).isEmpty();
        }
    }

    private static void assertDoor(String properties, String path, String methods) throws Exception {
        HostOnOtherEngine.Doors doors = new HostOnOtherEngine.Doors();
        try (HostApplication host = HostApplication.with()) {
            ((PropertiesComponent) host.context().getPropertiesComponent())
                    .setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_OVERRIDE);
            host.context().getRegistry().bind("platform-http-engine", doors);
            host.add(route(properties)).start();
            assertThat(doors.paths).containsExactly(path);
            assertThat(host.context().getEndpoints())
                    .filteredOn(PlatformHttpEndpoint.class::isInstance)
                    .extracting(endpoint -> ((PlatformHttpEndpoint) endpoint).getHttpMethodRestrict())
                    .containsExactly(methods);
        }
    }

    private static RouteBuilder route(String properties) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:openrouter-gateway-source" + properties).to("kamelet:openrouter-upstream-sink");
            }
        };
    }
}
