/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as OpenAI's headers have them, which are Go's: {@code 600ms}, {@code 1.5s}, {@code 6m0s}, {@code 1h0m30s}. */
final class GoDuration {

    private static final long MILLIS_OF_SECOND = 1000;

    private GoDuration() {}

    /** In whole milliseconds, never too short. */
    static String of(Duration duration) {
        long millis = duration.plusNanos(999_999).toMillis();
        if (millis > 0 && millis < MILLIS_OF_SECOND) {
            return millis + "ms";
        }
        Duration whole = Duration.ofMillis(millis);
        BigDecimal seconds = BigDecimal.valueOf(whole.toSecondsPart() * MILLIS_OF_SECOND + whole.toMillisPart(), 3);
        String text =
                (seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString()) + "s";
        if (whole.toMinutes() > 0) {
            text = whole.toMinutesPart() + "m" + text;
        }
        return whole.toHours() > 0 ? whole.toHours() + "h" + text : text;
    }
}
