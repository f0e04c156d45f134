/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.RequestTree;
import org.jspecify.annotations.Nullable;

/**
 * One chat message as items of the Responses API. The API has no tool messages and no {@code tool_calls}: a result and
 * a call are items of their own there (source: OpenAI's guide on migrating to Responses).
 */
final class InputItems {

    private static final String CONTENT = "content";
    private static final String TOOL_CALLS = "tool_calls";

    private InputItems() {}

    static void append(ObjectNode message, ArrayNode items) {
        String role = message.path("role").asText();
        if (role.equals("tool")) {
            items.add(toolResult(message));
        } else if (role.equals("assistant") && message.get(TOOL_CALLS) instanceof ArrayNode calls && !calls.isEmpty()) {
            appendWithCalls(message, calls, items);
        } else {
            items.add(converted(message, role));
        }
    }

    private static void appendWithCalls(ObjectNode message, ArrayNode calls, ArrayNode items) {
        message.remove(TOOL_CALLS);
        if (hasContent(message.get(CONTENT))) {
            items.add(converted(message, "assistant"));
        }
        calls.forEach(call -> items.add(toolCall(call)));
    }

    private static ObjectNode converted(ObjectNode message, String role) {
        InputParts.convert(message.get(CONTENT), role);
        return message;
    }

    private static JsonNode toolResult(ObjectNode message) {
        ObjectNode item = JsonNodeFactory.instance.objectNode().put("type", "function_call_output");
        move(message, "tool_call_id", item, "call_id");
        JsonNode content = message.get(CONTENT);
        InputParts.convert(content, "tool");
        return RequestTree.isGiven(content) ? item.set("output", content) : item.put("output", "");
    }

    /** A call of anything but a function has no counterpart we know: it passes for the upstream to judge. */
    private static JsonNode toolCall(JsonNode call) {
        if (!(call instanceof ObjectNode) || !(call.get("function") instanceof ObjectNode function)) {
            return call;
        }
        ObjectNode item = JsonNodeFactory.instance.objectNode().put("type", "function_call");
        move((ObjectNode) call, "id", item, "call_id");
        move(function, "name", item, "name");
        move(function, "arguments", item, "arguments");
        return item;
    }

    private static void move(ObjectNode from, String key, ObjectNode to, String newKey) {
        JsonNode value = from.get(key);
        if (value != null) {
            to.set(newKey, value);
        }
    }

    private static boolean hasContent(@Nullable JsonNode content) {
        if (content instanceof ArrayNode) {
            return !content.isEmpty();
        }
        return RequestTree.isGiven(content) && !RequestTree.isEmptyText(content);
    }
}
