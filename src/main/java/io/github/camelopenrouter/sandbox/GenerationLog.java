/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code GET /v1/generation} tells about the last answers. Used on the event loop only. */
final class GenerationLog {

    private static final int KEPT = 1_000;

    private final Map<String, ObjectNode> generations = new LinkedHashMap<>();

    void add(Call call, Reply reply) {
        put(call.id(), describe(call, reply));
    }

    /** What is no text; {@code type} is what OpenRouter calls it. */
    void add(String id, String model, String type, BigDecimal cost) {
        ObjectNode data = Json.object().put("id", id).put("model", model).put("provider_name", Call.PROVIDER);
        data.put("api_type", type).put("created_at", Instant.now().toString());
        data.put("streamed", false).put("cancelled", false);
        put(id, data.put("total_cost", cost).put("usage", cost).put("is_byok", false));
    }

    private void put(String id, ObjectNode described) {
        if (generations.size() >= KEPT) {
            generations.remove(generations.keySet().iterator().next());
        }
        generations.put(id, described);
    }

    Script find(@Nullable String id) {
        ObjectNode found = id == null ? null : generations.get(id);
        if (found == null) {
            throw new Refusal(ApiError.of(404, "Generation " + id + " not found"));
        }
        ObjectNode body = Json.object();
        body.set("data", found);
        return Script.json(200, body);
    }

    private static ObjectNode describe(Call call, Reply reply) {
        Usage usage = reply.usage();
        ObjectNode data = Json.object();
        data.put("id", call.id()).put("model", call.model().id()).put("provider_name", Call.PROVIDER);
        data.put("api_type", call.api() == Api.EMBEDDINGS ? "embeddings" : "completions");
        data.put("created_at", Instant.ofEpochSecond(call.created()).toString());
        data.put("streamed", call.stream()).put("cancelled", false);
        data.put("finish_reason", reply.finish().openAi());
        data.put("native_finish_reason", reply.finish().nativeFor(call.model()));
        data.put("tokens_prompt", usage.prompt()).put("tokens_completion", usage.completion());
        data.put("native_tokens_prompt", usage.prompt()).put("native_tokens_completion", usage.completion());
        data.put("native_tokens_reasoning", usage.reasoning()).put("native_tokens_cached", usage.cached());
        data.put("total_cost", usage.cost()).put("usage", usage.cost());
        data.put("upstream_inference_cost", usage.cost()).put("is_byok", false);
        return data.put("latency", Pace.REAL.first()).putNull("provider_responses");
    }
}
