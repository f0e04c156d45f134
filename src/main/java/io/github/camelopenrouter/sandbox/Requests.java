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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Small readings that several operations' requests share. */
final class Requests {

    /** What {@code json_object} promises: any object. */
    private static final JsonNode ANY_OBJECT = Json.parse(
            "{\"type\":\"object\",\"properties\":{\"answer\":{\"type\":\"string\"}},\"required\":[\"answer\"]}");

    /** The types of a part that is an image: in chat, in responses, in messages. */
    private static final Set<String> IMAGES = Set.of("image_url", "input_image", "image");

    private Requests() {}

    /** The text of a string, a list of parts, or a part with nested content. */
    static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        if (content.isObject()) {
            return content.has("text") ? content.path("text").asText() : text(content.path("content"));
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(text(part)));
        return text.toString();
    }

    /** How many images stand in a prompt, in whichever API's words. */
    static int images(JsonNode node) {
        int images = IMAGES.contains(node.path("type").asText()) ? 1 : 0;
        for (JsonNode child : node) {
            images += child.isContainerNode() ? images(child) : 0;
        }
        return images;
    }

    static JsonNode last(JsonNode array) {
        return array.path(array.size() - 1);
    }

    /**
     * The last text of the last message of that role; empty where there is none. Coding agents put reminders of their own
     * into the parts before it.
     */
    static String lastOf(JsonNode messages, String role) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (role.equals(messages.path(i).path("role").asText())) {
                return lastText(messages.path(i).path("content"));
            }
        }
        return "";
    }

    private static String lastText(JsonNode content) {
        for (int i = content.size() - 1; i >= 0; i--) {
            if (content.path(i).has("text")) {
                return content.path(i).path("text").asText();
            }
        }
        return text(content);
    }

    static @Nullable Integer number(ObjectNode body, String... names) {
        for (String name : names) {
            if (body.path(name).isNumber()) {
                return body.path(name).asInt();
            }
        }
        return null;
    }

    /** The schema of a {@code response_format} or of {@code text.format}; null for plain text. */
    static @Nullable JsonNode schema(JsonNode format) {
        return switch (format.path("type").asText()) {
            case "json_object" -> ANY_OBJECT;
            case "json_schema" -> {
                JsonNode schema = format.has("schema")
                        ? format.path("schema")
                        : format.path("json_schema").path("schema");
                yield schema.isMissingNode() ? ANY_OBJECT : schema;
            }
            default -> null;
        };
    }

    /** OpenRouter's {@code reasoning} object with its shorthands. */
    static Prompt.Thinking thinking(ObjectNode body, boolean sealed) {
        JsonNode reasoning = body.path("reasoning");
        JsonNode include = body.path("include_reasoning");
        String effort =
                body.path("reasoning_effort").asText(reasoning.path("effort").asText());
        boolean asked = reasoning.isObject() || body.hasNonNull("reasoning_effort") || include.isBoolean();
        boolean off = effort.equals("none") || !reasoning.path("enabled").asBoolean(true);
        boolean hidden = reasoning.path("exclude").asBoolean() || !include.asBoolean(true);
        return new Prompt.Thinking(asked && !off, hidden, sealed);
    }
}
