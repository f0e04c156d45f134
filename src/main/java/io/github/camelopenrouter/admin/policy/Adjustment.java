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
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Redaction;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.spi.BudgetReport.Standing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an admin wants to be counted beside the calls of a budget.
 *
 * @param since when the budget's window begins, as one of two of one period has it; null where nobody has said it
 * @param renews when it ends, likewise
 * @param usd less than nothing gives back
 * @param reason one line, for whoever reads the audit
 */
record Adjustment(
        String scope,
        String name,
        String period,
        @Nullable Instant since,
        @Nullable Instant renews,
        BigDecimal usd,
        String reason) {

    private static final Set<String> FIELDS = Set.of("scope", "name", "period", "since", "renews", "usd", "reason");
    private static final String MOMENT =
            "must be the moment that the list of budgets has, as in \"2026-12-01T00:00:00Z\"";
    private static final Pattern USD = Pattern.compile("-?\\d{1,12}(\\.\\d{1,12})?");
    private static final Pattern ONE_LINE = Pattern.compile("[^\\p{Cntrl}\\p{Zl}\\p{Zp}]{1,500}");

    /** @throws OpenRouterException 400 with the field that is none */
    static Adjustment of(ObjectNode body) {
        for (String field : new TreeSet<>(fields(body))) {
            require(FIELDS.contains(field), field, "there is no '" + field + "' here");
        }
        String scope = text(body, "scope");
        require(
                scope != null && BudgetPlace.SCOPES.contains(scope),
                "scope",
                "'scope' must be one of " + BudgetPlace.SCOPES);
        String name = text(body, "name");
        boolean isNamed = name != null && !name.isEmpty();
        require(
                isNamed != "organisation".equals(scope),
                "name",
                isNamed ? "the organisation has no 'name'" : "a " + scope + " has a 'name'");
        String period = text(body, "period");
        require(
                period != null && Measures.PERIODS.contains(period),
                "period",
                "'period' must be one of " + Measures.PERIODS);
        return new Adjustment(
                String.valueOf(scope),
                name == null ? "" : name,
                String.valueOf(period),
                moment(body, "since"),
                moment(body, "renews"),
                usd(text(body, "usd")),
                reason(text(body, "reason")));
    }

    private static Set<String> fields(ObjectNode body) {
        Set<String> names = new TreeSet<>();
        body.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static @Nullable Instant moment(ObjectNode body, String field) {
        JsonNode given = body.path(field);
        if (given.isMissingNode() || given.isNull()) {
            return null;
        }
        try {
            return Instant.parse(given.asText());
        } catch (DateTimeParseException e) {
            throw OpenRouterException.invalidRequest("'" + field + "' " + MOMENT + ".", "/" + field);
        }
    }

    private static BigDecimal usd(@Nullable String text) {
        BigDecimal usd = text != null && USD.matcher(text).matches() ? new BigDecimal(text) : BigDecimal.ZERO;
        require(
                usd.signum() != 0,
                "usd",
                "'usd' must be US dollars as a text in plain digits, as in \"0.50\", or \"-0.50\" to give back");
        return usd;
    }

    /** A key that somebody has pasted into it does not stay in the audit. */
    private static String reason(@Nullable String text) {
        require(
                text != null && !text.isBlank() && ONE_LINE.matcher(text).matches(),
                "reason",
                "'reason' must be one line of at most 500 characters that says why");
        return Redaction.maskKeysAnywhere(String.valueOf(text).strip());
    }

    private static @Nullable String text(ObjectNode body, String field) {
        JsonNode value = body.get(field);
        return value == null ? null : value.textValue();
    }

    private static void require(boolean holds, String field, String sentence) {
        if (!holds) {
            throw OpenRouterException.invalidRequest(
                    Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".", "/" + field);
        }
    }

    boolean isOf(Standing budget) {
        return budget.period().equals(period)
                && (since == null || since.equals(budget.since()))
                && (renews == null || renews.equals(budget.renews()));
    }

    /**
     * Two of one period may have windows of their own, by their zones or the days that their weeks begin with.
     *
     * @throws OpenRouterException 400 if any of these may be meant
     */
    void requireOne(List<Standing> meant) {
        Set<String> windows = new TreeSet<>();
        meant.forEach(budget -> windows.add(budget.since() + " to " + budget.renews()));
        require(
                windows.size() == 1,
                "renews",
                "there are " + windows.size() + " such budgets: say by 'since' or 'renews' which, " + windows);
    }

    /** As the audit calls it. */
    String target() {
        return (name.isEmpty() ? scope : scope + " " + name) + " " + period;
    }
}
