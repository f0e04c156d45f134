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
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** How the budgets of a policy stand, for whoever shows or watches them. Safe for many threads. */
public interface BudgetReport {

    /** The name of its bean; there is none where no policy is in force. */
    String BEAN = "openrouter-budget-report";

    /** The one of this process; empty where no policy is in force. */
    static Optional<BudgetReport> find(CamelContext context) {
        return Optional.ofNullable(context.getRegistry().lookupByNameAndType(BEAN, BudgetReport.class));
    }

    /**
     * One budget in its window of this moment. Amounts are US dollars.
     *
     * @param scope {@code organisation}, {@code team}, {@code user} or {@code key}
     * @param name of the team, user or key; empty for the organisation
     * @param period {@code hour}, {@code day}, {@code week}, {@code month}, {@code year} or {@code total}
     * @param held by calls that run
     * @param pending of calls that have ended and whose cost nobody knows yet
     * @param since when its window began
     * @param renews when its window ends; null for {@code total}
     */
    record Standing(
            String scope,
            String name,
            String period,
            BigDecimal limit,
            BigDecimal spent,
            BigDecimal held,
            BigDecimal pending,
            Instant since,
            @Nullable Instant renews) {

        /** Less than nothing where more was spent than the limit is by now. */
        public BigDecimal remaining() {
            return limit.subtract(spent).subtract(held).subtract(pending);
        }
    }

    /**
     * All budgets, in the order organisation, teams, users, keys.
     *
     * @throws IOException if nobody can say now
     */
    List<Standing> standings() throws IOException;

    /**
     * Those of one scope, in the order in which the policy has them.
     *
     * @throws IOException if nobody can say now
     */
    List<Standing> standings(String scope, String name) throws IOException;

    /**
     * Adds to what is spent of one budget in this window; less than nothing gives back.
     *
     * @return how it stands now; null where the policy has no such budget, or its window is over
     * @throws IOException if that cannot be written now; nothing is changed then
     */
    @Nullable
    Standing adjust(Standing budget, BigDecimal usd) throws IOException;
}
