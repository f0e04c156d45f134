/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.config.SettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How {@code --admin budgets} prints what the gateway answers: as a table, or as it is. */
final class BudgetTable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> COLUMNS =
            List.of("scope", "name", "period", "limit", "spent", "held", "pending", "remaining", "renews");
    private static final Set<String> NUMBERS = Set.of("limit", "spent", "held", "pending", "remaining");

    private BudgetTable() {}

    /**
     * @param format that somebody asks for; null for the one for people
     * @throws SettingException if it is none
     */
    static UnaryOperator<String> shape(@Nullable String format) {
        if (format == null || format.equals("table")) {
            return BudgetTable::of;
        }
        if (format.equals("json")) {
            return UnaryOperator.identity();
        }
        throw new SettingException("--admin budgets takes --format table or json.");
    }

    static String of(String answer) {
        try {
            JsonNode page = JSON.readTree(answer);
            List<List<String>> rows = new ArrayList<>();
            page.path("budgets")
                    .forEach(budget -> rows.add(COLUMNS.stream()
                            .map(column -> budget.path(column).asText(""))
                            .map(text -> text.equals("null") ? "" : text)
                            .toList()));
            if (rows.isEmpty()) {
                return "There are no budgets" + (page.has("budgets") ? "" : " in this answer") + ".\n";
            }
            JsonNode next = page.path("next");
            String more = next.isTextual() ? "There are more: add --after '" + next.textValue() + "'.\n" : "";
            return new TextTable(COLUMNS, NUMBERS).of(rows) + more;
        } catch (JsonProcessingException e) {
            throw new SettingException("What answers is no gateway: name its management port with --url.");
        }
    }
}
