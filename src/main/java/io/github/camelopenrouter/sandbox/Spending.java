/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjuster;
import java.time.temporal.TemporalAdjusters;

/** A sum of money, and how much of it came today, this week and this month, all in UTC. */
final class Spending {

    private final Period daily = new Period(day -> day);
    private final Period weekly = new Period(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    private final Period monthly = new Period(TemporalAdjusters.firstDayOfMonth());
    private BigDecimal total = BigDecimal.ZERO;

    void add(BigDecimal amount, LocalDate today) {
        total = total.add(amount);
        daily.add(amount, today);
        weekly.add(amount, today);
        monthly.add(amount, today);
    }

    BigDecimal total() {
        return total;
    }

    void describe(String name, LocalDate today, ObjectNode key) {
        key.put(name, Usage.plain(total));
        key.put(name + "_daily", daily.sum(today));
        key.put(name + "_weekly", weekly.sum(today));
        key.put(name + "_monthly", monthly.sum(today));
    }

    /** A sum that begins anew with each period. */
    private static final class Period {

        private final TemporalAdjuster begin;
        private LocalDate begun = LocalDate.MIN;
        private BigDecimal sum = BigDecimal.ZERO;

        Period(TemporalAdjuster begin) {
            this.begin = begin;
        }

        void add(BigDecimal amount, LocalDate today) {
            sum = sum(today).add(amount);
            begun = today.with(begin);
        }

        BigDecimal sum(LocalDate today) {
            return begun.equals(today.with(begin)) ? Usage.plain(sum) : BigDecimal.ZERO;
        }
    }
}
