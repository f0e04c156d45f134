/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.policy.document.NamedModel;
import io.github.camelopenrouter.policy.document.Names;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** How much one part of a level is, beside that of another. Whoever is in doubt says that it is more. */
final class Measures {

    private static final Map<String, Long> SECONDS = Map.of("min", 60L, "hour", 3_600L, "day", 86_400L);
    static final List<String> PERIODS = List.of("hour", "day", "week", "month", "year", "total");

    private Measures() {}

    /**
     * Whether each model that the one pattern stands for is one of the list. A pattern with {@code *} is one of those that
     * a pattern of the list takes for a text: that one's {@code *} stands for its {@code *}, too. Only what is no plain model
     * has to be there word for word, for no {@code *} stands for it.
     */
    static boolean isWithin(String pattern, List<String> list) {
        Names names = Names.of(list);
        NamedModel model = NamedModel.of(pattern);
        return pattern.contains("*") || model.isPlain() && model.preset() == null
                ? names.contain(pattern)
                : names.containLiterally(pattern);
    }

    /** Of two rates such as {@code 600/min}: neither more in all nor more at once. */
    static boolean isRateWithin(JsonNode rate, JsonNode other) {
        String[] one = rate.asText().split("/", 2);
        String[] two = other.asText().split("/", 2);
        BigDecimal amount = new BigDecimal(one[0]);
        BigDecimal most = new BigDecimal(two[0]);
        return amount.compareTo(most) <= 0
                && amount.multiply(BigDecimal.valueOf(seconds(two[1])))
                                .compareTo(most.multiply(BigDecimal.valueOf(seconds(one[1]))))
                        <= 0;
    }

    private static long seconds(String unit) {
        return SECONDS.getOrDefault(unit, 0L);
    }

    /** Of a limit of any name. */
    static boolean isLimitWithin(JsonNode limit, JsonNode other) {
        return limit.isTextual() && other.isTextual()
                ? isRateWithin(limit, other)
                : limit.isNumber() && other.isNumber() && limit.longValue() <= other.longValue();
    }

    static boolean isUsdWithin(JsonNode budget, JsonNode other) {
        return new BigDecimal(budget.path("usd").asText())
                        .compareTo(new BigDecimal(other.path("usd").asText()))
                <= 0;
    }

    /** Whether the one renews at least as often as the other. */
    static boolean isShorterOrSame(JsonNode budget, JsonNode other) {
        return PERIODS.indexOf(budget.path("period").asText())
                <= PERIODS.indexOf(other.path("period").asText());
    }

    /** The same budget, or less of it. */
    static boolean isBudgetWithin(JsonNode budget, JsonNode other) {
        return isUsdWithin(budget, other)
                && List.of("period", "when-spent", "zone", "week-start").stream()
                        .allMatch(field -> budget.path(field).equals(other.path(field)));
    }
}
