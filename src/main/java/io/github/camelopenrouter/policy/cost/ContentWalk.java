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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.PlainJson;
import io.github.camelopenrouter.tokens.PromptTokens;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks through a request for what is paid for apart from text: pictures, sound, and marks for the prompt cache. */
final class ContentWalk {

    private static final List<String> FIELDS = List.of(
            "messages",
            "input",
            "prompt",
            "system",
            "tools",
            "functions",
            "documents",
            "prediction",
            "input_references",
            "frame_images");

    private static final String CACHE = "cache_control";
    private static final String SHORT = "5m";

    /** Schemas, and what a model has said to a tool: whatever it is called in there, it is none of that. */
    private static final Set<String> OPAQUE = Set.of("parameters", "input_schema", "arguments");

    private static final Set<String> TOOL_CALLS = Set.of("tool_use", "server_tool_use", "mcp_tool_use");
    private static final Set<String> IMAGES = Set.of("image", "image_url", "input_image");
    private static final String SOUND = "input_audio";

    private final PlainJson plain;
    private CacheMark cache = CacheMark.NONE;
    private long images;
    private long audioTokens;
    private boolean serverTools;

    private ContentWalk(PlainJson plain) {
        this.plain = plain;
    }

    static ContentWalk through(ObjectNode request, PlainJson plain) {
        ContentWalk walk = new ContentWalk(plain);
        walk.mark(request.get(CACHE));
        for (int i = 0; i < FIELDS.size(); i++) {
            JsonNode content = request.get(FIELDS.get(i));
            if (content != null && content.isContainerNode()) {
                walk.within(content);
            }
        }
        return walk;
    }

    CacheMark cache() {
        return cache;
    }

    long images() {
        return images;
    }

    long audioTokens() {
        return audioTokens;
    }

    /** Whether an item of the conversation brings tools that run behind the gateway. */
    boolean hasServerTools() {
        return serverTools;
    }

    private void within(JsonNode node) {
        JsonNode shown = PlainJson.hides(node) ? plain.of(node) : node;
        if (shown instanceof ObjectNode part) {
            part(part);
        } else if (shown instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).isContainerNode()) {
                    within(list.get(i));
                }
            }
        }
    }

    private void part(ObjectNode part) {
        String type = part.path("type").asText();
        mark(part.get(CACHE));
        boolean untyped = type.isEmpty();
        if (IMAGES.contains(type) || untyped && (part.hasNonNull("image") || part.hasNonNull("image_url"))) {
            images++;
        } else if (type.equals(SOUND) || untyped && part.hasNonNull(SOUND)) {
            audioTokens += PromptTokens.ofRecording(part);
        }
        boolean call = TOOL_CALLS.contains(type);
        for (Map.Entry<String, JsonNode> member : part.properties()) {
            JsonNode value = member.getValue();
            if (value.isContainerNode()) {
                member(member.getKey(), value, call);
            }
        }
    }

    private void member(String key, JsonNode value, boolean ofCall) {
        if (key.equals("tools") && PaidTools.anyServerTool(value, plain)) {
            serverTools = true;
        }
        if (!OPAQUE.contains(key) && !(ofCall && key.equals("input"))) {
            within(value);
        }
    }

    private void mark(@Nullable JsonNode written) {
        if (written != null && !written.isNull()) {
            JsonNode life = plain.of(written).path("ttl");
            boolean isShort =
                    life.isMissingNode() || life.isNull() || life.asText().equals(SHORT);
            cache = cache.and(isShort ? CacheMark.SHORT : CacheMark.HOUR);
        }
    }
}
