/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.admin.Audited;
import io.github.camelopenrouter.admin.BudgetQuestions;
import io.github.camelopenrouter.admin.QueryParameters;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.PolicyFault;
import io.github.camelopenrouter.policy.store.PolicyBook.Notes;
import io.github.camelopenrouter.spi.BudgetReport;
import io.github.camelopenrouter.spi.BudgetReport.Standing;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /admin/v1/adjustments}: adds to what a budget has spent in its window of this moment, or gives back, and
 * answers with its row. One after the other, so that the audit says from where to where.
 */
final class AdjustBudget implements Processor {

    private static final String ACTION = "budget.adjust";
    private static final String DONE = "This order has been carried out already, for the budget '%s'.";

    private final ReentrantLock lock = new ReentrantLock();
    private final Notes notes;

    AdjustBudget(Clock clock) {
        this.notes = new NotesInMemory(clock);
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        QueryParameters.of(exchange, Set.of());
        ObjectNode body = body(exchange);
        Adjustment order = Adjustment.of(body);
        Idempotency once = Idempotency.of(exchange, body);
        lock.lock();
        try {
            once.requireNew(notes, DONE);
            BudgetReport report = BudgetReport.find(exchange.getContext()).orElseThrow(AdjustBudget::noSuchBudget);
            Standing adjusted = carryOut(exchange, report, order);
            once.note(notes, order.target());
            Answers.json(exchange, 200, BudgetRow.of(adjusted));
        } finally {
            lock.unlock();
        }
    }

    private static ObjectNode body(Exchange exchange) {
        try {
            return Order.object(exchange);
        } catch (PolicyFault fault) {
            throw PolicyOrders.fault(fault);
        }
    }

    private static Standing carryOut(Exchange exchange, BudgetReport report, Adjustment order) {
        Standing budget = find(exchange, order);
        BigDecimal spent = budget.spent();
        Audited.begin(
                exchange,
                ACTION,
                order.target(),
                Map.of("spent", BudgetRow.plain(spent)),
                Map.of(
                        "spent", BudgetRow.plain(spent.add(order.usd())),
                        "usd", BudgetRow.plain(order.usd()),
                        "reason", order.reason()));
        try {
            Standing adjusted = adjust(report, budget, order.usd());
            if (adjusted == null) { // gone from the policy meanwhile
                throw noSuchBudget();
            }
            return adjusted;
        } catch (OpenRouterException e) {
            Audited.failed(exchange, ACTION, order.target(), String.valueOf(e.code()));
            throw e;
        } catch (RuntimeException e) {
            Audited.failed(exchange, ACTION, order.target(), e.getClass().getSimpleName());
            throw e;
        }
    }

    private static Standing find(Exchange exchange, Adjustment order) {
        List<Standing> meant = new BudgetQuestions(exchange.getContext())
                .of(order.scope(), order.name()).stream().filter(order::isOf).toList();
        if (meant.isEmpty()) {
            throw noSuchBudget();
        }
        order.requireOne(meant);
        return meant.get(0);
    }

    /** Only who sees all of them comes here. */
    private static OpenRouterException noSuchBudget() {
        return OpenRouterException.of(404, "There is no such budget.", null, "not_found");
    }

    private static @Nullable Standing adjust(BudgetReport report, Standing budget, BigDecimal usd) {
        try {
            return report.adjust(budget, usd);
        } catch (IOException e) {
            throw BudgetQuestions.storeDown(e);
        }
    }
}
