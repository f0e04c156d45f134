/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import io.github.camelopenrouter.admin.JournalQuestions;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.usage.TooManyRowsException;
import io.github.camelopenrouter.usage.UsageOwner;
import io.github.camelopenrouter.usage.UsageQuery;
import io.github.camelopenrouter.usage.UsageReport;
import io.github.camelopenrouter.usage.UsageSettings;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** What one client has used, from the books that operators read, and never of another's calls. */
final class OwnUsage {

    private static final int NO_JOURNAL = 404;
    private static final int LATER_SECONDS = 60;

    private final CamelContext context;
    private final JournalQuestions journal;

    OwnUsage(CamelContext context, JournalQuestions journal) {
        this.context = context;
        this.journal = journal;
    }

    /** Of the key alone, a row for each day. */
    List<Map<String, @Nullable Object>> ofKey(Principal caller) {
        return ask(UsageQuery.parse(null, null, "day", null).of(UsageOwner.of(caller)));
    }

    /** Of the whole team, a row for each day. */
    List<Map<String, @Nullable Object>> ofTeam(Principal caller) {
        return ask(UsageQuery.parse(null, null, "day", null).of(UsageOwner.teamOf(caller)));
    }

    /** Of the whole team, a row for each day and model. */
    List<Map<String, @Nullable Object>> ofTeamByModel(Principal caller, Instant from, Instant to) {
        UsageQuery query = UsageQuery.parse(from.toString(), to.toString(), "day,model", null);
        return ask(query.of(UsageOwner.teamOf(caller))).stream()
                .filter(row -> !String.valueOf(row.get("model")).isEmpty()) // a look asks for none
                .toList();
    }

    private List<Map<String, @Nullable Object>> ask(UsageQuery query) {
        if (UsageSettings.findDirectory(context).isEmpty()) {
            throw OpenRouterException.overloaded(
                    "The gateway keeps no record of what is used: its operator has to set openrouter.data-dir.",
                    "no_usage",
                    LATER_SECONDS);
        }
        try {
            return journal.ask(store -> store.report(query), data -> UsageReport.of(data, query))
                    .table();
        } catch (TooManyRowsException e) {
            throw OpenRouterException.invalidRequest(
                    "There are too many models for one answer: ask for a 'date'.", "date");
        } catch (OpenRouterException e) {
            if (e.status() == NO_JOURNAL) { // no call has been made yet, and nothing used
                return List.of();
            }
            throw e;
        }
    }

    /** @param first the first day that counts */
    static BigDecimal sum(List<Map<String, @Nullable Object>> days, String column, LocalDate first) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map<String, @Nullable Object> row : days) {
            if (!LocalDate.parse(String.valueOf(row.get("day"))).isBefore(first)) {
                sum = sum.add(amount(row, column));
            }
        }
        return sum;
    }

    static BigDecimal amount(Map<String, @Nullable Object> row, String column) {
        return new BigDecimal(String.valueOf(row.get(column)));
    }

    static long count(Map<String, @Nullable Object> row, String column) {
        return Long.parseLong(String.valueOf(row.get(column)));
    }
}
