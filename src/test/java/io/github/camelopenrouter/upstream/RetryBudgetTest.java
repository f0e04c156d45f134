/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.ManualTime;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much may be tried again. */
class RetryBudgetTest {

    private final ManualTime time = new ManualTime();
    private final RetryBudget budget = new RetryBudget(20, time);

    @Test
    void grantsTenWithoutAnyTraffic() {
        assertThat(granted(1000)).isEqualTo(10);
    }

    @Test
    void grantsItsShareOfTheCalls() {
        calls(budget, 1000);
        assertThat(granted(1000)).isEqualTo(200);
    }

    @Test
    void neverGrantsMoreThanItsShareWhileEverythingFails() {
        long retries = 0;
        for (int call = 0; call < 10_000; call++) {
            time.advanceMillis(1);
            budget.call();
            retries += granted(2);
        }
        assertThat(retries).isLessThanOrEqualTo(10 + 10_000 * 20 / 100);
    }

    @Test
    void forgetsAfterTenSeconds() {
        calls(budget, 1000);
        assertThat(granted(1000)).isEqualTo(200);
        time.advanceMillis(9_000);
        assertThat(granted(1)).isZero();
        time.advanceMillis(1_000);
        assertThat(granted(1000)).as("calls and retries of then count no more").isEqualTo(10);
    }

    @Test
    void forgetsAllAfterALongRest() {
        calls(budget, 1000);
        time.advanceMillis(3_600_000);
        assertThat(granted(1000)).isEqualTo(10);
    }

    @Test
    void grantsNothingAtZeroPercent() {
        RetryBudget none = new RetryBudget(0, time);
        calls(none, 1000);
        assertThat(none.take()).isFalse();
    }

    private long granted(int asked) {
        return IntStream.range(0, asked).filter(n -> budget.take()).count();
    }

    private static void calls(RetryBudget budget, int number) {
        IntStream.range(0, number).forEach(n -> budget.call());
    }
}
