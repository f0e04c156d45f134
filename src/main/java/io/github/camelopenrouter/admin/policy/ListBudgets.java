/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.admin.BudgetQuestions;
import io.github.camelopenrouter.admin.QueryParameters;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.store.PolicyBook;
import io.github.camelopenrouter.spi.BudgetReport.Standing;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/** {@code GET /admin/v1/budgets}: how the budgets stand in their windows of this moment, as {@code {"budgets":[…],"next"}}. */
final class ListBudgets implements Processor {

    private static final String ORGANISATION = "organisation";
    private static final Set<String> PARAMETERS = Set.of("scope", "name", "after", "limit");

    @Override
    public void process(Exchange exchange) {
        Map<String, String> given = QueryParameters.of(exchange, PARAMETERS);
        int limit = PageLimit.of(given.get("limit"));
        String scope = scope(given.get("scope"));
        String name = given.get("name");
        String next = given.get("after");
        BudgetPlace after = next == null ? null : BudgetPlace.parse(next);
        Policy policy =
                PolicyBook.find(exchange.getContext()).map(PolicyBook::policy).orElse(Policy.EMPTY);
        List<Standing> rows = ask(new BudgetQuestions(exchange.getContext()), scope, name).stream()
                .filter(budget -> scope == null || scope.equals(budget.scope()))
                .filter(budget -> name == null || name.equals(budget.name()))
                .filter(budget -> after == null || BudgetPlace.of(budget).compareTo(after) > 0)
                .filter(new VisibleBudgets(Caller.of(exchange, policy), policy))
                .sorted(Comparator.comparing(BudgetPlace::of))
                .toList();
        Answers.json(exchange, 200, page(rows, limit));
    }

    /** Where one scope is meant, the others need not be counted. */
    private static List<Standing> ask(BudgetQuestions budgets, @Nullable String scope, @Nullable String name) {
        if (ORGANISATION.equals(scope) && name == null) {
            return budgets.of(ORGANISATION, "");
        }
        return scope == null || name == null ? budgets.all() : budgets.of(scope, name);
    }

    private static @Nullable String scope(@Nullable String given) {
        if (given == null || BudgetPlace.SCOPES.contains(given)) {
            return given;
        }
        throw OpenRouterException.invalidRequest("scope must be organisation, team, user or key.", "scope");
    }

    /** Two budgets of one place, as in two time zones, are on one page: the next begins behind both. */
    private static ObjectNode page(List<Standing> rows, int limit) {
        int end = Math.min(limit, rows.size());
        while (end < rows.size() && BudgetPlace.of(rows.get(end)).equals(BudgetPlace.of(rows.get(end - 1)))) {
            end++;
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("budgets");
        rows.subList(0, end).forEach(budget -> list.add(BudgetRow.of(budget)));
        return answer.put(
                "next", end < rows.size() ? BudgetPlace.of(rows.get(end - 1)).text() : null);
    }
}
