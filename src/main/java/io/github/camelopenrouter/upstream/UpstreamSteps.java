/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.response.AccountErrors;
import io.github.camelopenrouter.response.filter.ResponseFilters;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.health.HealthCheck;
import org.jspecify.annotations.Nullable;

/** The steps of one instance's call to OpenRouter, and what they share: clocks, retries and circuit breakers. */
public final class UpstreamSteps {

    private final Clock clock;
    private final Watchdog watchdog;
    private final RetryPolicy policy;
    private final VendorBreakers breakers;
    private final ResponseFilters filters;
    private final @Nullable AccountErrors accounts;

    /** @param accounts say what clients see of OpenRouter's errors; null for all of it */
    public UpstreamSteps(
            TimeoutSettings timeouts,
            RetrySettings retries,
            CircuitBreakerSettings breakers,
            ResponseFilters filters,
            @Nullable AccountErrors accounts) {
        this.clock = Clock.systemUTC();
        this.watchdog = new Watchdog(timeouts);
        this.policy = new RetryPolicy(
                retries, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
        this.breakers = new VendorBreakers(breakers, clock);
        this.filters = filters;
        this.accounts = accounts;
    }

    /** From now on clocks that run out end their calls. */
    public void start(ScheduledExecutorService timer) {
        watchdog.start(timer);
    }

    public VendorBreakers breakers() {
        return breakers;
    }

    public Processor beginAttempt() {
        return new BeginAttempt(watchdog, policy, filters, System::nanoTime);
    }

    public Processor headers(String userAgent, AppSettings app) {
        return new UpstreamRequest(userAgent, app);
    }

    /** @param keys of a label, the latest first */
    public Processor generationRequest(Function<String, List<UpstreamKey>> keys, String userAgent) {
        return new GenerationRequest(watchdog, keys, userAgent);
    }

    public Processor generationAnswer() {
        return new GenerationAnswer();
    }

    public Processor pinVendor() {
        return new PinVendor(breakers);
    }

    /** The breaker that the route's Circuit Breaker EIP asks, for all vendors. */
    public CircuitBreaker pinnedBreaker() {
        return new PinnedBreaker(breakers);
    }

    public Processor inspectFirstEvent() {
        return new InspectFirstEvent(accounts);
    }

    public Processor detachResponseStream() {
        return new DetachResponseStream();
    }

    public Processor closeOnFailure() {
        return new CloseOnFailure();
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

    public Processor countAttempts() {
        return UpstreamCall::countAttempts;
    }

    public Processor openBreakerResponse() {
        return new OpenBreakerResponse(breakers);
    }

    public Processor responseCheck() {
        return new UpstreamResponseCheck(accounts);
    }

    /** Answers an operator who asks for the circuit breakers. */
    public Processor breakersReport() {
        return new BreakersReport(breakers, clock);
    }

    public HealthCheck health(String id) {
        return new VendorsHealth(id, breakers);
    }
}
