/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.config.SettingException;

/** The property {@code responseFormat}: {@code text}, {@code json}, or a JSON schema that the answer has to follow. */
final class ResponseFormat {

    /** Whatever the API calls its own formats. */
    private static final String NAMES_OF_FORMATS = "text|json_object|json_schema";

    private final ObjectNode chat;

    private ResponseFormat(ObjectNode chat) {
        this.chat = chat;
    }

    /**
     * Reads the property.
     *
     * @param text a word, a schema, or a whole {@code response_format} of the chat API
     * @throws SettingException if it is none of these
     */
    static ResponseFormat parse(String text) {
        String trimmed = text.strip();
        if (trimmed.equals("text")) {
            return new ResponseFormat(Json.MAPPER.createObjectNode().put("type", "text"));
        }
        if (trimmed.equals("json")) {
            return new ResponseFormat(Json.MAPPER.createObjectNode().put("type", "json_object"));
        }
        if (Json.readLeniently(trimmed) instanceof ObjectNode object) {
            boolean whole = object.path("type").asText().matches(NAMES_OF_FORMATS);
            return new ResponseFormat(whole ? object : following(object));
        }
        throw new SettingException("responseFormat must be text, json or a JSON schema.");
    }

    /** Source: OpenRouter, structured outputs; strict is what makes the schema binding, where it may be. */
    private static ObjectNode following(JsonNode schema) {
        ObjectNode format = Json.MAPPER.createObjectNode().put("type", "json_schema");
        ObjectNode named = format.putObject("json_schema").put("name", "answer");
        if (StrictSchema.allows(schema)) {
            named.put("strict", true);
        }
        named.set("schema", schema);
        return format;
    }

    /** Whether the text of the answer is to be JSON. */
    boolean isJson() {
        return !chat.path("type").asText().equals("text");
    }

    /** As {@code response_format} of the chat API. */
    ObjectNode forChat() {
        return chat;
    }

    /** As {@code text.format} of the Responses API, where name and schema stand beside the type. */
    ObjectNode forResponses() {
        ObjectNode format =
                Json.MAPPER.createObjectNode().put("type", chat.path("type").asText());
        if (chat.path("json_schema") instanceof ObjectNode schema) {
            format.setAll(schema);
        }
        return format;
    }
}
