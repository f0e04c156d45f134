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
import java.util.ArrayList;
import java.util.List;
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

    private final List<Integer> statuses = new ArrayList<>();
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
                        "openrouter.fallbacks=openai/gpt-4o>fallback/model",
                        "openrouter.b.api-key=any",
                        "openrouter.b.base-url=http://127.0.0.1:1/api",
                        "openrouter.b.retry.attempts=0")
                .add(new OpenRouterRoutes())
                .add(new OpenRouterRoutes("b"))
                .add(new Twice())
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
        upstream.close();
    }

    private final class Twice extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:twice")
                    .to("direct:openrouter-chat-completions")
                    .setBody(constant(OTHER))
                    .to("direct:openrouter-chat-completions");
            from("direct:bad")
                    .loop(3)
                    .setBody(constant("{bad"))
                    .to("direct:openrouter-chat-completions")
                    .process(this::note)
                    .end();
            from("direct:good-and-bad")
                    .loop(4)
                    .setBody(exchange -> exchange.getProperty(Exchange.LOOP_INDEX, Integer.class) == 1 ? OTHER : "{bad")
                    .to("direct:openrouter-chat-completions")
                    .process(this::note)
                    .end();
            from("direct:unreachable")
                    .loop(3)
                    .setBody(constant(OTHER))
                    .to("direct:openrouter-b-chat-completions")
                    .process(this::note)
                    .end();
        }

        private void note(Exchange exchange) {
            statuses.add(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class));
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

    /** A batch goes on with each of its errors, whoever made it. */
    @Test
    void everyErrorOfTheGatewaysOwnIsAnAnswer() {
        assertThat(host.ask("direct:bad").getException()).isNull();
        assertThat(statuses).containsExactly(400, 400, 400);
    }

    @Test
    void errorsOfBothKindsInOneExchangeAreAnswers() {
        assertThat(host.ask("direct:good-and-bad").getException()).isNull();
        assertThat(statuses).containsExactly(400, 503, 400, 400);
    }

    @Test
    void anUpstreamThatStaysUnreachableIsAnAnswerEachTime() {
        assertThat(host.ask("direct:unreachable").getException()).isNull();
        assertThat(statuses).containsExactly(502, 502, 502);
    }
}
