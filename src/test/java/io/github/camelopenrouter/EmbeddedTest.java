/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.sandbox.Sandbox;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** The documents' example of a host application, running as it stands there. */
class EmbeddedTest {

    @Test
    void answersAHostsRoute() throws Exception {
        // shown: begin
        try (Sandbox sandbox = Sandbox.start(0)) {
            CamelContext context = new DefaultCamelContext();
            Properties settings = new Properties();
            settings.put("openrouter.base-url", sandbox.baseUrl());
            settings.put("openrouter.api-key", "any");
            context.getPropertiesComponent().setInitialProperties(settings);
            context.addRoutes(new AskTheModel());
            context.start();

            String answer = context.createProducerTemplate().requestBody("direct:ask", "Hello", String.class);

            assertThat(answer).startsWith("Hello! This is the sandbox, standing in for openai/gpt-4o-mini.");
            context.stop();
        }
        // shown: end
    }

    @Test
    void showsAHostErrorsAsAnswers() throws Exception {
        try (Sandbox sandbox = Sandbox.start(0)) {
            CamelContext context = context(sandbox);
            context.addRoutes(new OpenRouterRoutes());
            context.start();

            assertThat(statusFor(context, "{}")).isEqualTo(400);
            assertThat(statusFor(context, "{\"model\":\"sandbox/status-429\",\"messages\":[{\"role\":\"user\"}]}"))
                    .isEqualTo(429);
            context.stop();
        }
    }

    private static CamelContext context(Sandbox sandbox) {
        Properties settings = new Properties();
        settings.put("openrouter.base-url", sandbox.baseUrl());
        settings.put("openrouter.api-key", "any");
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().setInitialProperties(settings);
        return context;
    }

    private static int statusFor(CamelContext context, String body) {
        Exchange answer = context.createProducerTemplate()
                .request(
                        "direct:openrouter-chat-completions",
                        call -> call.getMessage().setBody(body));
        assertThat(answer.getMessage().getBody(String.class)).startsWith("{\"error\":");
        return answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }
}
