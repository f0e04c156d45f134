/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import io.github.camelopenrouter.admin.BudgetQuestions;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.spi.BudgetReport.Standing;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What clients may still spend, as OpenRouter's account paths know it: one limit each, the one that is reached first. */
record OwnBudgets(BudgetQuestions budgets) {

    /** Of the key, or of the user of a token, the budget that has the least left; empty where there is none. */
    Optional<Standing> ofKey(Principal caller) {
        return caller.key() == null ? of("user", caller.user()) : of("key", caller.key());
    }

    /** Of the team; of who has none as of the key. */
    Optional<Standing> ofTeam(Principal caller) {
        return caller.team() == null ? ofKey(caller) : of("team", caller.team());
    }

    private Optional<Standing> of(String scope, @Nullable String name) {
        List<Standing> all = name == null ? List.of() : budgets.of(scope, name);
        return all.stream().min(Comparator.comparing(Standing::remaining));
    }

    /** Never less than nothing. */
    static BigDecimal left(Standing budget) {
        return budget.remaining().max(BigDecimal.ZERO).stripTrailingZeros();
    }

    /** OpenRouter's word for how often a limit renews; null where it has none. */
    static @Nullable String reset(Standing budget) {
        return switch (budget.period()) {
            case "day" -> "daily";
            case "week" -> "weekly";
            case "month" -> "monthly";
            default -> null;
        };
    }
}
