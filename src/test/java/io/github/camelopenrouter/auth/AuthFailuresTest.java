/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.error.ForbiddenException;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.testing.Exchanges;
import io.github.camelopenrouter.testing.Given;
import io.github.camelopenrouter.testing.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthFailuresTest {

    private final ManualTime time = new ManualTime();

    @Test
    void beyondSoManyAMinuteAnAddressHasToWait() {
        AuthFailures failures = new AuthFailures(3, time);
        for (int n = 0; n < 3; n++) {
            assertThat(failures.secondsToWait("192.0.2.1")).isZero();
            time.advanceMillis(1_000);
        }
        assertThat(failures.secondsToWait("192.0.2.1")).isEqualTo(57);
        assertThat(failures.secondsToWait("192.0.2.2")).isZero();
        time.advanceMillis(56_999);
        assertThat(failures.secondsToWait("192.0.2.1")).isEqualTo(1);
        time.advanceMillis(1);
        assertThat(failures.secondsToWait("192.0.2.1")).isZero();
    }

    @Test
    void remembersSoManyAddressesAtMost() {
        AuthFailures failures = new AuthFailures(1, time);
        for (int n = 0; n <= AuthFailures.MOST_ADDRESSES; n++) {
            assertThat(failures.secondsToWait("address-" + n)).isZero();
        }
        assertThat(failures.secondsToWait("address-" + AuthFailures.MOST_ADDRESSES))
                .isPositive();
        assertThat(failures.secondsToWait("address-0")).isZero();
    }

    @Test
    void onlyA401Counts() {
        AuthFailures failures = new AuthFailures(1, time);
        OpenRouterException forbidden = new ForbiddenException("No.");
        OpenRouterException unknown = OpenRouterException.unknownKey();

        for (int n = 0; n < 3; n++) {
            assertThat(failures.answer(Exchanges.empty(), forbidden)).isSameAs(forbidden);
        }
        assertThat(failures.answer(Exchanges.empty(), unknown)).isSameAs(unknown);
        assertThat(failures.answer(Exchanges.empty(), forbidden)).isSameAs(forbidden);
        assertThat(failures.answer(Exchanges.empty(), unknown).status()).isEqualTo(429);
    }

    @Test
    void switchedOffItCountsNothing() {
        AuthFailures failures = new AuthFailures(0, time);
        OpenRouterException unknown = OpenRouterException.unknownKey();
        for (int n = 0; n < 100; n++) {
            assertThat(failures.answer(Exchanges.empty(), unknown)).isSameAs(unknown);
        }
        assertThat(time.getAsLong()).isEqualTo(-Duration.ofDays(1).toNanos());
    }

    @ParameterizedTest
    @CsvSource({"1/min,1", "20/min,20", "1000000/min,1000000", "off,0", "OFF,0"})
    void readsTheSetting(String text, int limit) {
        assertThat(Given.settings("openrouter.auth.failures", text).get(AuthSettings.AUTH_FAILURES))
                .isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/min", "20", "20/s", "1000001/min", "-1/min", "9999999999/min", "none"})
    void refusesOtherRates(String text) {
        assertThatThrownBy(() -> Given.settings("openrouter.auth.failures", text))
                .isInstanceOf(SettingException.class)
                .hasMessage("openrouter.auth.failures is \"" + text
                        + "\", but must be off or a number a minute from 1/min to 1000000/min.");
    }

    @Test
    void whoHasANetworkOfAddressesHasOne() {
        assertThat(AuthFailures.network("2001:db8::1")).isEqualTo(AuthFailures.network("2001:db8::ffff:1"));
        assertThat(AuthFailures.network("2001:db8::1")).isNotEqualTo(AuthFailures.network("2001:db8:0:1::1"));
        assertThat(AuthFailures.network("192.0.2.1")).isEqualTo("192.0.2.1");
    }
}
