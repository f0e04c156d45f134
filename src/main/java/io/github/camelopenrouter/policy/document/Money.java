/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How budgets and limits are written; what they do stands elsewhere. */
final class Money {

    private static final Pattern USD = Pattern.compile("\\d{1,12}(\\.\\d{1,12})?");
    private static final Pattern RATE = Pattern.compile("[1-9]\\d{0,11}/(min|hour|day)");
    private static final Set<String> PERIODS = Set.of("hour", "day", "week", "month", "year", "total");
    private static final Set<String> BUDGET = Set.of("usd", "period", "when-spent", "zone", "week-start");
    private static final Set<String> LIMITS = Set.of("requests", "tokens", "concurrent");

    private static final Set<String> WEEK = Stream.of(DayOfWeek.values())
            .map(day -> day.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private Money() {}

    /** A list of budgets as it stands, once it is looked through. */
    static @Nullable JsonNode budgets(Fields level) throws PolicyFault {
        JsonNode list = level.get("budgets");
        if (list == null) {
            return null;
        }
        String pointer = level.pointer("budgets");
        if (!list.isArray()) {
            throw new PolicyFault(pointer, "'budgets' must be a list, as in [{ usd: \"500\", period: month }]");
        }
        for (int i = 0; i < list.size(); i++) {
            budget(Fields.of(list.get(i), pointer + "/" + i, BUDGET));
        }
        return list;
    }

    private static void budget(Fields budget) throws PolicyFault {
        requireUsd(budget, "usd");
        String period = budget.text("period");
        if (period == null || !PERIODS.contains(period)) {
            throw new PolicyFault(budget.pointer("period"), "'period' must be hour, day, week, month, year or total");
        }
        calendar(budget);
        JsonNode spent = budget.get("when-spent");
        if (spent != null && spent.isObject()) {
            Fields other = Fields.of(spent, budget.pointer("when-spent"), Set.of("model"));
            String model = other.text("model");
            if (model == null || !NamedModel.of(model).isPlain()) {
                throw new PolicyFault(
                        other.pointer(), "'when-spent' must name a 'model' of OpenRouter's, as in openai/gpt-4o-mini");
            }
        } else if (spent != null && !Set.of("refuse", "warn").contains(spent.asText())) {
            throw new PolicyFault(
                    budget.pointer("when-spent"), "'when-spent' must be refuse, warn or { model: <a cheaper one> }");
        }
    }

    private static void calendar(Fields budget) throws PolicyFault {
        String zone = budget.text("zone");
        if (zone != null && !ZoneId.getAvailableZoneIds().contains(zone)) {
            throw new PolicyFault(budget.pointer("zone"), "'zone' must be a time zone, as in Europe/Berlin or UTC");
        }
        String first = budget.text("week-start");
        if (first != null && !WEEK.contains(first)) {
            throw new PolicyFault(budget.pointer("week-start"), "'week-start' must be a day, as in monday or sunday");
        }
    }

    /** An amount is a text in plain digits: as a number it would not be exact. */
    static void requireUsd(Fields fields, String name) throws PolicyFault {
        JsonNode usd = fields.get(name);
        if (usd == null || !usd.isTextual() || !USD.matcher(usd.textValue()).matches()) {
            throw new PolicyFault(
                    fields.pointer(name),
                    "'" + name + "' must be US dollars as a text in plain digits, as in \"0.50\", not below zero");
        }
    }

    static @Nullable JsonNode limits(Fields level) throws PolicyFault {
        JsonNode written = level.get("limits");
        if (written == null) {
            return null;
        }
        Fields limits = Fields.of(written, level.pointer("limits"), LIMITS);
        for (String name : Set.of("requests", "tokens")) {
            JsonNode rate = limits.get(name);
            if (rate != null
                    && !(rate.isTextual() && RATE.matcher(rate.textValue()).matches())) {
                throw new PolicyFault(
                        limits.pointer(name), "'" + name + "' must be a rate, as in 600/min, 600/hour or 600/day");
            }
        }
        limits.count("concurrent");
        return written;
    }
}
