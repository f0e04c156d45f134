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
import org.jspecify.annotations.Nullable;

/** Reads the Anthropic {@code /messages}: tool results are blocks of a user message, thinking has its own switch. */
final class MessagesReader implements PromptReader {

    @Override
    public Prompt read(ObjectNode body) {
        JsonNode messages = body.path("messages");
        String result = toolResult(Requests.last(messages));
        String said = Requests.lastOf(messages, "user");
        return new Prompt(
                said,
                result,
                result != null ? List.of() : Toolbox.choose(tools(body), body.path("tool_choice"), said),
                Requests.number(body, "max_tokens"),
                thinking(body.path("thinking")),
                Requests.schema(body.path("output_config").path("format")));
    }

    private static @Nullable String toolResult(JsonNode message) {
        for (JsonNode block : message.path("content")) {
            if (block.path("type").asText().equals("tool_result")) {
                return Requests.text(block.path("content"));
            }
        }
        return null;
    }

    private static List<Prompt.Tool> tools(ObjectNode body) {
        List<Prompt.Tool> tools = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            if (tool.has("input_schema")) {
                tools.add(new Prompt.Tool(tool.path("name").asText(), tool.path("input_schema")));
            }
        }
        return tools;
    }

    private static Prompt.Thinking thinking(JsonNode thinking) {
        String type = thinking.path("type").asText("disabled");
        return new Prompt.Thinking(!type.equals("disabled"), false, true);
    }
}
