/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One model as Anthropic's API describes models: its id is the name under which the messages API takes it here, so
 * OpenRouter's, or an alias. Source: Anthropic's API reference, "List Models".
 */
record AnthropicModel(String id, byte[] json) {

    static AnthropicModel read(String id, byte[] described) throws IOException {
        Map<String, JsonSlice> members = JsonSlice.document(described).members();
        JsonSlice name = members.get("name");
        String displayName = name == null ? null : name.text();
        byte[] json = new JsonObjectWriter()
                .text("type", "model")
                .text("id", id)
                .text("display_name", displayName == null ? id : displayName)
                .text("created_at", instant(members.get("created")).toString())
                .toBytes();
        return new AnthropicModel(id, json);
    }

    /** Whether the model could answer a message: those that make pictures, sounds or vectors alone could not. */
    static boolean writesText(byte[] described) throws IOException {
        JsonSlice architecture = JsonSlice.document(described).members().get("architecture");
        if (architecture == null || !architecture.isObject()) {
            return true;
        }
        JsonSlice modalities = architecture.members().get("output_modalities");
        if (modalities == null || !modalities.isArray()) {
            return true;
        }
        List<JsonSlice> outputs = modalities.elements();
        for (JsonSlice output : outputs) {
            if ("text".equals(output.text())) {
                return true;
            }
        }
        return outputs.isEmpty();
    }

    /** The epoch stands for an unknown day, as at Anthropic. */
    private static Instant instant(@Nullable JsonSlice created) {
        if (created == null) {
            return Instant.EPOCH;
        }
        try {
            return Instant.ofEpochSecond(Long.parseLong(created.raw()));
        } catch (NumberFormatException | DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
