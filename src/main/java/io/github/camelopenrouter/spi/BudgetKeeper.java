/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps count of what budgets have left: in this process's memory, or where all machines see it. Amounts are US dollars,
 * exact. A call's money is first {@code held}, then {@code pending} where nobody knows yet what it has cost, at last
 * {@code spent}; it stays in the windows in which it was held. Safe for many threads.
 */
public interface BudgetKeeper {

    /** The name of the bean of a keeper that several machines share. */
    String BEAN = "openrouter-budget-keeper";

    /**
     * What is counted together: the calls of one scope that begin within one window.
     *
     * @param scope {@code organisation}, {@code team}, {@code user} or {@code key}
     * @param name of the team, user or key; empty for the organisation
     * @param period {@code hour}, {@code day}, {@code week}, {@code month}, {@code year} or {@code total}
     * @param from when the window begins
     * @param until when it has ended; for {@code total} a day that nobody lives to see
     */
    record Counter(String scope, String name, String period, Instant from, Instant until) {

        /** Whether this moment lies in its window. */
        public boolean isOf(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(until);
        }

        /** Of what tells most of them apart: they are looked for ten times in each call. */
        @Override
        public int hashCode() {
            return 31 * (31 * scope.hashCode() + name.hashCode()) + from.hashCode();
        }
    }

    /**
     * What a call asks one counter for.
     *
     * @param limit that spent, pending and held may come to; null where a call is only counted
     */
    record Demand(Counter counter, @Nullable BigDecimal limit) {}

    /** What stands on a counter. */
    record Amounts(BigDecimal spent, BigDecimal held, BigDecimal pending) {

        public static final Amounts NONE = new Amounts(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

        /** What is gone of the limit. */
        public BigDecimal used() {
            return spent.add(held).add(pending);
        }
    }

    /** What becomes of a demand. */
    sealed interface Answer {

        /** All of them are held. */
        record Held() implements Answer {}

        /** Nothing is held: the first counter, in the order of the demands, that has not so much left. */
        record Spent(Demand demand, Amounts amounts) implements Answer {}

        /** Nothing is held: by the keeper's clock it is now, and a window is not that of this moment. */
        record Elsewhen(Instant now) implements Answer {}
    }

    /** The keeper's clock, by which windows begin and end. */
    Instant now();

    /**
     * Holds so much on all of these counters, or on none; a second time for the same call it replaces nothing and is {@code
     * Held}.
     *
     * @param call the id of its record
     * @param amount none or more
     * @throws IOException if nobody can say now
     */
    Answer hold(String call, List<Demand> demands, BigDecimal amount) throws IOException;

    /**
     * Holds more for a call, on the counters that it was held with; nothing is refused for want of a window.
     *
     * @param now what it was held with, in the same order, by the limits of this moment; empty for those of then
     * @throws IOException if nobody can say now
     */
    Answer raise(String call, List<Demand> now, BigDecimal more) throws IOException;

    /** The same by the limits that it was held with. */
    default Answer raise(String call, BigDecimal more) throws IOException {
        return raise(call, List.of(), more);
    }

    /**
     * The call has ended. Never waits and never throws: what cannot be written now is written later. Of several for one call
     * the last counts, and once it is known nothing changes it but a later cost that is known, too.
     *
     * @param amount what it has cost; where that is not known what it is taken to have cost
     * @param known whether it is, also where it is none
     */
    void settle(String call, BigDecimal amount, boolean known);

    /**
     * What stands on counters; those without anything may be missing.
     *
     * @throws IOException if nobody can say now
     */
    Map<Counter, Amounts> amounts(List<Counter> counters) throws IOException;

    /**
     * Adds to what is spent, less than nothing gives back.
     *
     * @throws IOException if that cannot be written now; nothing is changed then
     */
    void adjust(Counter counter, BigDecimal usd) throws IOException;
}
