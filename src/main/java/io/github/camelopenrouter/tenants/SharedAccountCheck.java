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
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.body.PlainJson;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.passthrough.MultipartBody;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Refuses what OpenRouter keeps for an account and not for one of its tenants: files that are only named, and the machines on
 * which its tools run. Who has keys of the own ({@link OpenRouterConstants#UPSTREAM_KEYS}) has an account of the own.
 */
final class SharedAccountCheck implements Processor {

    private static final int READ_BEFORE = Integer.MAX_VALUE - 1;
    private static final Set<String> TOOLS =
            Set.of("openrouter:files", "openrouter:shell", "shell", "openrouter:bash", "bash", "code_interpreter");
    private static final Set<String> FIELDS = Set.of("file_id", "file_ids", "container");
    private static final String CONTAINERS = "container_";
    /** The client's own words, which mean nothing to OpenRouter. */
    private static final Set<String> OF_THE_CLIENT =
            Set.of("parameters", "input_schema", "schema", "json_schema", "arguments", "metadata");

    private static final Set<String> TOOL_CALLS = Set.of("tool_use", "server_tool_use", "mcp_tool_use");

    @Override
    public void process(Exchange exchange) throws IOException {
        if (exchange.getProperty(OpenRouterConstants.UPSTREAM_KEYS) != null) {
            return;
        }
        if (exchange.getMessage().getBody() instanceof MultipartBody form) {
            FormNames.refuse(form, SharedAccountCheck::isOfAccount, SharedAccountCheck::refusal);
            return;
        }
        ObjectNode body = RequestBody.in(exchange.getMessage(), READ_BEFORE).tree();
        PlainJson plain = new PlainJson();
        tools(body.path("tools"), plain);
        within(body, plain);
    }

    private static void tools(JsonNode tools, PlainJson plain) {
        for (JsonNode tool : PlainJson.hides(tools) ? plain.of(tools) : tools) {
            String type = plain.of(tool).path("type").asText();
            if (TOOLS.contains(type)) {
                throw refusal(type);
            }
        }
    }

    private static void within(JsonNode node, PlainJson plain) {
        JsonNode part = PlainJson.hides(node) ? plain.of(node) : node;
        if (part instanceof ObjectNode object) {
            members(object, plain);
            return;
        }
        for (JsonNode element : part) {
            if (element.isContainerNode()) {
                within(element, plain);
            }
        }
    }

    private static void members(ObjectNode object, PlainJson plain) {
        String type = object.path("type").asText();
        if (type.startsWith(CONTAINERS)) {
            throw refusal(type);
        }
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (isOfAccount(name) && !value.isNull()) {
                throw refusal(name);
            }
            boolean own = OF_THE_CLIENT.contains(name) || name.equals("input") && TOOL_CALLS.contains(type);
            if (value.isContainerNode() && !own) {
                within(value, plain);
            }
        }
    }

    private static boolean isOfAccount(String name) {
        return FIELDS.contains(name) || name.startsWith(CONTAINERS);
    }

    private static OpenRouterException refusal(String name) {
        return OpenRouterException.of(
                403,
                "'" + name
                        + "' is not allowed here: what it names belongs to everybody who shares the gateway's account.",
                name,
                "not_allowed");
    }
}
