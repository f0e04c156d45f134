/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** How long a budget lasts until it begins anew. */
enum Period {
    HOUR,
    DAY,
    WEEK,
    MONTH,
    YEAR,
    TOTAL;

    /** When a budget for good ends: a day that every database can write. */
    static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private final String word = name().toLowerCase(Locale.ROOT);

    /** From its first moment to that of the next one. */
    record Window(Instant from, Instant until) {}

    /** As a policy writes it. */
    String word() {
        return word;
    }

    static Period of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * The window that a moment lies in, by the calendar of a place: its day may have 23 or 25 hours.
     *
     * @param weekStart the first day of a week
     */
    Window around(Instant moment, ZoneId zone, DayOfWeek weekStart) {
        ZonedDateTime here = moment.atZone(zone);
        LocalDate today = here.toLocalDate();
        return switch (this) {
            case HOUR -> {
                Instant from = here.truncatedTo(ChronoUnit.HOURS).toInstant();
                yield new Window(from, from.plus(1, ChronoUnit.HOURS));
            }
            case DAY -> days(today, today.plusDays(1), zone);
            case WEEK -> {
                LocalDate first = today.with(TemporalAdjusters.previousOrSame(weekStart));
                yield days(first, first.plusWeeks(1), zone);
            }
            case MONTH -> {
                LocalDate first = today.withDayOfMonth(1);
                yield days(first, first.plusMonths(1), zone);
            }
            case YEAR -> {
                LocalDate first = today.withDayOfYear(1);
                yield days(first, first.plusYears(1), zone);
            }
            case TOTAL -> new Window(Instant.EPOCH, NEVER);
        };
    }

    private static Window days(LocalDate from, LocalDate until, ZoneId zone) {
        return new Window(
                from.atStartOfDay(zone).toInstant(), until.atStartOfDay(zone).toInstant());
    }
}
