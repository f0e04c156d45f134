/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.PlainJson;
import io.github.camelopenrouter.policy.document.Allow.Part;
import io.github.camelopenrouter.request.RequestValidation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tools and plugins: what runs behind the gateway costs and sees more than the model that is asked. */
final class ToolsCheck {

    private static final String TOOLS = "tools";
    private static final String PLUGINS = "plugins";

    /** The client runs them itself; an absent type is Anthropic's for such a tool. */
    private static final Set<String> OF_THE_CLIENT = Set.of("", "function", "custom");

    /** What the client tells of its own tool, where "model" may be the name of an argument; it may be long. */
    private static final Set<String> DESCRIPTIONS =
            Set.of("name", "description", "parameters", "input_schema", "function", "custom");

    private static final List<String> WITHIN = List.of("function", "custom");

    private final Grant grant;
    private final NamedModelsCheck models;
    private final PlainJson plain;

    ToolsCheck(Grant grant, NamedModelsCheck models, PlainJson plain) {
        this.grant = grant;
        this.models = models;
        this.plain = plain;
    }

    void check(ObjectNode body) {
        list(body.get(TOOLS));
        each(body.get("functions"), "functions", function -> ofClient(plain.of(function), "functions"));
        each(body.get(PLUGINS), PLUGINS, this::plugin);
        if (isGiven(body.get("web_search_options"))) {
            requireServerTool("openrouter:web_search", "web_search_options");
        }
        if (isGiven(body.get("mcp_servers"))) {
            requireServerTool("mcp", "mcp_servers");
        }
    }

    /** Tools of the request, or of a part of it. */
    void list(@Nullable JsonNode tools) {
        each(tools, TOOLS, this::tool);
    }

    private void tool(JsonNode written) {
        JsonNode tool = plain.of(written);
        RequestValidation.require(tool.isObject(), TOOLS, "must have objects only");
        String type = type(tool);
        if (!OF_THE_CLIENT.contains(type)) {
            requireServerTool(type, TOOLS);
            models.within(plain.whole(tool), TOOLS);
            return;
        }
        ofClient(tool, TOOLS);
        for (int i = 0; i < WITHIN.size(); i++) {
            JsonNode described = plain.of(tool.path(WITHIN.get(i)));
            if (described.isObject()) {
                ofClient(described, TOOLS);
            }
        }
    }

    private static String type(JsonNode tool) {
        JsonNode type = tool.get("type");
        RequestValidation.require(type == null || type.isTextual(), TOOLS, "must have types that are strings");
        return type == null ? "" : type.asText();
    }

    /** Chat has the name within {@link #WITHIN}, the other APIs beside the type: whichever is read, it is looked at. */
    private void ofClient(JsonNode tool, String field) {
        if (tool.has("name") || WITHIN.stream().noneMatch(tool::has)) {
            String name = tool.path("name").asText("");
            grant.require(Part.TOOLS, name, "tool", field);
        }
        for (Map.Entry<String, JsonNode> entry : tool.properties()) {
            if (!DESCRIPTIONS.contains(entry.getKey())) {
                models.entry(entry.getKey(), plain.whole(entry.getValue()), field);
            }
        }
    }

    private void requireServerTool(String type, String field) {
        if (!grant.allows(Part.SERVER_TOOLS, "openrouter:" + type)) {
            grant.require(Part.SERVER_TOOLS, type, "server tool", field);
        }
    }

    private void plugin(JsonNode written) {
        JsonNode plugin = plain.whole(written);
        String id = plugin.isTextual() ? plugin.asText() : plugin.path("id").asText("");
        grant.require(Part.PLUGINS, id, "plugin", PLUGINS);
        models.within(plugin, PLUGINS);
    }

    private void each(@Nullable JsonNode list, String field, Consumer<JsonNode> check) {
        if (list == null || list.isNull()) {
            return;
        }
        JsonNode entries = plain.of(list);
        RequestValidation.require(entries.isArray(), field, "must be an array");
        entries.forEach(check);
    }

    private static boolean isGiven(@Nullable JsonNode node) {
        return node != null && !node.isNull();
    }
}
