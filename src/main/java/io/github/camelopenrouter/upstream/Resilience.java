/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;

/** What stands against a failing upstream in one instance: clocks, retries and circuit breakers, as steps of its routes. */
public final class Resilience {

    private final Clock clock;
    private final Watchdog watchdog;
    private final RetryPolicy policy;
    private final VendorBreakers breakers;

    public Resilience(Clocks clocks, RetryOptions retries, BreakerOptions breakers) {
        this.clock = Clock.systemUTC();
        this.watchdog = new Watchdog(clocks);
        this.policy = new RetryPolicy(
                retries, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
        this.breakers = new VendorBreakers(breakers, clock);
    }

    /** From now on clocks that run out end their calls. */
    public void start(ScheduledExecutorService timer) {
        watchdog.start(timer);
    }

    public VendorBreakers breakers() {
        return breakers;
    }

    public Processor beginAttempt() {
        return new BeginAttempt(watchdog, policy, System::nanoTime);
    }

    public Processor pinVendor() {
        return new PinVendor(breakers);
    }

    /** Whether a failed attempt is followed by another. */
    public RetryPolicy retries() {
        return policy;
    }

    public Processor retryOnStatus() {
        return new RetryOnStatus(policy, clock);
    }

    public Predicate retryOnFailure() {
        return new RetryOnFailure(policy);
    }

    public Predicate retryWithOtherModel() {
        return new RetryWithOtherModel(policy, breakers);
    }

    public Processor markRetriesExhausted() {
        return policy::markExhausted;
    }

    public Processor openBreakerResponse() {
        return new OpenBreakerResponse(breakers);
    }
}
