/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelopenrouter.body.RequestTree;
import io.github.camelopenrouter.body.SliceNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Content parts of a chat message in the Responses API's spelling. {@code input_audio} and {@code refusal} are spelt
 * alike in both; parts nobody here knows pass. A string as content is the same in both and never gets here.
 */
final class InputParts {

    private static final TextNode INPUT_TEXT = TextNode.valueOf("input_text");
    private static final TextNode OUTPUT_TEXT = TextNode.valueOf("output_text");
    private static final TextNode INPUT_IMAGE = TextNode.valueOf("input_image");
    private static final TextNode INPUT_FILE = TextNode.valueOf("input_file");

    /** Longer values are data, not addresses, and are not worth decoding to find out. */
    private static final int LONGEST_URL = 8_192;

    private InputParts() {}

    static void convert(@Nullable JsonNode content, String role) {
        RequestTree.forEachObject(content, part -> {
            switch (part.path("type").asText()) {
                case "text" -> part.set("type", role.equals("assistant") ? OUTPUT_TEXT : INPUT_TEXT);
                case "image_url" -> image(part);
                case "file" -> file(part);
                default -> {}
            }
        });
    }

    private static void image(ObjectNode part) {
        part.set("type", INPUT_IMAGE);
        if (part.get("image_url") instanceof ObjectNode image) {
            Map<String, JsonNode> flat = new LinkedHashMap<>();
            image.properties()
                    .forEach(entry ->
                            flat.put(entry.getKey().equals("url") ? "image_url" : entry.getKey(), entry.getValue()));
            RequestTree.replace(part, "image_url", flat);
        }
    }

    private static void file(ObjectNode part) {
        part.set("type", INPUT_FILE);
        if (part.get("file") instanceof ObjectNode file) {
            Map<String, JsonNode> flat = new LinkedHashMap<>();
            file.properties().forEach(entry -> flat.put(fileKey(entry.getKey(), entry.getValue()), entry.getValue()));
            RequestTree.replace(part, "file", flat);
        }
    }

    /** Chat takes an address in {@code file_data}; the Responses API has {@code file_url} for it. */
    private static String fileKey(String key, JsonNode value) {
        return key.equals("file_data") && isUrl(value) ? "file_url" : key;
    }

    private static boolean isUrl(JsonNode value) {
        boolean small = !(value instanceof SliceNode slice) || slice.length() <= LONGEST_URL;
        return small && value.asText().matches("(?i)https?://.*");
    }
}
