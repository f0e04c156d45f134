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
import java.util.List;

/** What goes in and what is to come out: text, pictures, sound, video, and files that are only named. */
final class ContentCheck {

    private static final List<String> CONTENT =
            List.of("messages", "input", "system", "documents", "input_references", "frame_images");

    private static final String[] NOT_TEXT = {"image", "audio", "video"};

    private final Grant grant;
    private final PlainJson plain;

    ContentCheck(Grant grant, PlainJson plain) {
        this.grant = grant;
        this.plain = plain;
    }

    void check(ObjectNode body) {
        for (String field : CONTENT) {
            JsonNode content = body.get(field);
            if (content != null && content.isContainerNode()) {
                within(content, field);
            }
        }
        JsonNode modalities = body.get("modalities");
        if (modalities != null) {
            plain.of(modalities).forEach(modality -> require(modality.asText(), "modalities"));
        }
        if (body.hasNonNull("audio")) {
            require("audio", "audio");
        }
        requireIds(body, "file_id");
    }

    /** What a whole request is about, whatever stands in it. */
    void require(String modality, String field) {
        if (!grant.allows(Part.MODALITIES, modality)) {
            throw Denied.part("modality", modality, field);
        }
    }

    private void within(JsonNode node, String field) {
        JsonNode part = PlainJson.hides(node) ? plain.of(node) : node;
        if (part instanceof ObjectNode object) {
            part(object, field);
        }
        for (JsonNode child : part) {
            if (child.isContainerNode()) {
                within(child, field);
            }
        }
    }

    private void part(ObjectNode part, String field) {
        JsonNode type = part.get("type");
        if (type != null && type.isTextual()) {
            String modality = modality(type.textValue());
            if (!modality.isEmpty()) {
                require(modality, field);
            }
            if (type.textValue().equals("container_upload")) {
                requireIds(field);
            }
        }
        requireIds(part, field);
    }

    private void requireIds(ObjectNode part, String field) {
        if (part.hasNonNull("file_id") || part.hasNonNull("file_ids")) {
            requireIds(field);
        }
    }

    private void requireIds(String field) {
        if (!grant.allows(Part.FILES, "file_id")) {
            throw Denied.notAllowed(
                    "A file in '" + field + "' must stand there itself: 'file_id' is not allowed here.", field);
        }
    }

    /** By the words in the types of all three APIs: {@code image_url}, {@code input_audio}. */
    private static String modality(String type) {
        for (String modality : NOT_TEXT) {
            if (type.contains(modality)) {
                return modality;
            }
        }
        return "";
    }
}
