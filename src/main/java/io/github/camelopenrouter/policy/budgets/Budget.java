/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One budget of a policy. Nothing of it changes but the window that it remembers. */
final class Budget {

    private final Scope scope;
    private final BigDecimal limit;
    private final Period period;
    private final ZoneId zone;
    private final DayOfWeek weekStart;
    private final WhenSpent whenSpent;
    private volatile @Nullable Counter latest;

    /**
     * Whose budgets they are.
     *
     * @param kind as {@link Counter} has it
     * @param name empty for the organisation
     * @param words in sentences
     */
    record Scope(String kind, String name, String words) {}

    private Budget(
            Scope scope, BigDecimal limit, Period period, ZoneId zone, DayOfWeek weekStart, WhenSpent whenSpent) {
        this.scope = scope;
        this.limit = limit;
        this.period = period;
        this.zone = zone;
        this.weekStart = weekStart;
        this.whenSpent = whenSpent;
    }

    /** @param written as a policy has it, which has been checked */
    static Budget of(Scope scope, JsonNode written) {
        return new Budget(
                scope,
                new BigDecimal(written.path("usd").textValue()),
                Period.of(written.path("period").textValue()),
                written.has("zone") ? ZoneId.of(written.path("zone").textValue()) : ZoneOffset.UTC,
                written.has("week-start")
                        ? DayOfWeek.valueOf(
                                written.path("week-start").textValue().toUpperCase(Locale.ROOT))
                        : DayOfWeek.MONDAY,
                WhenSpent.of(written.get("when-spent")));
    }

    Scope scope() {
        return scope;
    }

    BigDecimal limit() {
        return limit;
    }

    Period period() {
        return period;
    }

    ZoneId zone() {
        return zone;
    }

    WhenSpent whenSpent() {
        return whenSpent;
    }

    /** Whether a call has to fit into what is left. */
    boolean isEnforced() {
        return !(whenSpent instanceof WhenSpent.Warn);
    }

    /** Whether this is counted for it, now or at another time. */
    boolean isOf(Counter counter) {
        Period.Window window = period.around(counter.from(), zone, weekStart);
        return scope.kind().equals(counter.scope())
                && scope.name().equals(counter.name())
                && period.word().equals(counter.period())
                && window.from().equals(counter.from())
                && window.until().equals(counter.until());
    }

    /** What is counted for it at this moment. */
    Counter counter(Instant now) {
        Counter known = latest;
        if (known == null || !known.isOf(now)) {
            Period.Window window = period.around(now, zone, weekStart);
            known = new Counter(scope.kind(), scope.name(), period.word(), window.from(), window.until());
            latest = known;
        }
        return known;
    }
}
