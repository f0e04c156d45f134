/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.PlainJson;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request lets something run behind the gateway that is paid for besides the model, or has the model asked again
 * and again (source: OpenRouter, "Server tools" and "Plugins"). What nobody knows is taken to be paid for.
 */
final class PaidTools {

    /** The client runs them itself; an absent type is Anthropic's for such a tool. */
    private static final Set<String> OF_THE_CLIENT = Set.of("", "function", "custom");

    /** They change the request or the answer, or choose the model. */
    private static final Set<String> FREE_PLUGINS =
            Set.of("response-healing", "context-compression", "auto-router", "auto-beta-router", "pareto-router");

    private static final String FILES = "file-parser";
    private static final Set<String> FREE_ENGINES = Set.of("native", "cloudflare-ai", "pdf-text");

    private PaidTools() {}

    static boolean any(ObjectNode request, PlainJson plain) {
        return anyServerTool(request.get("tools"), plain)
                || anyPlugin(request.get("plugins"), plain)
                || request.hasNonNull("web_search_options")
                || request.hasNonNull("mcp_servers");
    }

    /** Whether it has a tool that OpenRouter runs, in its list of them or in an item of the conversation. */
    static boolean runServerTools(ObjectNode request, PlainJson plain) {
        return anyServerTool(request.get("tools"), plain)
                || ContentWalk.through(request, plain).hasServerTools();
    }

    /** Whether one of a list of tools does not run where the client is. */
    static boolean anyServerTool(@Nullable JsonNode tools, PlainJson plain) {
        if (tools == null) {
            return false;
        }
        for (JsonNode tool : plain.of(tools)) {
            if (!OF_THE_CLIENT.contains(plain.of(tool).path("type").asText())) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyPlugin(@Nullable JsonNode plugins, PlainJson plain) {
        if (plugins == null) {
            return false;
        }
        for (JsonNode plugin : plain.of(plugins)) {
            if (isPaid(plain.whole(plugin))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPaid(JsonNode plugin) {
        String id = plugin.isTextual() ? plugin.asText() : plugin.path("id").asText();
        JsonNode enabled = plugin.path("enabled");
        if (FREE_PLUGINS.contains(id) || enabled.isBoolean() && !enabled.booleanValue()) {
            return false;
        }
        String engine = plugin.path("pdf").path("engine").asText();
        return !(id.equals(FILES) && FREE_ENGINES.contains(engine));
    }
}
