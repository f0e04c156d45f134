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

import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.testing.Exchanges;
import io.github.camelopenrouter.testing.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a try is followed by another, and when. */
class RetryPolicyTest {

    private static final Duration NONE = Duration.ZERO;

    private final ManualTime time = new ManualTime();
    private final UpstreamCall call =
            new UpstreamCall(ClientLink.of(Exchanges.empty()), new Watchdog(Exchanges.NO_CLOCKS), time);
    private double random;

    @ParameterizedTest
    @CsvSource({"1,500", "2,1000", "3,2000", "4,4000", "5,8000", "6,10000", "10,10000"})
    void doublesTheWaitUpToTheLongest(int tries, long millis) {
        random = 1;
        assertThat(waitAfter(tries, NONE)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"0,250", "0.5,375", "1,500"})
    void leavesHalfOfTheWaitToChance(double chance, long millis) {
        random = chance;
        assertThat(waitAfter(1, NONE)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void neverWaitsLessThanItIsAskedTo() {
        assertThat(waitAfter(1, Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void waitsLongerThanItIsAskedToWhereItWouldAnyway() {
        random = 1;
        assertThat(waitAfter(3, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void leavesAWaitBeyondTheLongestToTheClient() {
        call.next(false);
        RetryPolicy policy = policy(10);
        assertThat(policy.grantsAnother(call, Duration.ofMillis(10_001))).isFalse();
        assertThat(policy.grantsAnother(call, Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void doesNotTryMoreOftenThanItIsAllowedTo() {
        RetryPolicy policy = policy(2);
        for (int tries = 1; tries <= 2; tries++) {
            call.next(false);
            assertThat(policy.grantsAnother(call, NONE)).isTrue();
        }
        call.next(false);
        assertThat(policy.grantsAnother(call, NONE)).isFalse();
        assertThat(policy.isSpent(call)).isTrue();
    }

    @Test
    void callThatWasTriedOnceIsNotSpent() {
        call.next(false);
        assertThat(policy(0).isSpent(call)).isFalse();
    }

    @Test
    void asksTheBudgetOnlyForWhatIsPossible() {
        RetryPolicy policy = policy(10);
        call.next(false);
        for (int refused = 0; refused < 100; refused++) {
            assertThat(policy.grantsAnother(call, Duration.ofHours(1))).isFalse();
        }
        assertThat(policy.grantsAnother(call, NONE)).isTrue();
    }

    private Duration waitAfter(int tries, Duration asked) {
        for (int n = 0; n < tries; n++) {
            call.next(false);
        }
        assertThat(policy(10).grantsAnother(call, asked)).isTrue();
        return call.waitBeforeNext();
    }

    private RetryPolicy policy(int attempts) {
        RetrySettings options = new RetrySettings(attempts, Duration.ofMillis(500), Duration.ofSeconds(10), 20);
        return new RetryPolicy(options, time, () -> random);
    }
}
