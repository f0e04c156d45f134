/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallTimesTest {

    private final CallTimes times = new CallTimes();

    @Test
    void areExactWhileTheyAreFew() {
        for (int call = 0; call < 1000; call++) {
            times.add(new DoubleNode(1000 * (1 + call % 100) + 0.4));
        }

        assertThat(times.percentile(50)).isEqualTo(50_000);
        assertThat(times.percentile(95)).isEqualTo(95_000);
        assertThat(times.percentile(99)).isEqualTo(99_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void areWithinTwoPercentWhereTheyAreMany(int step) {
        for (int call = 10_000; call >= 1; call--) {
            times.add(new DoubleNode((double) call * step));
        }

        assertThat(times.percentile(50)).isCloseTo(5_000 * step, Percentage.withPercentage(2));
        assertThat(times.percentile(95)).isCloseTo(9_500 * step, Percentage.withPercentage(2));
        assertThat(times.percentile(100)).isCloseTo(10_000 * step, Percentage.withPercentage(2));
    }

    @Test
    void takeWhateverSomebodyHasWritten() {
        assertThat(times.percentile(50)).isNull();
        times.add(new TextNode("soon"));
        assertThat(times.percentile(50)).isNull();

        times.add(new DoubleNode(-5));
        times.add(new DoubleNode(1e300));

        assertThat(times.percentile(50)).isZero();
        assertThat(times.percentile(99)).isEqualTo(Integer.MAX_VALUE);
    }
}
