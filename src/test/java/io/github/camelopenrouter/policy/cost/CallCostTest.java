/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallCostTest {

    private static CallCost cost(String fixed, String perOutputToken, long outputTokens) {
        return new CallCost(new BigDecimal(fixed), new BigDecimal(perOutputToken), 1, outputTokens, true, null);
    }

    @Test
    void isWhatIsFixedAndWhatMayBeWritten() {
        assertThat(cost("0.0001", "0.000002", 1000).amount()).isEqualByComparingTo("0.0021");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0001, 0.000002, 0.0021,     1000",
        "0.0001, 0.000002, 5,          1000",
        "0.0001, 0.000002, 0.002099,   999",
        "0.0001, 0.000002, 0.002098,   999",
        "0.0001, 0.000002, 0.00020001, 50",
        "0.0001, 0.000002, 0.0001,     0",
        "0.0001, 0.000002, 0.00009,    0",
        "0.0001, 0.000002, 0,          0",
        "0.0001, 0.000002, -1,         0",
        "0.0001, 0,        0.0001,     1000",
        "0.0001, 0,        0.00009,    0",
        "0,      0.000003, 0.00001,    3"
    })
    void saysHowManyTokensWouldHaveFitted(String fixed, String perOutputToken, BigDecimal left, long tokens) {
        assertThat(cost(fixed, perOutputToken, 1000).outputTokensWithin(left)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1000, true", "0, 0.000001, 0, false", "0.1, 0, 0, false"})
    void isFreeWhereNothingOfItCosts(String fixed, String perOutputToken, long tokens, boolean free) {
        assertThat(cost(fixed, perOutputToken, tokens).isFree()).isEqualTo(free);
    }

    @Test
    void whatNobodyKnowsIsNotFree() {
        assertThat(CallCost.NONE.isFree()).isTrue();
        assertThat(CallCost.NONE.withUnknown("a/b").isFree()).isFalse();
    }
}
