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

import io.github.camelopenrouter.testing.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateBucketTest {

    private final ManualTime time = new ManualTime();

    @Test
    void isFullAtFirstAndFillsEvenly() {
        RateBucket bucket = bucket("60/min");
        assertThat(bucket.take(60)).isZero();
        assertThat(bucket.take(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(bucket.left().untilFull()).isEqualTo(Duration.ofMinutes(1));
        time.advance(Duration.ofSeconds(2));
        assertThat(bucket.left().remaining()).isEqualTo(2);
        assertThat(bucket.take(2)).isZero();
        assertThat(bucket.take(1)).isPositive();
    }

    @Test
    void neverHoldsMoreThanItsAmount() {
        RateBucket bucket = bucket("10/min");
        bucket.take(3);
        bucket.giveBack(7);
        time.advance(Duration.ofHours(1));
        assertThat(bucket.left().remaining()).isEqualTo(10);
        assertThat(bucket.take(11)).isPositive();
    }

    @Test
    void paysOffItsDebtFirst() {
        RateBucket bucket = bucket("60/min");
        bucket.takeAnyway(90);
        assertThat(bucket.left().remaining()).isZero();
        assertThat(bucket.left().untilFull()).isEqualTo(Duration.ofSeconds(90));
        assertThat(bucket.take(1)).isEqualTo(Duration.ofSeconds(31));
    }

    @ParameterizedTest
    @CsvSource({"5/min, 12000", "5/hour, 720000", "5/day, 17280000"})
    void oneComesBackInItsPartOfTheTime(String rate, long millis) {
        RateBucket bucket = bucket(rate);
        bucket.take(5);
        assertThat(bucket.take(1)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void theLargestRateOfAPolicyIsAsGoodAsNone() {
        RateBucket bucket = bucket("999999999999/min");
        assertThat(bucket.take(10_000_000_000L)).isZero();
    }

    private RateBucket bucket(String rate) {
        return new RateBucket("team 'a'", Quantity.TOKENS, Rate.parse(rate), time);
    }
}
