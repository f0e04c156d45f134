/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The shipped Pipe runs as it is, with stand-ins for the catalogue's Kamelets of Kafka. */
@Timeout(60)
class ShippedPipeTest {

    /** A topic and what has come to it. */
    private record Letter(String topic, String text) {}

    private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private ScriptedUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.start(call ->
                call.answer(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"It is slow.\"}}]}"));
        PropertiesComponent component = (PropertiesComponent) context.getPropertiesComponent();
        component.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        Properties settings = new Properties();
        settings.put("openrouter.api-key", "sk-or-v1-canary-0123456789");
        settings.put("openrouter.base-url", upstream.baseUrl());
        settings.put("openrouter.retry.attempts", "0");
        component.setInitialProperties(settings);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("kafka-source")
                        .templateParameter("topic")
                        .templateParameter("bootstrapServers")
                        .from("direct:{{topic}}")
                        .to("kamelet:sink");
                routeTemplate("kafka-sink")
                        .templateParameter("topic")
                        .templateParameter("bootstrapServers")
                        .from("kamelet:source")
                        .setVariable("topic", simple("{{topic}}"))
                        .process(exchange -> letters.add(new Letter(
                                exchange.getVariable("topic", String.class),
                                exchange.getMessage().getBody(String.class))));
            }
        });
        Resource pipe = PluginHelper.getResourceLoader(context)
                .resolveResource("file:" + Path.of("src/main/k8s/pipe.yaml").toAbsolutePath());
        PluginHelper.getRoutesLoader(context).loadRoutes(pipe);
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.stop();
        upstream.close();
    }

    @Test
    void sumsUpTicketsWithTheModelAndTheWordsThatItGives() throws Exception {
        JsonNode given = Manifest.read("pipe.yaml").at("/spec/steps/0/properties");

        context.createProducerTemplate().sendBody("direct:tickets", "The screen is slow");

        JsonNode sent = new JsonMapper().readTree(upstream.awaitCall().text());
        assertThat(sent.path("model")).isEqualTo(given.path("model"));
        assertThat(sent.at("/messages/0/content").asText())
                .isEqualTo(given.path("systemPrompt").asText())
                .contains(" ");
        assertThat(sent.at("/messages/1/content").asText()).isEqualTo("The screen is slow");
        assertThat(letters.poll(20, TimeUnit.SECONDS)).isEqualTo(new Letter("ticket-summaries", "It is slow."));
    }

    @Test
    void putsATicketAsideThatCannotBeSummedUp() throws Exception {
        upstream.script(
                call -> call.answer(402, "application/json", "{\"error\":{\"code\":402,\"message\":\"No credits\"}}"));

        context.createProducerTemplate().sendBody("direct:tickets", "The screen is slow");

        assertThat(letters.poll(20, TimeUnit.SECONDS))
                .isEqualTo(new Letter("tickets-without-summary", "The screen is slow"));
    }
}
