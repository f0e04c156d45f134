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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host that has given no upstream key gets an error, and nobody's key goes up in its place. */
@Timeout(60)
class HostWithoutKeyTest {

    private static final String BODY =
            "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"input\":\"Hi\"}";

    private ScriptedUpstream upstream;
    private CamelContext context;
    private ProducerTemplate template;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[],\"data\":[]}"));
        context = new DefaultCamelContext();
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        Properties settings = new Properties();
        settings.put("openrouter.base-url", upstream.baseUrl());
        properties.setInitialProperties(settings);
        context.addRoutes(new OpenRouterRoutes());
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({"chat-completions", "embeddings", "models"})
    void answersWithTheEnvelopeAndCallsNobody(String operation) throws Exception {
        Exchange answer = request(operation);
        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(500);
        JsonNode error = new JsonMapper()
                .readTree(answer.getMessage().getBody(byte[].class))
                .get("error");
        assertThat(error).hasSize(4);
        assertThat(error.get("code").asText()).isEqualTo("no_upstream_key");
        assertThat(error.get("message").asText()).contains("openrouter.api-key");
        assertThat(upstream.callCount()).isZero();
        assertThat(upstream.openConnections()).isZero();
    }

    private Exchange request(String operation) {
        return template.request("direct:openrouter-" + operation, call -> {
            call.getMessage().setBody(BODY);
            call.getMessage().setHeader("Authorization", "Bearer client-canary");
            call.getMessage().setHeader("x-api-key", "client-canary");
        });
    }
}
