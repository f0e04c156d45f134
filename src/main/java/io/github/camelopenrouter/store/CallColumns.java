/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.usage.UsageRecord;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of {@code usage_record}, and what of a record stands in each. */
final class CallColumns {

    /** Behind the key. */
    private static final Map<String, Function<UsageRecord, @Nullable Object>> COLUMNS = columns();

    static final Dialect.Table TABLE = new Dialect.Table("usage_record", List.of("id"), List.copyOf(COLUMNS.keySet()));

    private CallColumns() {}

    static void set(PreparedStatement statement, UsageRecord call) throws SQLException {
        int at = 1;
        statement.setObject(at++, call.id());
        for (Function<UsageRecord, @Nullable Object> column : COLUMNS.values()) {
            statement.setObject(at++, column.apply(call));
        }
    }

    private static Map<String, Function<UsageRecord, @Nullable Object>> columns() {
        Map<String, Function<UsageRecord, @Nullable Object>> columns = new LinkedHashMap<>();
        columns.put("rev", UsageRecord::rev);
        columns.put("request_id", text("/request_id"));
        columns.put("parent", text("/parent"));
        columns.put("started_at", call -> call.time().atOffset(ZoneOffset.UTC));
        columns.put("gateway", text("/gateway"));
        columns.put("node", text("/node"));
        columns.put("door", text("/door"));
        columns.put("operation", text("/operation"));
        columns.put("stream", flag("/stream"));
        columns.put("client_key", text("/client/key"));
        columns.put("team", text("/client/team"));
        columns.put("client_user", text("/client/user"));
        columns.put("end_user", text("/client/end_user"));
        columns.put("tags", json("/tags"));
        columns.put("model_asked", text("/model/asked"));
        columns.put("model_sent", text("/model/sent"));
        columns.put("model_served", text("/model/served"));
        columns.put("vendor", text("/vendor"));
        columns.put("provider", text("/provider"));
        columns.put("upstream_key", text("/upstream_key"));
        columns.put("status", call -> number(call.json().at("/status"), JsonNode::intValue));
        columns.put("outcome", text("/outcome"));
        columns.put("error_code", text("/error/code"));
        columns.put("error_type", text("/error/type"));
        columns.put("finish_reason", text("/finish_reason"));
        columns.put("generation_id", CallColumns::generation);
        columns.put("attempts", json("/attempts"));
        columns.put("prompt_tokens", count("/tokens/prompt"));
        columns.put("cached_tokens", count("/tokens/cached"));
        columns.put("cache_write_tokens", count("/tokens/cache_write"));
        columns.put("completion_tokens", count("/tokens/completion"));
        columns.put("reasoning_tokens", count("/tokens/reasoning"));
        columns.put("byok", flag("/byok"));
        columns.put("cost", amount("/cost"));
        columns.put("upstream_cost", amount("/upstream_cost"));
        columns.put("spend", amount("/spend"));
        columns.put("cost_source", text("/cost_source"));
        columns.put("guardrails", json("/guardrails"));
        columns.put("queued_ms", millis("/ms/queued"));
        columns.put("first_token_ms", millis("/ms/first_token"));
        columns.put("total_ms", millis("/ms/total"));
        columns.put("overhead_ms", millis("/ms/overhead"));
        columns.put("request_bytes", count("/bytes/request"));
        columns.put("response_bytes", count("/bytes/response"));
        columns.put("session", text("/session"));
        return columns;
    }

    /** A client may have put a NUL into a name, which PostgreSQL has no text for: its call counts all the same. */
    static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    private static Function<UsageRecord, @Nullable Object> text(String pointer) {
        return call -> {
            String text = call.json().at(pointer).textValue();
            return text == null ? null : storable(text);
        };
    }

    private static Function<UsageRecord, @Nullable Object> json(String pointer) {
        return call -> {
            JsonNode node = call.json().at(pointer);
            return node.isMissingNode() ? null : node.toString();
        };
    }

    private static Function<UsageRecord, @Nullable Object> flag(String pointer) {
        return call -> {
            JsonNode node = call.json().at(pointer);
            return node.isBoolean() ? node.booleanValue() : null;
        };
    }

    private static Function<UsageRecord, @Nullable Object> count(String pointer) {
        return call -> number(call.json().at(pointer), JsonNode::longValue);
    }

    private static Function<UsageRecord, @Nullable Object> millis(String pointer) {
        return call -> number(call.json().at(pointer), JsonNode::decimalValue);
    }

    private static Function<UsageRecord, @Nullable Object> amount(String pointer) {
        return call -> {
            String text = call.json().at(pointer).asText();
            return text.isEmpty() ? null : new BigDecimal(text);
        };
    }

    private static <T> @Nullable T number(JsonNode node, Function<JsonNode, T> value) {
        return node.isNumber() ? value.apply(node) : null;
    }

    /** Of the last attempt that has one: whose answer the client got. */
    private static @Nullable Object generation(UsageRecord call) {
        String last = null;
        for (JsonNode attempt : call.json().path("attempts")) {
            String id = attempt.path("generation_id").textValue();
            last = id == null ? last : storable(id);
        }
        return last;
    }
}
