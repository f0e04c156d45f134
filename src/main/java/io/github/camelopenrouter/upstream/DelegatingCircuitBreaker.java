/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Answers as OpenRouter's own breaker wherever no single call is meant: who looks at the state or changes it, through JMX
 * for example, sees and changes that one. Permission and result are left to {@link PinnedBreaker}.
 */
abstract class DelegatingCircuitBreaker implements CircuitBreaker {

    /** OpenRouter's own. */
    abstract CircuitBreaker platform();

    @Override
    public State getState() {
        return platform().getState();
    }

    @Override
    public CircuitBreakerConfig getCircuitBreakerConfig() {
        return platform().getCircuitBreakerConfig();
    }

    @Override
    public Metrics getMetrics() {
        return platform().getMetrics();
    }

    @Override
    public Map<String, String> getTags() {
        return platform().getTags();
    }

    @Override
    public EventPublisher getEventPublisher() {
        return platform().getEventPublisher();
    }

    @Override
    public long getCurrentTimestamp() {
        return platform().getCurrentTimestamp();
    }

    @Override
    public TimeUnit getTimestampUnit() {
        return platform().getTimestampUnit();
    }

    @Override
    public String getName() {
        return platform().getName();
    }

    @Override
    public void reset() {
        platform().reset();
    }

    @Override
    public void transitionToClosedState() {
        platform().transitionToClosedState();
    }

    @Override
    public void transitionToOpenState() {
        platform().transitionToOpenState();
    }

    @Override
    public void transitionToOpenStateFor(Duration waitDuration) {
        platform().transitionToOpenStateFor(waitDuration);
    }

    @Override
    public void transitionToOpenStateUntil(Instant waitUntil) {
        platform().transitionToOpenStateUntil(waitUntil);
    }

    @Override
    public void transitionToHalfOpenState() {
        platform().transitionToHalfOpenState();
    }

    @Override
    public void transitionToDisabledState() {
        platform().transitionToDisabledState();
    }

    @Override
    public void transitionToMetricsOnlyState() {
        platform().transitionToMetricsOnlyState();
    }

    @Override
    public void transitionToForcedOpenState() {
        platform().transitionToForcedOpenState();
    }
}
