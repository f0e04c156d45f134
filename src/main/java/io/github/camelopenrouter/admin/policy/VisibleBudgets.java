/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import io.github.camelopenrouter.api.Principal.Role;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyKey;
import io.github.camelopenrouter.policy.document.PolicyUser;
import io.github.camelopenrouter.spi.BudgetReport.Standing;
import java.util.function.Predicate;

/**
 * Whose budgets somebody gets to see: a lead those of the own teams, of their keys and users, a member the own, others who
 * may ask everybody's.
 */
record VisibleBudgets(Caller caller, Policy policy) implements Predicate<Standing> {

    @Override
    public boolean test(Standing budget) {
        String name = budget.name();
        return caller.seesAll()
                || caller.has(Role.AUDITOR)
                || switch (budget.scope()) {
                    case "team" -> caller.has(Role.LEAD) && caller.isOwnTeam(name);
                    case "user" -> name.equals(caller.principal().user()) || isOfOwnTeam(name);
                    case "key" -> isInHand(name);
                    default -> false;
                };
    }

    private boolean isOfOwnTeam(String user) {
        PolicyUser known = policy.users().get(user);
        return caller.has(Role.LEAD) && known != null && known.teams().stream().anyMatch(caller::isOwnTeam);
    }

    private boolean isInHand(String label) {
        PolicyKey key = policy.keys().get(label);
        return key != null && caller.hasInHand(key);
    }
}
