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

import io.github.camelopenrouter.testing.ScriptedUpstream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A second gateway beside the unnamed one in the standalone start, as a route of an operator's own makes one. */
@Timeout(60)
class NamedInstanceTest {

    private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"Hello\"}}]}";
    private static final String OTHER_KEY = "sk-or-v1-canary-of-b";

    @Test
    void kameletInTheStandaloneStartCallsTheGatewayOfItsName() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", ANSWER));
                ScriptedUpstream other = ScriptedUpstream.start(call -> call.answer(200, "application/json", ANSWER));
                TestGateway gateway = TestGateway.start(
                        upstream.baseUrl(),
                        "openrouter.b.api-key=" + OTHER_KEY,
                        "openrouter.b.base-url=" + other.baseUrl());
                ProducerTemplate template = gateway.context().createProducerTemplate()) {
            String text = template.requestBody(
                    "kamelet:openrouter-chat-action?model=openai/gpt-4o-mini&instance=b", "Hi", String.class);

            assertThat(text).isEqualTo("Hello");
            assertThat(other.awaitCall().headerLines()).contains("Authorization: Bearer " + OTHER_KEY);
            assertThat(upstream.callCount()).isZero();
        }
    }
}
