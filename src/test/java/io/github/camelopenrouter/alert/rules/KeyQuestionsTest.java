/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.balance.BalanceSettings;
import io.github.camelopenrouter.config.ApiKey;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.upstream.keys.KeyPool;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of keys when OpenRouter answers for some of them, or for none. */
@Timeout(60)
class KeyQuestionsTest {

    private static final String LITTLE = "{\"data\":{\"limit\":10,\"limit_remaining\":0.5}}";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final KeyPool keys = new KeyPool(
            "openrouter.api-key", BalanceSettings.of(Settings.load(context, "")), System::nanoTime, () -> 0.5);

    private final KeyQuestions questions =
            new KeyQuestions(context, List.of(new WatchedGateway("red", "openrouter-", null, keys)));

    @BeforeEach
    void start() {
        keys.replace(List.of(new ApiKey("a", "sk-a", 1), new ApiKey("b", "sk-b", 1)));
        context.start();
    }

    @AfterEach
    void stop() throws IOException {
        context.close();
    }

    @Test
    void withoutTheRouteNobodyIsAsked() {
        assertThatThrownBy(questions::ask).hasMessage("OpenRouter has said nothing of its keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<p>not now</p>",
                "{}",
                "{\"data\":[]}",
                "{\"data\":{\"expires_at\":\"never\"}}",
                "null",
                "500",
                "exception"
            })
    void ofAKeyThatIsNotAnsweredForTheLastAnswerHolds(String answer) throws Exception {
        route();
        answers.put("a", LITTLE);
        answers.put("b", "{\"data\":{\"limit\":10,\"limit_remaining\":9}}");
        questions.ask();
        answers.put("a", answer);
        answers.put("b", "{\"data\":{\"limit\":10,\"limit_remaining\":8}}");

        assertThat(questions.ask())
                .containsExactlyInAnyOrder(
                        new KeyFacts("red/a", BigDecimal.TEN, new BigDecimal("0.5"), null),
                        new KeyFacts("red/b", BigDecimal.TEN, new BigDecimal("8"), null));
    }

    @Test
    void aKeyThatIsGoneIsForgotten() throws Exception {
        route();
        answers.putAll(Map.of("a", LITTLE, "b", LITTLE));
        assertThat(questions.ask()).hasSize(2);
        keys.replace(List.of(new ApiKey("b", "sk-b", 1)));
        assertThat(questions.ask()).extracting(KeyFacts::subject).containsExactly("red/b");
    }

    @Test
    void withoutKeysThereIsNothingToSay() throws Exception {
        assertThat(new KeyQuestions(context, List.of()).ask()).isEmpty();
    }

    private void route() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:openrouter-generation")
                        .routeId("openrouter-generation")
                        .process(KeyQuestionsTest.this::answer);
            }
        });
    }

    private void answer(Exchange exchange) throws IOException {
        String answer = answers.get(exchange.getProperty(OpenRouterConstants.KEY_LABEL, String.class));
        if (answer.equals("exception")) {
            throw new IOException("away");
        }
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, answer.equals("500") ? 500 : 200);
        exchange.getMessage().setBody(answer.equals("null") ? null : answer.getBytes(UTF_8));
    }
}
