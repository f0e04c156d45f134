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

/** Reads {@code /chat/completions}. */
final class ChatReader implements PromptReader {

    @Override
    public Prompt read(ObjectNode body) {
        JsonNode messages = body.path("messages");
        JsonNode last = Requests.last(messages);
        boolean answered = last.path("role").asText().equals("tool");
        String said = Requests.lastOf(messages, "user");
        return new Prompt(
                said,
                answered ? Requests.text(last.path("content")) : null,
                answered ? List.of() : Toolbox.choose(tools(body), body.path("tool_choice"), said),
                Requests.number(body, "max_completion_tokens", "max_tokens"),
                Requests.thinking(body, true),
                Requests.schema(body.path("response_format")));
    }

    private static List<Prompt.Tool> tools(ObjectNode body) {
        List<Prompt.Tool> tools = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            JsonNode function = tool.path("function");
            if (function.has("name")) {
                tools.add(new Prompt.Tool(function.path("name").asText(), function.path("parameters")));
            }
        }
        return tools;
    }
}
