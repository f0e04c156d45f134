/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The day that old files are counted from. */
public final class TrustedDay {

    /** So long nobody leaves a gateway alone that is in use. */
    private static final int DOUBTFUL_DAYS = 31;

    private TrustedDay() {}

    /**
     * A clock that is far ahead for a moment removes nothing: then the day counts on which somebody has written last.
     *
     * @param written that day; null where nobody knows
     */
    public static LocalDate of(Clock clock, @Nullable LocalDate written) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return written != null && written.plusDays(DOUBTFUL_DAYS).isBefore(today) ? written : today;
    }
}
