/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.balance.BalanceSettings;
import io.github.camelopenrouter.balance.Balancer;
import io.github.camelopenrouter.body.Requests;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** Aliases for one model and for several. */
class ModelGroupsTest {

    private final Random random = new Random(1);
    private final ModelGroups groups = new ModelGroups(
            Map.of(
                    "fast", List.of(model("openai/mini", 1), model("openrouter/google/flash", 2)),
                    "one", List.of(model("openrouter/openai/gpt-4o", 1)),
                    "same", List.of(model("a/b", 1), model("openrouter/a/b", 1))),
            weights -> new Balancer(
                    weights,
                    new BalanceSettings(true, Duration.ofSeconds(10)),
                    name -> true,
                    System::nanoTime,
                    random::nextDouble));

    private final ModelName rule = new ModelName(groups, (vendor, name) -> vendor + "/" + name);

    @Test
    void onlySeveralModelsAreAGroup() {
        assertThat(groups.groups()).containsOnlyKeys("fast");
        assertThat(groups.members("fast")).containsExactly("openai/mini", "google/flash");
        assertThat(groups.members("same")).containsExactly("a/b");
        assertThat(groups.members("other")).isNull();
    }

    @Test
    void groupIsOneOfItsModels() {
        Set<String> sent = new HashSet<>();
        for (int request = 0; request < 50; request++) {
            Exchange exchange = Requests.withBody(Requests.bytes("{\"model\":\"fast\",\"n\":1}"));
            sent.add(Requests.sent(exchange, rule));
            assertThat(exchange.getProperty(OpenRouterConstants.MODEL_GROUP)).isEqualTo("fast");
            assertThat(exchange.getProperty(OpenRouterConstants.REQUESTED_MODEL))
                    .isEqualTo("fast");
            assertThat(exchange.getProperty(OpenRouterConstants.SENT_MODEL)).isIn("openai/mini", "google/flash");
        }
        assertThat(sent)
                .containsExactlyInAnyOrder(
                        "{\"model\":\"openai/mini\",\"n\":1}", "{\"model\":\"google/flash\",\"n\":1}");
    }

    @Test
    void aliasOfOneModelIsNoGroup() {
        Exchange exchange = Requests.withBody(Requests.bytes("{\"model\":\"one\"}"));
        assertThat(Requests.sent(exchange, rule)).isEqualTo("{\"model\":\"openai/gpt-4o\"}");
        assertThat(exchange.getProperty(OpenRouterConstants.MODEL_GROUP)).isNull();
    }

    @Test
    void groupInAListIsAllItsModelsInTheirOrder() {
        assertThat(Requests.sent("{\"model\":\"a/b\",\"models\":[\"x/\\u0079\",\"fast\",\"one\"]}", rule))
                .isEqualTo("{\"model\":\"a/b\",\"models\":[\"x/\\u0079\",\"openai/mini\",\"google/flash\","
                        + "\"openai/gpt-4o\"]}");
    }

    @Test
    void entryOfAnthropicsFallbacksIsRepeatedForEachModel() {
        assertThat(Requests.sent("{\"model\":\"a/b\",\"fallbacks\":[{\"model\":\"fast\",\"x\":1.0}]}", rule))
                .isEqualTo("{\"model\":\"a/b\",\"fallbacks\":[{\"model\":\"openai/mini\",\"x\":1.0},"
                        + "{\"model\":\"google/flash\",\"x\":1.0}]}");
    }

    @Test
    void fallbacksOfTheSettingsMayNameAliases() {
        assertThat(groups.expand(Map.of("m", List.of("google/flash", "fast", "z/1", "one"))))
                .containsEntry("m", List.of("google/flash", "openai/mini", "z/1", "openai/gpt-4o"));
    }

    private static WeightedModel model(String name, double weight) {
        return new WeightedModel(name, weight);
    }
}
