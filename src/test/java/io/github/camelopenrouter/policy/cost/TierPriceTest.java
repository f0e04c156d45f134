/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import static io.github.camelopenrouter.policy.cost.PricedModels.PROMPT;
import static io.github.camelopenrouter.policy.cost.PricedModels.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.Operation;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many times the price of the list is held: 0.0001 for the prompt and 0.00002 for ten tokens of output. */
class TierPriceTest {

    private static CallCost cost(String model, String fields) {
        return PricedModels.estimate()
                .of(
                        Operation.MESSAGES,
                        request("{'model':'" + model + "','max_tokens':10" + fields + "}"),
                        List.of(),
                        PROMPT,
                        PROMPT);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`,'service_tier':null`,                                 0.00012",
                "`,'service_tier':'auto'`,                               0.00012",
                "`,'service_tier':'default'`,                            0.00012",
                "`,'service_tier':'standard_only'`,                      0.00012",
                "`,'service_tier':'flex'`,                               0.00012",
                "`,'service_tier':'priority'`,                           0.00036",
                "`,'service_tier':'fast'`,                               0.00036",
                "`,'service_tier':'scale'`,                              0.00036",
                "`,'service_tier':'ultrafast'`,                          0.00072",
                "`,'speed':'standard'`,                                  0.00012",
                "`,'speed':'fast'`,                                      0.00072",
                "`,'speed':1.5`,                                         0.00012",
                "`,'speed':'fast','service_tier':'priority'`,            0.00072",
                "`,'provider':{'only':['openai']}`,                      0.00012",
                "`,'provider':{'only':['openai','openai/priority']}`,    0.00036",
                "`,'provider':{'order':['OpenAI/Priority']}`,            0.00036",
                "`,'provider':{'order':['google-vertex/us/priority']}`,  0.00036",
                "`,'provider':{'only':['deepinfra/turbo']}`,             0.00012",
                "`,'provider':{'order':['openai/flex']}`,                0.00012",
                "`,'provider':{'ignore':['openai/priority']}`,           0.00012",
                "`,'provider':null`,                                     0.00012"
            })
    void isThatOfTheDearestThatIsAskedFor(String fields, BigDecimal amount) {
        CallCost cost = cost("a/plain", fields);

        assertThat(cost.unknown()).isNull();
        assertThat(cost.amount()).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @ValueSource(strings = {",'service_tier':'tomorrows'", ",'service_tier':7", ",'speed':'furious'"})
    void whatNobodyKnowsHasNoPrice(String fields) {
        assertThat(cost("a/plain", fields).unknown()).isEqualTo("a/plain");
    }

    @ParameterizedTest
    @CsvSource({"a/plain:nitro, 0.00036", "a/plain, 0.00012"})
    void oneVariantMayBeServedByADearerTier(String model, BigDecimal amount) {
        assertThat(cost(model, "").amount()).isEqualByComparingTo(amount);
    }
}
