/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** What Boot's own files say of the gateway wrongly is said at the start; Camel asks Boot for one setting at a time. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class SettingsSaidTest {

    @ParameterizedTest
    @CsvSource({
        "openrouter.timeout.conect=canary, openrouter.timeout.conect: did you mean openrouter.timeout.connect?",
        "openrouter.team-b.app-title=canary, lower-case letters and digits",
        "openrouter.b.app-title=canary, set openrouter.b.routes.enabled=true",
        "camel.kamelet.openrouter-chat-action.apiky=canary, did you mean camel.kamelet.openrouter-chat-action.apiKey?"
    })
    void unknownSettingIsWarnedOfOnce(String setting, String sentence, CapturedOutput output) {
        try (ConfigurableApplicationContext host = start("--" + setting)) {
            assertThat(output.getOut().lines().filter(line -> line.contains(" WARN ") && line.contains("openrouter")))
                    .singleElement()
                    .asString()
                    .contains(sentence)
                    .doesNotContain("canary");
        }
    }

    /** Boot takes it for {@code openrouter.app-title}. */
    @ParameterizedTest
    @CsvSource({"openrouter.appTitle=Mine", "openrouter.app_title=Mine", "openrouter.app-title=Mine"})
    void settingInAnotherSpellingOfBootsIsKnown(String setting, CapturedOutput output) {
        try (ConfigurableApplicationContext host = start("--" + setting)) {
            assertThat(host.getBean(CamelContext.class).isStarted()).isTrue();
            assertThat(output.getOut().lines().filter(line -> line.contains(" WARN ") && line.contains("openrouter")))
                    .isEmpty();
        }
    }

    @Test
    void namedGatewayIsOpenedByASetting(CapturedOutput output) {
        try (ConfigurableApplicationContext host =
                start("--openrouter.b.routes.enabled=true", "--openrouter.b.api-key=any")) {
            assertThat(host.getBean(CamelContext.class).getRoute("openrouter-b-chat-completions"))
                    .isNotNull();
        }
    }

    @Test
    void settingThatCannotWorkStopsTheStart() {
        assertThatThrownBy(() -> start("--openrouter.retry.attempts=many").close())
                .rootCause()
                .hasMessageContaining("openrouter.retry.attempts is \"many\"");
    }

    /** Taken for one that nobody has set, the gateway's own key would pay. */
    @ParameterizedTest
    @CsvSource({
        "camel.kamelet.openrouter-chat-action.api-key=${MISSING}, apiKey",
        "camel.kamelet.openrouter-chat-action.api-key=canary{{MISSING}}, apiKey",
        "camel.kamelet.openrouter-chat-action.base-url=http://${MISSING}/api, baseUrl",
        "camel.kamelet.openrouter-chat-action.model={{MISSING}}, model"
    })
    void placeholderOfAKameletThatCannotBeResolvedStopsTheStart(String setting, String property) {
        assertThatThrownBy(() -> start(Asking.class, "--" + setting).close())
                .hasMessage("The Kamelet openrouter-chat-action cannot be made: The Kamelet property " + property
                        + " holds a placeholder that cannot be resolved.");
    }

    @Test
    void placeholderThatHasADefaultIsResolved() {
        try (ConfigurableApplicationContext host = start(
                Asking.class,
                "--camel.kamelet.openrouter-chat-action.api-key=${MISSING:sk-or-own}",
                "--camel.kamelet.openrouter-chat-action.temperature={{MISSING:0.5}}")) {
            assertThat(host.getBean(CamelContext.class).isStarted()).isTrue();
        }
    }

    @Test
    void placeholderOfAKameletThatNoRouteHasStopsNobody(CapturedOutput output) {
        try (ConfigurableApplicationContext host =
                start(Asking.class, "--camel.kamelet.openrouter-embeddings-action.api-key=${MISSING}")) {
            CamelContext context = host.getBean(CamelContext.class);
            assertThat(context.isStarted()).isTrue();
            assertThatThrownBy(() -> context.createProducerTemplate()
                            .requestBody("kamelet:openrouter-embeddings-action?model=a/b", "Hello"))
                    .rootCause()
                    .hasMessage("The Kamelet property apiKey holds a placeholder that cannot be resolved.");
        }
    }

    /** The Kamelet lists its properties, which Camel does not do with Boot's. */
    @Test
    void propertiesOfKameletsAreReadFromBootsFiles() throws Exception {
        try (ConfigurableApplicationContext host =
                start("--camel.kamelet.openrouter-chat-action.model=openai/gpt-4o-mini")) {
            CamelContext context = host.getBean(CamelContext.class);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:ask").to("kamelet:openrouter-chat-action");
                }
            });

            String answer = context.createProducerTemplate().requestBody("direct:ask", "Hello", String.class);

            assertThat(answer).contains("standing in for openai/gpt-4o-mini");
        }
    }

    static class Asking {

        @Bean
        RouteBuilder ask() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:ask").to("kamelet:openrouter-chat-action");
                }
            };
        }
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        return start(Application.class, arguments);
    }

    /** @param more that of a test, beside the application's */
    private static ConfigurableApplicationContext start(Class<?> more, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--server.port=0");
        return new SpringApplicationBuilder(Application.class, more).run(all.toArray(String[]::new));
    }
}
