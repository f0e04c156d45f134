/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.spi.BudgetReport.Standing;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a budget stands in the list: organisation, teams, users, keys, each by name and from the shortest period on. */
record BudgetPlace(String scope, String name, String period) implements Comparable<BudgetPlace> {

    static final List<String> SCOPES = List.of("organisation", "team", "user", "key");

    private static final Pattern FORM = Pattern.compile("([a-z]+)/(.*)/([a-z]+)");
    private static final Comparator<BudgetPlace> ORDER = Comparator.<BudgetPlace>comparingInt(
                    place -> SCOPES.indexOf(place.scope))
            .thenComparing(BudgetPlace::name)
            .thenComparingInt(place -> Measures.PERIODS.indexOf(place.period));

    static BudgetPlace of(Standing budget) {
        return new BudgetPlace(budget.scope(), budget.name(), budget.period());
    }

    /** @throws OpenRouterException 400 if this is no place */
    static BudgetPlace parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || !SCOPES.contains(parts.group(1)) || !Measures.PERIODS.contains(parts.group(3))) {
            throw OpenRouterException.invalidRequest("after must be the \"next\" of the page before.", "after");
        }
        return new BudgetPlace(parts.group(1), parts.group(2), parts.group(3));
    }

    String text() {
        return scope + "/" + name + "/" + period;
    }

    @Override
    public int compareTo(BudgetPlace other) {
        return ORDER.compare(this, other);
    }
}
