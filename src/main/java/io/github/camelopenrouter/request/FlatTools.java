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
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.RequestTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a chat request wraps in an object of its own, a tool, the choice of one and the format of a response, without the wrapper,
 * as the Responses API has it (source: OpenAI's guide on migrating to Responses). What has no wrapper, such as OpenRouter's own
 * tools, is the same in both.
 */
final class FlatTools {

    private static final List<String> TOOLS = List.of("function", "custom");

    private FlatTools() {}

    static void tools(ObjectNode body) {
        RequestTree.forEachObject(body.get("tools"), tool -> {
            unwrapTool(tool, "tools");
            if (tool.get("format") instanceof ObjectNode format) {
                unwrap(format, "grammar", "tools"); // of a custom tool
            }
        });
    }

    static void choice(ObjectNode body) {
        if (body.get("tool_choice") instanceof ObjectNode choice) {
            unwrapTool(choice, "tool_choice");
            unwrap(choice, "allowed_tools", "tool_choice");
            RequestTree.forEachObject(choice.get("tools"), tool -> unwrapTool(tool, "tool_choice"));
        }
    }

    static JsonNode format(JsonNode format) {
        if (format instanceof ObjectNode object) {
            unwrap(object, "json_schema", "response_format");
        }
        return format;
    }

    private static void unwrapTool(ObjectNode tool, String parameter) {
        TOOLS.forEach(kind -> unwrap(tool, kind, parameter));
    }

    /** Puts what the wrapper holds in its place. */
    private static void unwrap(ObjectNode object, String wrapper, String parameter) {
        if (object.get(wrapper) instanceof ObjectNode wrapped) {
            wrapped.remove("type"); // the outer one says which wrapper it is
            wrapped.fieldNames()
                    .forEachRemaining(key -> RequestValidation.require(
                            !RequestTree.isGiven(object.get(key)),
                            parameter,
                            "must have '" + key + "' either in '" + wrapper + "' or beside it"));
            RequestTree.replace(object, wrapper, entries(wrapped));
            if (!object.has("type")) {
                object.put("type", wrapper);
            }
        }
    }

    private static Map<String, JsonNode> entries(ObjectNode object) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        object.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }
}
