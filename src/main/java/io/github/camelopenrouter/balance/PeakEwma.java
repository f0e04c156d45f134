/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.balance;

import java.time.Duration;

/**
 * How long something takes lately, in nanoseconds: a longer time counts at once and in full (the peak), a shorter one
 * pulls the value down, by half in a half-life. Not safe for threads.
 */
final class PeakEwma {

    private final double tau;
    private double value;
    private long updated;

    PeakEwma(Duration halfLife) {
        this.tau = halfLife.toNanos() / Math.log(2);
    }

    void observe(double nanos, long now) {
        value = Math.max(nanos, mean(nanos, now));
        updated = now;
    }

    /** Zero before the first observation. */
    double value() {
        return value;
    }

    /** What the value has become since this moment, while nothing could be observed: half after each half-life. */
    double decayed(long since, long now) {
        return value * weightAfter(now - since);
    }

    private double mean(double nanos, long now) {
        double old = weightAfter(now - updated);
        return value * old + nanos * (1 - old);
    }

    private double weightAfter(long nanos) {
        return Math.exp(-Math.max(0, nanos) / tau);
    }
}
