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
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A Resilience4j circuit breaker that knows when it will let the next call through. */
final class VendorBreaker {

    private final CircuitBreaker breaker;
    private final Clock clock;
    private volatile Instant openUntil = Instant.MIN;

    VendorBreaker(CircuitBreaker breaker, Duration wait, Clock clock) {
        this.breaker = breaker;
        this.clock = clock;
        breaker.getEventPublisher().onStateTransition(change -> {
            boolean opened = change.getStateTransition().getToState() == State.OPEN;
            openUntil = opened ? clock.instant().plus(wait) : Instant.MIN;
        });
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    /** Whether a call would be refused now. */
    boolean isOpen() {
        return !clock.instant().isAfter(openUntil);
    }

    /** How long calls will still be refused, zero if they are not. */
    Duration remaining() {
        return isOpen() ? Duration.between(clock.instant(), openUntil) : Duration.ZERO;
    }
}
