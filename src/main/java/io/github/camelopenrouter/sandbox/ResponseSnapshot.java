/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The response object of the Responses API: the request's settings repeated around status and output. */
final class ResponseSnapshot {

    private static final JsonNode DEFAULTS = Json.parse("""
            {"tools":[],"tool_choice":"auto","parallel_tool_calls":true,"max_output_tokens":null,"temperature":1,
            "top_p":1,"presence_penalty":0,"frequency_penalty":0,"top_logprobs":0,"max_tool_calls":null,"metadata":{},
            "background":false,"previous_response_id":null,"service_tier":"auto","truncation":"disabled","store":false,
            "instructions":null,"text":{"format":{"type":"text"}},"reasoning":null,"safety_identifier":null,
            "prompt_cache_key":null,"prompt_cache_options":null}""");

    private final Call call;

    ResponseSnapshot(Call call) {
        this.call = call;
    }

    ObjectNode inProgress() {
        return of("in_progress", Json.array(), null, null);
    }

    ObjectNode ended(Reply reply, ArrayNode output) {
        ObjectNode usage = reply.usage().responses();
        if (reply.finish() != Finish.LENGTH) {
            return of("completed", output, null, usage);
        }
        ObjectNode response = of("incomplete", output, null, usage);
        return response.set("incomplete_details", Json.object().put("reason", "max_output_tokens"));
    }

    ObjectNode failed(ArrayNode output) {
        ObjectNode error = Json.object().put("code", "server_error").put("message", ApiError.PROVIDER_GONE.message());
        return of("failed", output, error, null).put("error_type", "provider_unavailable");
    }

    private ObjectNode of(String status, ArrayNode output, @Nullable ObjectNode error, @Nullable ObjectNode usage) {
        boolean ended = usage != null;
        ObjectNode response = Json.object().put("id", call.id()).put("object", "response");
        response.put("created_at", call.created()).put("model", call.model().id());
        response.put("status", status);
        response.put("completed_at", ended ? Instant.now().getEpochSecond() : null);
        response.set("output", output);
        response.set("error", error);
        response.putNull("incomplete_details");
        DEFAULTS.properties()
                .forEach(setting -> response.set(setting.getKey(), requested(setting.getKey(), setting.getValue())));
        response.put("service_tier", ended ? "default" : "auto");
        return response.set("usage", usage);
    }

    private JsonNode requested(String name, JsonNode absent) {
        return call.body().hasNonNull(name) ? call.body().path(name) : absent;
    }
}
