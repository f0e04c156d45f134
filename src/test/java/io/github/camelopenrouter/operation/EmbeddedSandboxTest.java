/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.spi.ClassResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EmbeddedSandboxTest {

    private static final String CHAT =
            "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private final CamelContext host = new DefaultCamelContext();

    @AfterEach
    void stop() {
        host.stop();
    }

    @Test
    void answersAHostWithoutAKeyOrAnAddress() throws Exception {
        settings(Map.of("openrouter.sandbox", "true"));
        host.addRoutes(new OpenRouterRoutes());
        host.start();

        assertThat(ask("direct:openrouter-chat-completions"))
                .contains("This is the sandbox, standing in for openai/gpt-4o.");
    }

    @Test
    void endsWithTheContext() throws Exception {
        settings(Map.of("openrouter.sandbox", "true"));
        host.addRoutes(new OpenRouterRoutes());
        host.start();
        URI upstream = upstream();
        new Socket(upstream.getHost(), upstream.getPort()).close();

        host.stop();

        assertThatThrownBy(() -> new Socket(upstream.getHost(), upstream.getPort()).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void standsInForTheInstanceThatAsksForItOnly() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(
                call -> call.answer(200, "application/json", "{\"choices\":[],\"from\":\"upstream\"}"))) {
            settings(Map.of(
                    "openrouter.base-url", upstream.baseUrl(),
                    "openrouter.api-key", "any",
                    "openrouter.b.sandbox", "true"));
            host.addRoutes(new OpenRouterRoutes());
            host.addRoutes(new OpenRouterRoutes("b"));
            host.start();

            assertThat(ask("direct:openrouter-chat-completions")).contains("from");
            assertThat(ask("direct:openrouter-b-chat-completions")).contains("This is the sandbox");
        }
    }

    @Test
    void saysWhatAHostWithoutVertxLacks() {
        settings(Map.of("openrouter.sandbox", "true"));
        ClassResolver all = host.getClassResolver();
        host.setClassResolver(new DefaultClassResolver() {
            @Override
            public Class<?> resolveClass(String name) {
                return name.startsWith("io.vertx.") ? null : all.resolveClass(name);
            }
        });

        assertThatThrownBy(() -> host.addRoutes(new OpenRouterRoutes()))
                .hasMessageContaining("openrouter.sandbox=true needs Vert.x")
                .hasMessageContaining("add io.vertx:vertx-core");
    }

    private void settings(Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        host.getPropertiesComponent().setInitialProperties(properties);
    }

    private String ask(String operation) {
        return host.createProducerTemplate().requestBody(operation, CHAT, String.class);
    }

    private URI upstream() {
        return host.getEndpoints().stream()
                .filter(HttpEndpoint.class::isInstance)
                .map(endpoint -> ((HttpEndpoint) endpoint).getHttpUri())
                .findFirst()
                .orElseThrow();
    }
}
