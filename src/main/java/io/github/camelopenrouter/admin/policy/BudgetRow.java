/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.spi.BudgetReport.Standing;
import java.math.BigDecimal;

/** How a budget is told to others: amounts are texts in plain digits, which no reader makes less exact. */
final class BudgetRow {

    private BudgetRow() {}

    static ObjectNode of(Standing budget) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("scope", budget.scope())
                .put("name", budget.name())
                .put("period", budget.period())
                .put("limit", plain(budget.limit()))
                .put("spent", plain(budget.spent()))
                .put("held", plain(budget.held()))
                .put("pending", plain(budget.pending()))
                .put("remaining", plain(budget.remaining()))
                .put("since", budget.since().toString())
                .put("renews", budget.renews() == null ? null : budget.renews().toString());
    }

    /** Never with an exponent. */
    static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }
}
