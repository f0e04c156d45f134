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
import io.github.camelopenrouter.body.RequestTree;
import io.github.camelopenrouter.policy.document.Allow.Part;
import java.util.List;
import java.util.Locale;

/** What besides text stands in a request: by the types of its parts, by their keys, and by what data says that it is. */
final class ModalityCheck {

    private static final String[] NOT_TEXT = {"image", "audio", "video"};
    /** Of parts without a type, or with another one. */
    private static final List<String> KEYS = List.of("image", "image_url", "input_audio", "video_url");
    /** Where {@code data:image/png;base64,…} or {@code image/png} may stand. */
    private static final List<String> DATA = List.of("file_data", "file_url", "url", "media_type", "mime_type");

    private static final String URL = "data:";
    private static final int LONGEST_TYPE = 32;

    private final Grant grant;

    ModalityCheck(Grant grant) {
        this.grant = grant;
    }

    void require(String modality, String field) {
        grant.require(Part.MODALITIES, modality, "modality", field);
    }

    void part(ObjectNode part, String field) {
        JsonNode type = part.get("type");
        if (RequestTree.isText(type)) {
            named(type.textValue().toLowerCase(Locale.ROOT), field);
        }
        for (int i = 0; i < KEYS.size(); i++) {
            if (part.hasNonNull(KEYS.get(i))) {
                named(KEYS.get(i), field);
            }
        }
        for (int i = 0; i < DATA.size(); i++) {
            JsonNode data = part.get(DATA.get(i));
            if (RequestTree.isText(data)) {
                data(RequestTree.startOf(data, LONGEST_TYPE).toLowerCase(Locale.ROOT), field);
            }
        }
    }

    /** By the words in the types of all three APIs: {@code image_url}, {@code input_audio}. */
    private void named(String type, String field) {
        for (String modality : NOT_TEXT) {
            if (type.contains(modality)) {
                require(modality, field);
                return;
            }
        }
    }

    private void data(String start, String field) {
        String type = start.startsWith(URL) ? start.substring(URL.length()) : start;
        for (String modality : NOT_TEXT) {
            if (type.startsWith(modality + "/")) {
                require(modality, field);
            }
        }
    }
}
