/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {

    /** Those with hours and minutes are from Go's own time.Duration. */
    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "600000000, 600ms",
        "1000000000, 1s",
        "1500000000, 1.5s",
        "59999000000, 59.999s",
        "59999000001, 1m0s",
        "360000000000, 6m0s",
        "3600000000000, 1h0m0s",
        "86370500000000, 23h59m30.5s",
        "86400000000000, 24h0m0s"
    })
    void isWrittenAsGoDoes(long nanos, String text) {
        assertThat(GoDuration.of(Duration.ofNanos(nanos))).isEqualTo(text);
    }
}
