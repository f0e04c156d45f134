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
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker for each vendor and one for OpenRouter as a whole. A vendor fails by status 408 or 500 and above, by
 * a clock of ours that runs out, or by a connection that breaks; OpenRouter fails where it cannot be reached at all.
 *
 * <p>Only a limited number of vendors is remembered, and the least recently used is forgotten first, so that made-up model
 * names cannot fill the memory.
 */
public final class VendorBreakers {

    /** The name of OpenRouter's own breaker; a made-up vendor of this name does not hide it. */
    public static final String PLATFORM = "OpenRouter";

    /**
     * The breakers that an attempt asks: the platform's first, then the vendor's, null where the call is for no vendor.
     */
    record Pinned(VendorBreaker platform, @Nullable VendorBreaker vendor, UpstreamAttempt attempt) {

        /** The one of the two that has this name. */
        VendorBreaker named(String name) {
            return vendor == null || PLATFORM.equals(name) ? platform : vendor;
        }
    }

    /** A good answer that takes long is no failure: Resilience4j would count those over a minute. */
    private static final Duration NEVER_SLOW = Duration.ofNanos(Long.MAX_VALUE);

    private final CircuitBreakerSettings options;
    private final Clock clock;
    private final CircuitBreakerConfig config;
    private final VendorBreaker platform;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, VendorBreaker> vendors;
    private final ThreadLocal<Pinned> pinned = new ThreadLocal<>();

    /** @param clock tells how long breakers have been open */
    public VendorBreakers(CircuitBreakerSettings options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.config = CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(options.failureRate())
                .slidingWindowSize(options.window())
                .minimumNumberOfCalls(Math.min(options.minimumCalls(), options.window()))
                .waitDurationInOpenState(options.openWait())
                .permittedNumberOfCallsInHalfOpenState(options.halfOpenCalls())
                .slowCallDurationThreshold(NEVER_SLOW)
                .writableStackTraceEnabled(false)
                .clock(clock)
                .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                .build();
        this.platform = create(PLATFORM, "OpenRouter as a whole");
        this.vendors = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, VendorBreaker> eldest) {
                return size() > options.maxVendors();
            }
        };
    }

    /**
     * Remembers for this thread whose breakers {@link PinnedBreaker} asks next. Camel's circuit breaker gets no exchange,
     * but runs on the thread on which {@link PinVendor} has run just before it.
     */
    void pin(String vendor, UpstreamAttempt attempt) {
        pinned.set(new Pinned(platform, vendor.equals(Vendor.NONE) ? null : of(vendor), attempt));
    }

    Pinned pinned() {
        return pinned.get();
    }

    /** How long content has to flow until the vendor has shown that it can. */
    long settleNanos() {
        return options.settle().toNanos();
    }

    VendorBreaker platform() {
        return platform;
    }

    /** Whether a call for this vendor would be refused now. */
    public boolean isOpen(String vendor) {
        lock.lock();
        try {
            VendorBreaker known = vendors.get(vendor);
            return known != null && known.isOpen();
        } finally {
            lock.unlock();
        }
    }

    /** Those that have been asked, the least recently used first. */
    Map<String, VendorBreaker> vendors() {
        lock.lock();
        try {
            return new LinkedHashMap<>(vendors);
        } finally {
            lock.unlock();
        }
    }

    /** The breakers that have been asked, by vendor, and their states. */
    public Map<String, String> states() {
        Map<String, String> states = new LinkedHashMap<>();
        vendors()
                .forEach((vendor, known) ->
                        states.put(vendor, known.breaker().getState().name()));
        states.put(PLATFORM, platform.breaker().getState().name());
        return states;
    }

    /** How many calls for this vendor, or for {@link #PLATFORM} at all, go through now. */
    public Passage passage(String vendor) {
        VendorBreaker known = vendor.equals(PLATFORM) ? platform : vendors().get(vendor);
        return known == null ? Passage.ALL : known.passage();
    }

    /** Those for which calls are held back, or tried, now: not one whose time is over and whom nobody calls any more. */
    public List<String> holdingBack() {
        List<String> holding = new ArrayList<>();
        vendors().forEach((vendor, known) -> {
            if (known.holdsBack()) {
                holding.add(vendor);
            }
        });
        if (platform.holdsBack()) {
            holding.add(PLATFORM);
        }
        return holding;
    }

    private VendorBreaker of(String vendor) {
        lock.lock();
        try {
            VendorBreaker known = vendors.get(vendor);
            if (known == null) {
                known = create(vendor, "the vendor '" + Vendor.shown(vendor) + "'");
                vendors.put(vendor, known);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private VendorBreaker create(String name, String who) {
        CircuitBreaker breaker = CircuitBreaker.of(name, config);
        if (!options.enabled()) {
            breaker.transitionToDisabledState();
        }
        return new VendorBreaker(breaker, who, options, clock);
    }
}
