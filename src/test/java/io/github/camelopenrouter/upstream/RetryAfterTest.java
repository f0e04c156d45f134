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
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upstream may say, and what else it says. */
class RetryAfterTest {

    private final ManualTime noon = new ManualTime();

    @ParameterizedTest
    @CsvSource({"0,0", "1,1000", "' 17 ',17000", "1.5,1500", "999999999,999999999000"})
    void readsSeconds(String header, long millis) {
        assertThat(RetryAfter.parse(header, noon)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Tue, 04 Aug 2026 12:00:30 GMT|30",
                "Wed, 05 Aug 2026 12:00:00 GMT|86400",
                "Tue, 4 Aug 2026 12:00:01 GMT|1",
                "Tue, 04 Aug 2026 12:00:00 GMT|0",
            })
    void readsADate(String header, long seconds) {
        assertThat(RetryAfter.parse(header, noon)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void dateInThePastIsNoWait() {
        assertThat(RetryAfter.parse("Mon, 03 Aug 2026 12:00:00 GMT", noon)).isZero();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {"soon", "-1", "1e9", "+5", "1,5", "99999999999999999999", "Tue, 99 Aug 2026 12:00:30 GMT", "١"})
    void nonsenseIsNoWait(String header) {
        assertThat(RetryAfter.parse(header, noon)).isZero();
    }

    @Test
    void headerMayBeANumber() {
        assertThat(RetryAfter.parse(3, noon)).isEqualTo(Duration.ofSeconds(3));
    }
}
