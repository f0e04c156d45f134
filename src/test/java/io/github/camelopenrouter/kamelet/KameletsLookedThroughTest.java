/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.Given;
import io.github.camelopenrouter.testing.LookThrough;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kamelets whose properties nobody has given where Camel's tools only look through the application. */
class KameletsLookedThroughTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openrouter-chat-action?model={{m}}&temperature={{t}}&maxTokens={{n}}&output={{o}}",
                "openrouter-chat-action?instance={{who}}&responseFormat={{f}}",
                "openrouter-responses-action?apiKey={{key}}&baseUrl={{url}}",
                "openrouter-embeddings-action?model={{m}}&dimensions={{d}}&encoding={{e}}",
                "openrouter-models-action?model={{m}}&output={{o}}",
                "openrouter-upstream-sink?operation={{o}}&instance={{who}}"
            })
    void startWithoutWhatIsNotThere(String kamelet) throws Exception {
        CamelContext context = LookThrough.of(Given.context());
        try {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:ask").routeId("ask").to("kamelet:" + kamelet);
                }
            });
            context.start();

            assertThat(context.getRouteController().getRouteStatus("ask").isStarted())
                    .isTrue();
        } finally {
            context.stop();
        }
    }

    @Test
    void opensADoorOfWhicheverKind() {
        assertThat(new DoorFunction().apply("path,@@CamelMagicValue@@,@@CamelMagicValue@@"))
                .startsWith("/");
        assertThat(new DoorFunction().apply("path,embeddings,@@CamelMagicValue@@"))
                .isEqualTo("/v1/embeddings");
    }
}
