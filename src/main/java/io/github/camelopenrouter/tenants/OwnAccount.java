/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.call.UpstreamTarget;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.passthrough.PassThroughPath;
import io.github.camelopenrouter.spi.BudgetReport.Standing;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Answers on OpenRouter's account paths for the caller: what its key has used, its team, and what was generated for that.
 * Amounts are numbers as OpenRouter's are, with all their digits.
 */
final class OwnAccount implements Processor {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final int DAYS = 30;

    private final OwnUsage usage;
    private final OwnBudgets budgets;
    private final Generations generations;
    private final Owners owners;
    private final Clock clock;

    OwnAccount(OwnUsage usage, OwnBudgets budgets, Generations generations, Owners owners, Clock clock) {
        this.usage = usage;
        this.budgets = budgets;
        this.generations = generations;
        this.owners = owners;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws JsonProcessingException {
        PassThroughPath path = Objects.requireNonNull(PassThroughPath.of(exchange));
        Principal caller = Principal.of(exchange);
        JsonNode data = switch (path) {
            case KEY -> key(caller);
            case CREDITS -> credits(caller);
            case GENERATION -> generation(exchange);
            default -> activity(caller, query(exchange));
        };
        ObjectNode answer = JSON.createObjectNode();
        answer.set("data", data);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(JSON.writeValueAsString(answer).getBytes(UTF_8));
    }

    private ObjectNode key(Principal caller) {
        LocalDate today = LocalDate.now(clock);
        List<Map<String, @Nullable Object>> days = usage.ofKey(caller);
        ObjectNode key = JSON.createObjectNode().put("label", caller.label());
        limit(key, budgets.ofKey(caller).orElse(null));
        key.put("include_byok_in_limit", false);
        sums(key, "usage", "cost", days, today);
        sums(key, "byok_usage", "upstream_cost", days, today);
        key.put("is_free_tier", false).put("is_management_key", false).put("is_provisioning_key", false);
        key.putObject("rate_limit")
                .put("requests", -1)
                .put("interval", "10s")
                .put("note", "This field is deprecated and safe to ignore.");
        return key;
    }

    private static void limit(ObjectNode key, @Nullable Standing budget) {
        if (budget == null) {
            key.putNull("limit").putNull("limit_remaining").putNull("limit_reset");
        } else {
            key.put("limit", budget.limit()).put("limit_remaining", OwnBudgets.left(budget));
            key.put("limit_reset", OwnBudgets.reset(budget));
        }
    }

    private static void sums(
            ObjectNode key, String name, String column, List<Map<String, @Nullable Object>> days, LocalDate today) {
        key.put(name, OwnUsage.sum(days, column, LocalDate.MIN));
        key.put(name + "_daily", OwnUsage.sum(days, column, today));
        key.put(
                name + "_weekly",
                OwnUsage.sum(days, column, today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))));
        key.put(name + "_monthly", OwnUsage.sum(days, column, today.withDayOfMonth(1)));
    }

    /** What is left is the difference of both, also to clients who compute it. */
    private ObjectNode credits(Principal caller) {
        BigDecimal used = OwnUsage.sum(usage.ofTeam(caller), "cost", LocalDate.MIN);
        BigDecimal credits = budgets.ofTeam(caller)
                .map(budget -> used.add(OwnBudgets.left(budget)))
                .orElse(null);
        return JSON.createObjectNode().put("total_credits", credits).put("total_usage", used);
    }

    private ObjectNode generation(Exchange exchange) {
        String id = Objects.requireNonNull(query(exchange)); // the table says that it has to be there
        JsonNode record = generations.find(id, owners.of(exchange));
        if (record == null) {
            throw Owners.unknown("Generation");
        }
        return GenerationJson.of(record, id, JSON.createObjectNode());
    }

    private ArrayNode activity(Principal caller, @Nullable String date) {
        LocalDate today = LocalDate.now(clock);
        LocalDate from = date == null ? today.minusDays(DAYS) : day(date);
        LocalDate to = date == null ? today.plusDays(1) : from.plusDays(1);
        ArrayNode rows = JSON.createArrayNode();
        usage.ofTeamByModel(
                        caller,
                        from.atStartOfDay(ZoneOffset.UTC).toInstant(),
                        to.atStartOfDay(ZoneOffset.UTC).toInstant())
                .forEach(row -> rows.add(activity(row)));
        return rows;
    }

    private static ObjectNode activity(Map<String, @Nullable Object> row) {
        ObjectNode day = JSON.createObjectNode();
        day.put("date", String.valueOf(row.get("day")));
        day.put("model", String.valueOf(row.get("model")));
        day.put("model_permaslug", String.valueOf(row.get("model")));
        day.put("endpoint_id", "").put("provider_name", "");
        day.put("usage", OwnUsage.amount(row, "cost"));
        day.put("byok_usage_inference", OwnUsage.amount(row, "upstream_cost"));
        day.put("requests", OwnUsage.count(row, "calls"));
        day.put("prompt_tokens", OwnUsage.count(row, "prompt_tokens"));
        day.put("completion_tokens", OwnUsage.count(row, "completion_tokens"));
        return day.put("reasoning_tokens", OwnUsage.count(row, "reasoning_tokens"));
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw OpenRouterException.invalidRequest("The query's 'date' must be a day like 2026-11-01.", "date");
        }
    }

    /** The value of the one query that such a path has, checked by the table; null for none. */
    private static @Nullable String query(Exchange exchange) {
        String query = UpstreamTarget.of(exchange).query();
        return query == null ? null : query.substring(query.indexOf('=') + 1);
    }
}
