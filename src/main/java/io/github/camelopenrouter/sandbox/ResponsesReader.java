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
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code /responses}: input items, flat tools, {@code text.format}. */
final class ResponsesReader implements PromptReader {

    @Override
    public Prompt read(ObjectNode body) {
        JsonNode input = body.path("input");
        JsonNode last = Requests.last(input);
        boolean answered = last.path("type").asText().equals("function_call_output");
        boolean sealed = body.path("include").toString().contains("reasoning.encrypted_content");
        String said = input.isTextual() ? input.asText() : Requests.lastOf(input, "user");
        return new Prompt(
                said,
                answered ? Requests.text(last.path("output")) : null,
                answered ? List.of() : Toolbox.choose(tools(body), body.path("tool_choice"), said),
                Requests.number(body, "max_output_tokens"),
                Requests.thinking(body, sealed),
                Requests.schema(body.path("text").path("format")));
    }

    private static List<Prompt.Tool> tools(ObjectNode body) {
        List<Prompt.Tool> tools = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            if (tool.path("type").asText().equals("function")) {
                tools.add(new Prompt.Tool(tool.path("name").asText(), tool.path("parameters")));
            }
        }
        return tools;
    }
}
