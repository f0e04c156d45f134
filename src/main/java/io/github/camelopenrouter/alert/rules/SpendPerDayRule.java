/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import io.github.camelopenrouter.api.AlertFinding;
import io.github.camelopenrouter.spi.AlertRule;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executor;

/** The calls of this day, in UTC, have cost too much. */
final class SpendPerDayRule implements AlertRule {

    private record Day(Instant begin, BigDecimal spend) {}

    private final BigDecimal most;
    private final Background<Day> today;

    SpendPerDayRule(Spend spend, BigDecimal most, Executor behind, Duration every, Clock clock) {
        this.most = most;
        this.today = new Background<>(behind, every, () -> {
            Instant begin = clock.instant().truncatedTo(ChronoUnit.DAYS);
            return new Day(begin, spend.between(begin, null));
        });
    }

    @Override
    public String name() {
        return "spend-per-day";
    }

    @Override
    public List<AlertFinding> look(Instant now) throws Exception {
        Day day = today.last(now);
        return day.spend().compareTo(most) < 0
                ? List.of()
                : List.of(new AlertFinding(
                        "day",
                        Dollars.of(day.spend()),
                        Dollars.of(most),
                        "Calls have cost " + Dollars.of(day.spend()) + " since " + day.begin() + "."));
    }
}
