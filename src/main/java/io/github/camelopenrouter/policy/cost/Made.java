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
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.PlainJson;

/** What a model is to make beside text. */
record Made(boolean images, boolean sound) {

    static final Made TEXT = new Made(false, false);
    static final Made IMAGES = new Made(true, false);
    static final Made SOUND = new Made(false, true);

    /** By {@code modalities}, a list or one word, and {@code audio}. */
    static Made by(ObjectNode request, PlainJson plain) {
        JsonNode modalities = request.get("modalities");
        boolean sound = request.hasNonNull("audio");
        if (modalities == null) {
            return sound ? SOUND : TEXT;
        }
        JsonNode shown = plain.of(modalities);
        return new Made(has(shown, "image"), sound || has(shown, "audio"));
    }

    private static boolean has(JsonNode modalities, String word) {
        if (modalities.isTextual()) {
            return modalities.asText().equals(word);
        }
        for (JsonNode modality : modalities) {
            if (modality.asText().equals(word)) {
                return true;
            }
        }
        return false;
    }
}
