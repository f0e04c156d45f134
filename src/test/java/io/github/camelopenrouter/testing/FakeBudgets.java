/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import io.github.camelopenrouter.spi.BudgetReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Budgets that stand as a test says. */
public final class FakeBudgets implements BudgetReport {

    public static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");
    public static final Instant RENEWS = Instant.parse("2026-12-01T00:00:00Z");

    private final List<Standing> budgets = new CopyOnWriteArrayList<>();
    private volatile boolean isDown;
    private volatile boolean takesNothing;

    /** In the place of the gateway's own. */
    public FakeBudgets bindTo(CamelContext context) {
        context.getRegistry().unbind(BEAN);
        context.getRegistry().bind(BEAN, BudgetReport.class, this);
        return this;
    }

    /** One that renews with the month, but for {@code total}. */
    public FakeBudgets with(String scope, String name, String period, String limit, String spent) {
        return with(scope, name, period, limit, spent, "0", "0");
    }

    public FakeBudgets with(
            String scope, String name, String period, String limit, String spent, String held, String pending) {
        return with(scope, name, period, limit, spent, held, pending, period.equals("total") ? null : RENEWS);
    }

    public FakeBudgets with(
            String scope,
            String name,
            String period,
            String limit,
            String spent,
            String held,
            String pending,
            @Nullable Instant renews) {
        budgets.add(new Standing(
                scope,
                name,
                period,
                new BigDecimal(limit),
                new BigDecimal(spent),
                new BigDecimal(held),
                new BigDecimal(pending),
                SINCE,
                renews));
        return this;
    }

    public FakeBudgets clear() {
        budgets.clear();
        isDown = false;
        takesNothing = false;
        return this;
    }

    /** Whether nobody can say how they stand. */
    public void down(boolean down) {
        isDown = down;
    }

    /** They can be read, and not changed. */
    public void takeNothing() {
        takesNothing = true;
    }

    @Override
    public List<Standing> standings() throws IOException {
        if (isDown) {
            throw new IOException("away");
        }
        return List.copyOf(budgets);
    }

    @Override
    public List<Standing> standings(String scope, String name) throws IOException {
        return standings().stream()
                .filter(one -> one.scope().equals(scope) && one.name().equals(name))
                .toList();
    }

    @Override
    public @Nullable Standing adjust(Standing budget, BigDecimal usd) throws IOException {
        if (takesNothing) {
            throw new IOException("read-only");
        }
        int at = budgets.indexOf(budget);
        if (at < 0) {
            return null;
        }
        budgets.set(
                at,
                new Standing(
                        budget.scope(),
                        budget.name(),
                        budget.period(),
                        budget.limit(),
                        budget.spent().add(usd),
                        budget.held(),
                        budget.pending(),
                        budget.since(),
                        budget.renews()));
        return budgets.get(at);
    }
}
