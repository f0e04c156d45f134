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
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What goes in and what is to come out: text, pictures, sound, video, and files that are only named. */
final class ContentCheck {

    private static final List<String> CONTENT = List.of(
            "messages", "input", "prompt", "prediction", "system", "documents", "input_references", "frame_images");

    /** Where an item may bring tools of its own. */
    private static final Set<String> CONVERSATION = Set.of("messages", "input");

    /** Their input is what a model has said to a tool: nobody looks for pictures or files in it. */
    private static final Set<String> TOOL_CALLS = Set.of("tool_use", "server_tool_use", "mcp_tool_use");

    private final FileCheck files;
    private final ModalityCheck modalities;
    private final ToolsCheck tools;
    private final PlainJson plain;

    ContentCheck(Grant grant, ToolsCheck tools, PlainJson plain) {
        this.files = new FileCheck(grant, plain);
        this.modalities = new ModalityCheck(grant);
        this.tools = tools;
        this.plain = plain;
    }

    void check(ObjectNode body) {
        for (int i = 0; i < CONTENT.size(); i++) {
            JsonNode content = body.get(CONTENT.get(i));
            if (content != null && content.isContainerNode()) {
                within(content, CONTENT.get(i));
            }
        }
        JsonNode asked = body.get("modalities");
        if (asked != null) {
            modalities(plain.of(asked));
        }
        if (body.hasNonNull("audio")) {
            modalities.require("audio", "audio");
        }
        if (FileCheck.isById(body)) {
            files.requireIds("file_id");
        }
    }

    private void modalities(JsonNode asked) {
        if (asked.isTextual()) {
            modalities.require(asked.asText(), "modalities");
        }
        asked.forEach(modality -> modalities.require(modality.asText(), "modalities"));
    }

    private void within(JsonNode node, String field) {
        JsonNode shown = PlainJson.hides(node) ? plain.of(node) : node;
        if (shown instanceof ObjectNode part) {
            part(part, field);
            return;
        }
        for (JsonNode child : shown) {
            if (child.isContainerNode()) {
                within(child, field);
            }
        }
    }

    private void part(ObjectNode part, String field) {
        modalities.part(part, field);
        String type = part.path("type").asText();
        if (type.equals("container_upload")) {
            files.requireIds(field);
        }
        files.part(part, field);
        boolean call = TOOL_CALLS.contains(type);
        for (Map.Entry<String, JsonNode> member : part.properties()) {
            JsonNode value = member.getValue();
            if (member.getKey().equals("tools") && CONVERSATION.contains(field)) {
                tools.list(value);
            } else if (value.isContainerNode() && !(call && member.getKey().equals("input"))) {
                within(value, field);
            }
        }
    }
}
