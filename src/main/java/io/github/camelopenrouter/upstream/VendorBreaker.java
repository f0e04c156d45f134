/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.error.OpenRouterException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Resilience4j circuit breaker for calls that take long: whoever gets a {@link Permission} settles it once, perhaps
 * minutes later. Between two state transitions lies a period; a result counts only in the period in which its permission
 * was given, so streams that began before the breaker opened neither close it nor let more probes through.
 *
 * <p>Knows when it will let the next call through, and logs when it opens and closes.
 */
final class VendorBreaker {

    private static final Logger LOG = LoggerFactory.getLogger(VendorBreaker.class);

    private final CircuitBreaker breaker;
    private final String who;
    private final CircuitBreakerSettings options;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private long period;
    private long round;
    private int probes;
    private Instant lastProbe = Instant.MIN;
    private String lastFailure = "nothing known";

    private volatile Instant openUntil = Instant.MIN;

    /** @param who it is about, in the log */
    VendorBreaker(CircuitBreaker breaker, String who, CircuitBreakerSettings options, Clock clock) {
        this.breaker = breaker;
        this.who = who;
        this.options = options;
        this.clock = clock;
        breaker.getEventPublisher()
                .onStateTransition(change -> begins(change.getStateTransition().getToState()));
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    /** Whether a call would be refused now. */
    boolean isOpen() {
        return !clock.instant().isAfter(openUntil);
    }

    /** How many calls would go through now. */
    Passage passage() {
        State state = breaker.getState();
        if (state == State.HALF_OPEN || state == State.OPEN && !isOpen()) {
            return Passage.SOME;
        }
        return state == State.OPEN ? Passage.NONE : Passage.ALL;
    }

    /** Whether it keeps calls back now, or one is under way to see whether it still must; not where nobody would notice. */
    boolean holdsBack() {
        lock.lock();
        try {
            return isOpen() || breaker.getState() == State.HALF_OPEN && probes > 0;
        } finally {
            lock.unlock();
        }
    }

    /** How long calls will still be refused, zero if they are not. */
    Duration remaining() {
        return isOpen() ? Duration.between(clock.instant(), openUntil) : Duration.ZERO;
    }

    /** @throws CallNotPermittedException while calls are refused */
    Permission acquire() {
        lock.lock();
        try {
            giveUpSilentProbes();
            breaker.acquirePermission();
            if (breaker.getState() == State.HALF_OPEN) {
                probes++;
                lastProbe = clock.instant();
            }
            return new Permission(period, round);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Probes that show nothing for so long must not hold the breaker half-open for ever: as many others may begin. What
     * they still come to counts all the same, else a vendor that takes its time over each answer would never be back.
     */
    private void giveUpSilentProbes() {
        boolean silent = probes > 0 && !clock.instant().isBefore(lastProbe.plus(options.probePatience()));
        if (silent && breaker.getState() == State.HALF_OPEN) {
            round++;
            while (probes > 0) {
                probes--;
                breaker.releasePermission();
            }
        }
    }

    private void begins(State state) {
        lock.lock();
        try {
            period++;
            probes = 0;
            openUntil = state == State.OPEN ? clock.instant().plus(options.openWait()) : Instant.MIN;
            if (state == State.OPEN) {
                LOG.warn(
                        "Calls for {} are refused until {}: {} % of its last {} calls failed, the last one by: {}",
                        who,
                        openUntil.truncatedTo(ChronoUnit.MILLIS),
                        Math.round(breaker.getMetrics().getFailureRate()),
                        breaker.getMetrics().getNumberOfBufferedCalls(),
                        lastFailure);
            } else if (state == State.CLOSED) {
                LOG.info("Calls for {} go through again: it has answered those that tried", who);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The leave to make one call. Each method counts once at most, and only while the breaker's state has not changed. */
    final class Permission {

        private long given;
        private final long inRound;

        private Permission(long given, long inRound) {
            this.given = given;
            this.inRound = inRound;
        }

        /** @param nanos the time to the first event */
        void succeeded(long nanos) {
            settle(() -> breaker.onSuccess(nanos, TimeUnit.NANOSECONDS));
        }

        /**
         * @param nanos the time to the first event
         * @param why for the log
         */
        void failed(long nanos, String why) {
            settle(() -> fail(nanos, why));
        }

        /** It says nothing of the vendor: another call may have the place. */
        void released() {
            settle(() -> {
                if (inRound == round) {
                    breaker.releasePermission();
                }
            });
        }

        /** What had succeeded has failed after all. Only a closed breaker wants to know: an open one knows better. */
        void failedLate(long nanos, String why) {
            lock.lock();
            try {
                if (given == period && breaker.getState() == State.CLOSED) {
                    fail(nanos, why);
                }
            } finally {
                lock.unlock();
            }
        }

        private void fail(long nanos, String why) {
            lastFailure = why;
            breaker.onError(nanos, TimeUnit.NANOSECONDS, OpenRouterException.badGateway(why));
        }

        private void settle(Runnable result) {
            lock.lock();
            try {
                if (given == period) {
                    probes -= probes > 0 && inRound == round ? 1 : 0;
                    result.run();
                    given = period; // the result may have closed the breaker: what comes later belongs to that
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
