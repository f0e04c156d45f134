/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.balance.BalanceOptions;
import io.github.camelopenrouter.config.Balance;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.upstream.BreakerOptions;
import io.github.camelopenrouter.upstream.Clocks;
import io.github.camelopenrouter.upstream.RetryOptions;
import java.time.Duration;

/** What the settings mean to the parts that know none: clocks, retries, circuit breakers and balancing. */
final class InstanceOptions {

    private static final Duration STREAM_RESPONSE = Duration.ofSeconds(60);
    private static final Duration PLAIN_RESPONSE = Duration.ofSeconds(300);

    private InstanceOptions() {}

    static Clocks clocks(Settings settings) {
        return new Clocks(
                settings.timeoutResponse().orElse(STREAM_RESPONSE),
                settings.timeoutResponse().orElse(PLAIN_RESPONSE),
                settings.timeoutFirstEvent(),
                settings.timeoutIdle(),
                settings.timeoutStalled(),
                settings.timeoutTotal());
    }

    static RetryOptions retries(Settings settings) {
        return new RetryOptions(
                settings.retryAttempts(), settings.retryDelay(), settings.retryMaxDelay(), settings.retryBudget());
    }

    static BreakerOptions breakers(Settings settings) {
        return new BreakerOptions(
                settings.isCircuitBreakerEnabled(),
                settings.circuitBreakerFailureRate(),
                settings.circuitBreakerWindow(),
                settings.circuitBreakerMinimumCalls(),
                settings.circuitBreakerWait(),
                settings.circuitBreakerHalfOpenCalls(),
                settings.circuitBreakerSettle(),
                settings.circuitBreakerSettle().plus(settings.timeoutFirstEvent()),
                settings.circuitBreakerMaxVendors());
    }

    static BalanceOptions balancing(Settings settings) {
        return new BalanceOptions(settings.balance() == Balance.ADAPTIVE, settings.balanceHalfLife());
    }
}
