/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The policy is the process's: a gateway with a name of its own is no way around it. */
@Timeout(60)
class PolicyOfAllGatewaysTest {

    @Test
    void holdsInAGatewayWithAName(@TempDir Path directory) throws Exception {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), "organisation: { models: [\"openai/*\"] }\n");
        try (ScriptedUpstream upstream =
                        ScriptedUpstream.start(call -> call.answer(200, HttpTest.JSON, "{\"choices\":[]}"));
                TestGateway gateway = TestGateway.start(
                        upstream.baseUrl(),
                        "policy.file=" + policy,
                        "openrouter.b.api-key=" + TestGateway.KEY + "9",
                        "openrouter.b.base-url=" + upstream.baseUrl());
                ProducerTemplate calls = gateway.context().createProducerTemplate()) {
            gateway.context().addRoutes(new OpenRouterRoutes("b"));
            assertThat(status(calls, "openai/gpt-4o")).isEqualTo(200);
            assertThat(status(calls, "x-ai/grok-4")).isEqualTo(403);

            gateway.context()
                    .getPropertiesComponent()
                    .setOverrideProperties(properties("openrouter.b.policy.file", policy.toString()));
            assertThatThrownBy(() -> Settings.load(gateway.context(), "b"))
                    .isInstanceOf(SettingException.class)
                    .hasMessage("openrouter.b.policy.file is set, but all gateways of a process live by one policy: set"
                            + " openrouter.policy.file instead.");
        }
    }

    private static Properties properties(String key, String value) {
        Properties properties = new Properties();
        properties.put(key, value);
        return properties;
    }

    private static int status(ProducerTemplate calls, String model) {
        return calls.request(
                        "direct:openrouter-b-chat-completions",
                        exchange -> exchange.getMessage()
                                .setBody("{\"model\":\"" + model
                                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                .getMessage()
                .getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }
}
