/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A call of the journal as OpenRouter's {@code /v1/generation} tells it; null is what nobody knows. */
final class GenerationJson {

    private GenerationJson() {}

    /** @param id of the attempt that is asked for: a call may have had more than one */
    static ObjectNode of(JsonNode record, String id, ObjectNode data) {
        JsonNode attempt = attempt(record, id);
        JsonNode tokens = record.path("tokens");
        JsonNode model = record.path("model");
        data.put("id", id);
        data.put("model", model.has("served") ? text(model, "served") : text(attempt, "model"));
        data.put("created_at", text(record, "time")).put("api_type", text(record, "operation"));
        data.put("provider_name", attempt.has("provider") ? text(attempt, "provider") : text(record, "provider"));
        data.put("streamed", record.path("stream").booleanValue());
        data.put(
                "cancelled",
                text(record, "outcome") != null
                        && record.path("outcome").asText().equals("cancelled"));
        data.put("finish_reason", text(record, "finish_reason")).putNull("native_finish_reason");
        data.put("total_cost", amount(attempt, "cost")).put("usage", amount(attempt, "cost"));
        data.put("upstream_inference_cost", amount(attempt, "upstream_cost"));
        data.put("is_byok", record.path("byok").booleanValue());
        count(data, "tokens_prompt", tokens, "prompt");
        count(data, "tokens_completion", tokens, "completion");
        count(data, "native_tokens_prompt", tokens, "prompt");
        count(data, "native_tokens_completion", tokens, "completion");
        count(data, "native_tokens_reasoning", tokens, "reasoning");
        count(data, "native_tokens_cached", tokens, "cached");
        count(data, "latency", record.path("ms"), "first_token");
        count(data, "generation_time", record.path("ms"), "total");
        for (String unknown :
                new String[] {"upstream_id", "cache_discount", "app_id", "origin", "moderation_latency"}) {
            data.putNull(unknown);
        }
        return data;
    }

    private static JsonNode attempt(JsonNode record, String id) {
        JsonNode found = record.path("attempts").path(-1);
        for (JsonNode attempt : record.path("attempts")) {
            if (attempt.path("generation_id").asText().equals(id)) {
                found = attempt;
            }
        }
        return found;
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.path(name).asText(null);
    }

    private static @Nullable BigDecimal amount(JsonNode node, String name) {
        String digits = node.path(name).asText();
        return digits.isEmpty() ? null : new BigDecimal(digits);
    }

    private static void count(ObjectNode data, String name, JsonNode node, String of) {
        data.set(name, node.path(of).isNumber() ? node.path(of) : data.nullNode());
    }
}
