/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.balance;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long the first byte usually takes in a group: a mean of its latest good answers, in nanoseconds. It says what a
 * failure has to cost, and how cheap a member can become that nobody uses. Safe for threads.
 */
final class BaselineLatency {

    /** The share of the newest answer, so that some twenty answers make the mean. */
    private static final double NEWEST = 0.05;

    /** As the bits of a double. */
    private final AtomicLong mean = new AtomicLong(Double.doubleToLongBits(0));

    void observe(double nanos) {
        mean.updateAndGet(old -> Double.doubleToLongBits(next(Double.longBitsToDouble(old), nanos)));
    }

    /** Zero before the first good answer. */
    double nanos() {
        return Double.longBitsToDouble(mean.get());
    }

    private static double next(double old, double nanos) {
        return old == 0 ? nanos : old + (nanos - old) * NEWEST;
    }
}
