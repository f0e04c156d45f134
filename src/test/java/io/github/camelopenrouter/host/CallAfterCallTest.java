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

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host's route that calls twice on one exchange: the second call knows nothing of the first. */
@Timeout(60)
class CallAfterCallTest {

    private static final String OTHER = Door.CHAT.plain().replace("openai/gpt-4o", "other/model");

    private ScriptedUpstream upstream;
    private HostApplication host;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.start(
                call -> call.answer(503, "application/json", "{\"error\":{\"message\":\"down\"}}"));
        host = HostApplication.with(
                        "openrouter.api-key=any",
                        "openrouter.base-url=" + upstream.baseUrl(),
                        "openrouter.retry.attempts=1",
                        "openrouter.retry.delay=1ms",
                        "openrouter.fallbacks=openai/gpt-4o>fallback/model")
                .add(new OpenRouterRoutes())
                .add(new Twice())
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
        upstream.close();
    }

    private static final class Twice extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:twice")
                    .to("direct:openrouter-chat-completions")
                    .setBody(constant(OTHER))
                    .to("direct:openrouter-chat-completions");
        }
    }

    @Test
    void secondCallHasAllItsTries() {
        Exchange answer = host.ask("direct:twice");
        assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(503);
        assertThat(upstream.callCount()).isEqualTo(4);
    }

    @Test
    void secondCallKnowsNoFallbacksOfTheFirst() throws Exception {
        host.ask("direct:twice");
        for (int n = 0; n < 2; n++) {
            assertThat(upstream.awaitCall().text()).contains("fallback/model");
        }
        for (int n = 0; n < 2; n++) {
            assertThat(upstream.awaitCall().text()).contains("other/model").doesNotContain("fallback/model");
        }
    }
}
