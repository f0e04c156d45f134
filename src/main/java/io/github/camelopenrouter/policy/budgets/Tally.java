/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import static java.math.BigDecimal.ZERO;

import io.github.camelopenrouter.spi.BudgetKeeper.Amounts;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sums of what calls have spent, hold and may have cost, exact to the last digit. For one thread at a time. */
final class Tally {

    /** So long somebody may still ask for a window that has ended. */
    private static final Duration KEPT = Duration.ofDays(2);

    /** After that nobody will say any more what a call has cost. */
    private static final Duration UNRESOLVED = Duration.ofDays(1);

    private final Map<Counter, Sums> sums = new HashMap<>();
    private final Map<String, Open> open = new HashMap<>();

    /** What stands on one counter. */
    private static final class Sums {
        private BigDecimal spent = ZERO;
        private BigDecimal held = ZERO;
        private BigDecimal pending = ZERO;
        private BigDecimal used = ZERO;

        void add(Kind kind, BigDecimal amount) {
            switch (kind) {
                case SPENT -> spent = spent.add(amount);
                case HELD -> held = held.add(amount);
                case PENDING -> pending = pending.add(amount);
            }
            used = used.add(amount);
        }
    }

    private enum Kind {
        SPENT,
        HELD,
        PENDING
    }

    /**
     * A call of which nobody knows yet what it costs.
     *
     * @param held whether it still runs
     * @param since when it began
     */
    record Open(List<Counter> counters, BigDecimal amount, boolean held, Instant since) {

        private Kind kind() {
            return held ? Kind.HELD : Kind.PENDING;
        }
    }

    /** A call begins. */
    void hold(String call, List<Counter> counters, BigDecimal amount, Instant now) {
        put(call, new Open(counters, amount, true, now));
    }

    /** A call may cost more than was held for it. */
    void raise(String call, BigDecimal more) {
        Open before = open.get(call);
        if (before != null) {
            take(before);
            put(call, new Open(before.counters(), before.amount().add(more), before.held(), before.since()));
        }
    }

    /**
     * A call has ended, or it has become known what it has cost.
     *
     * @param counters on which it counts where nothing is known of it here
     * @param known whether the amount is what it has cost; else it is what it may have cost
     */
    void end(String call, List<Counter> counters, BigDecimal amount, boolean known, Instant since) {
        Open before = open.remove(call);
        List<Counter> on = before == null ? counters : before.counters();
        if (before != null) {
            take(before);
        }
        if (known) {
            on.forEach(counter -> of(counter).add(Kind.SPENT, amount));
        } else {
            put(call, new Open(on, amount, false, before == null ? since : before.since()));
        }
    }

    private void put(String call, Open added) {
        open.put(call, added);
        added.counters().forEach(counter -> of(counter).add(added.kind(), added.amount()));
    }

    private void take(Open gone) {
        gone.counters()
                .forEach(counter -> of(counter).add(gone.kind(), gone.amount().negate()));
    }

    private Sums of(Counter counter) {
        return sums.computeIfAbsent(counter, none -> new Sums());
    }

    /** Null where the call is not known, or is over and known. */
    @Nullable
    Open open(String call) {
        return open.get(call);
    }

    /** What is gone of the counter's budgets. */
    BigDecimal used(Counter counter) {
        Sums known = sums.get(counter);
        return known == null ? ZERO : known.used;
    }

    Amounts amounts(Counter counter) {
        Sums known = sums.get(counter);
        return known == null ? Amounts.NONE : new Amounts(known.spent, known.held, known.pending);
    }

    /** So much more is spent. */
    void adjust(Counter counter, BigDecimal usd) {
        of(counter).add(Kind.SPENT, usd);
    }

    /** What nobody has said within a day counts as spent; windows that ended long ago are forgotten. */
    void tidy(Instant now) {
        Map<String, Open> old = new HashMap<>(open);
        old.values().removeIf(call -> call.held() || call.since().isAfter(now.minus(UNRESOLVED)));
        old.forEach((id, call) -> end(id, call.counters(), call.amount(), true, call.since()));
        sums.keySet().removeIf(counter -> counter.until().isBefore(now.minus(KEPT)) && !isHeld(counter));
    }

    private boolean isHeld(Counter counter) {
        Sums known = of(counter);
        return known.held.signum() != 0 || known.pending.signum() != 0;
    }

    Map<Counter, Amounts> all() {
        Map<Counter, Amounts> all = new HashMap<>();
        sums.forEach((counter, known) -> all.put(counter, new Amounts(known.spent, known.held, known.pending)));
        return all;
    }

    /** The calls whose cost nobody knows yet, by id. */
    Map<String, Open> allOpen() {
        return Map.copyOf(open);
    }

    Tally copy() {
        Tally copy = new Tally();
        sums.forEach((counter, known) -> {
            Sums same = copy.of(counter);
            same.add(Kind.SPENT, known.spent);
            same.add(Kind.HELD, known.held);
            same.add(Kind.PENDING, known.pending);
        });
        copy.open.putAll(open);
        return copy;
    }

    /** As it was written: sums are given, calls are already in them. */
    static Tally of(Map<Counter, Amounts> sums, Map<String, Open> open) {
        Tally tally = new Tally();
        sums.forEach((counter, known) -> {
            tally.of(counter).add(Kind.SPENT, known.spent());
            tally.of(counter).add(Kind.PENDING, known.pending());
        });
        tally.open.putAll(open);
        return tally;
    }
}
