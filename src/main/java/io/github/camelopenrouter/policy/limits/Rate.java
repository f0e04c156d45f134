/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import java.time.Duration;

/**
 * So much for a time.
 *
 * @param words of the time, for sentences: {@code a minute}
 */
record Rate(long amount, Duration time, String words) {

    /** @param written as a policy has it, {@code 600/min}; it has been checked when the policy was read */
    static Rate parse(String written) {
        int slash = written.indexOf('/');
        long amount = Long.parseLong(written.substring(0, slash));
        return switch (written.substring(slash + 1)) {
            case "min" -> of(amount, Duration.ofMinutes(1), "a minute");
            case "hour" -> of(amount, Duration.ofHours(1), "an hour");
            default -> of(amount, Duration.ofDays(1), "a day");
        };
    }

    /** More than one for each nanosecond a bucket cannot be filled with, and nobody can use up. */
    private static Rate of(long amount, Duration time, String words) {
        return new Rate(Math.min(amount, time.toNanos()), time, words);
    }
}
