/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The output items of the Responses API. */
final class ResponseItems {

    private ResponseItems() {}

    static ObjectNode message(String id, String status, ArrayNode content) {
        ObjectNode item = Json.object().put("id", id).put("type", "message").put("status", status);
        return item.put("role", "assistant").set("content", content);
    }

    static ObjectNode textPart(String text) {
        ObjectNode part = Json.object().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        part.putArray("logprobs");
        return part;
    }

    static ObjectNode functionCall(String id, String status, Reply.ToolCall call, String arguments) {
        return Json.object()
                .put("id", id)
                .put("type", "function_call")
                .put("status", status)
                .put("call_id", call.id())
                .put("name", call.name())
                .put("arguments", arguments);
    }

    static ObjectNode emptyReasoning(String id) {
        ObjectNode item = Json.object().put("id", id).put("type", "reasoning").put("status", "in_progress");
        item.putArray("summary");
        return item;
    }

    /** OpenAI's models give a summary, all others their text. */
    static ObjectNode reasoning(String id, Reply reply, boolean summarised) {
        ObjectNode item = emptyReasoning(id).put("status", "completed");
        if (summarised) {
            item.withArray("summary").add(part("summary_text", reply.reasoningText()));
        } else {
            item.putArray("content").add(part("reasoning_text", reply.reasoningText()));
        }
        return reply.sealed()
                ? item.put("encrypted_content", ReasoningProof.SEALED).put("format", "openai-responses-v1")
                : item;
    }

    static ObjectNode part(String type, String text) {
        return Json.object().put("type", type).put("text", text);
    }
}
