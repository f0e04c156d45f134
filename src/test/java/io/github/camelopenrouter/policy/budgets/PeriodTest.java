/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.policy.budgets.Period.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "hour,  UTC,           monday, 2026-11-30T12:59:59.999Z, 2026-11-30T12:00:00Z, 2026-11-30T13:00:00Z",
        "hour,  Asia/Kolkata,  monday, 2026-11-30T12:29:59Z,     2026-11-30T11:30:00Z, 2026-11-30T12:30:00Z",
        "day,   UTC,           monday, 2026-11-30T00:00:00Z,     2026-11-30T00:00:00Z, 2026-12-01T00:00:00Z",
        "day,   Europe/Berlin, monday, 2026-11-29T23:00:00Z,     2026-11-29T23:00:00Z, 2026-11-30T23:00:00Z",
        "week,  UTC,           monday, 2026-11-29T23:59:59Z,     2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
        "week,  UTC,           sunday, 2026-11-29T23:59:59Z,     2026-11-29T00:00:00Z, 2026-12-06T00:00:00Z",
        "month, UTC,           monday, 2028-02-29T12:00:00Z,     2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
        "year,  UTC,           monday, 2026-12-31T23:59:59Z,     2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "total, UTC,           monday, 2026-12-31T23:59:59Z,     1970-01-01T00:00:00Z, 9999-12-31T00:00:00Z"
    })
    void aMomentLiesInAWindow(
            String period, String zone, String weekStart, Instant moment, Instant from, Instant until) {
        Window window = Period.of(period).around(moment, ZoneId.of(zone), DayOfWeek.valueOf(weekStart.toUpperCase()));
        assertThat(window).isEqualTo(new Window(from, until));
    }

    /** The clocks go forward in the night to March 29 and back in that to October 25. */
    @ParameterizedTest
    @CsvSource({
        "day,   2026-03-29T00:30:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z, 23",
        "day,   2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z, 25",
        "month, 2026-03-31T21:59:59Z, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z, 743",
        "month, 2026-03-31T22:00:00Z, 2026-03-31T22:00:00Z, 2026-04-30T22:00:00Z, 720",
        "hour,  2026-10-25T00:30:00Z, 2026-10-25T00:00:00Z, 2026-10-25T01:00:00Z, 1",
        "hour,  2026-10-25T01:30:00Z, 2026-10-25T01:00:00Z, 2026-10-25T02:00:00Z, 1"
    })
    void aDayIsAsLongAsTheClocksOfItsPlaceSay(String period, Instant moment, Instant from, Instant until, int hours) {
        Window window = Period.of(period).around(moment, BERLIN, DayOfWeek.MONDAY);
        assertThat(window).isEqualTo(new Window(from, until));
        assertThat(Duration.between(from, until).toHours()).isEqualTo(hours);
    }

    @Test
    void whatFollowsAWindowIsTheNext() {
        for (Period period : Period.values()) {
            Instant moment = Instant.parse("2026-01-01T00:00:00Z");
            for (int i = 0; i < 30 && period != Period.TOTAL; i++) {
                Window window = period.around(moment, BERLIN, DayOfWeek.WEDNESDAY);
                assertThat(period.around(window.until(), BERLIN, DayOfWeek.WEDNESDAY)
                                .from())
                        .isEqualTo(window.until());
                assertThat(period.around(window.until().minusNanos(1), BERLIN, DayOfWeek.WEDNESDAY))
                        .isEqualTo(window);
                moment = window.until();
            }
        }
    }
}
