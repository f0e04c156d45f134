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
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * This hour has cost far more than the same hour of the days before. Days on which that hour has cost nothing do not count, and
 * of fewer than three others nobody can say what is usual.
 */
final class SpendSpikeRule implements AlertRule {

    private static final int DAYS = 7;
    private static final int LEAST_DAYS = 3;

    private record Hour(Instant begin, BigDecimal spend, BigDecimal usual) {}

    private final Spend spend;
    private final BigDecimal times;
    private final Clock clock;
    private final Background<Hour> hour;
    private Instant knownHour = Instant.EPOCH;
    private BigDecimal usual = BigDecimal.ZERO;

    SpendSpikeRule(Spend spend, BigDecimal times, Executor behind, Duration every, Clock clock) {
        this.spend = spend;
        this.times = times;
        this.clock = clock;
        this.hour = new Background<>(behind, every, this::ask);
    }

    @Override
    public String name() {
        return "spend-spike";
    }

    @Override
    public List<AlertFinding> look(Instant now) throws Exception {
        Hour last = hour.last(now);
        if (last.usual().signum() == 0 || last.spend().compareTo(last.usual().multiply(times)) < 0) {
            return List.of();
        }
        return List.of(new AlertFinding(
                "hour",
                Dollars.of(last.spend()),
                Dollars.of(last.usual().multiply(times)),
                "Calls have cost " + Dollars.of(last.spend()) + " since " + last.begin()
                        + ", where this hour of the day" + " has cost " + Dollars.of(last.usual())
                        + " in the week before."));
    }

    /** One question at a time. */
    private Hour ask() throws IOException {
        Instant begin = clock.instant().truncatedTo(ChronoUnit.HOURS);
        if (!begin.equals(knownHour)) {
            usual = mean(begin);
            knownHour = begin;
        }
        return new Hour(begin, spend.between(begin, null), usual);
    }

    private BigDecimal mean(Instant begin) throws IOException {
        BigDecimal sum = BigDecimal.ZERO;
        int days = 0;
        for (int day = 1; day <= DAYS; day++) {
            Instant then = begin.minus(Duration.ofDays(day));
            BigDecimal spent = spend.between(then, then.plus(Duration.ofHours(1)));
            sum = sum.add(spent);
            days += spent.signum() > 0 ? 1 : 0;
        }
        return days < LEAST_DAYS ? BigDecimal.ZERO : sum.divide(BigDecimal.valueOf(days), MathContext.DECIMAL64);
    }
}
