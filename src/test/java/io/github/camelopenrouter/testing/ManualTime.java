/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** Time that stands still until a test moves it, as a clock and as nanoseconds. */
public final class ManualTime extends Clock implements LongSupplier {

    private static final Instant START = Instant.parse("2026-08-04T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    public ManualTime advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
        return this;
    }

    public ManualTime advanceMillis(long millis) {
        return advance(Duration.ofMillis(millis));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Nanoseconds from an arbitrary, negative origin, as the JVM's may be. */
    @Override
    public long getAsLong() {
        return Duration.between(START, instant()).toNanos() - Duration.ofDays(1).toNanos();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
