/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lists as OpenRouter writes them, {@code {"data":[…]}}, with less in them. */
final class ModelLists {

    /** Numbers pass digit by digit. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final String DATA = "data";
    private static final String BEHIND_PROVIDER = " | ";
    private static final Set<String> EVERY = Set.of("", "all");

    private ModelLists() {}

    /**
     * What is about these models; what is about none that anybody knows is left out.
     *
     * @throws OpenRouterException 502 if this is no list
     */
    static byte[] only(Predicate<String> shown, byte[] json) throws IOException {
        ObjectNode list = list(json);
        ArrayNode kept = JSON.createArrayNode();
        for (JsonNode entry : list.path(DATA)) {
            if (shown.test(modelOf(entry))) {
                kept.add(entry);
            }
        }
        list.set(DATA, kept);
        return JSON.writeValueAsBytes(list);
    }

    /** @param modality that they have to write; null for any */
    static byte[] count(byte[] json, @Nullable String modality) throws IOException {
        int count = 0;
        for (JsonNode entry : list(json).path(DATA)) {
            if (modality == null || EVERY.contains(modality) || writes(entry, modality)) {
                count++;
            }
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject(DATA).put("count", count);
        return JSON.writeValueAsBytes(answer);
    }

    private static boolean writes(JsonNode entry, String modality) {
        for (JsonNode written : entry.path("architecture").path("output_modalities")) {
            if (written.asText().equals(modality)) {
                return true;
            }
        }
        return false;
    }

    /** An endpoint has its model's id, or its name ends in it, {@code OpenAI | openai/gpt-4o}. */
    private static String modelOf(JsonNode entry) {
        for (String name : new String[] {"id", "model_id"}) {
            if (entry.path(name).isTextual()) {
                return entry.path(name).textValue();
            }
        }
        String name = entry.path("name").asText();
        int model = name.lastIndexOf(BEHIND_PROVIDER);
        return model < 0 ? "" : name.substring(model + BEHIND_PROVIDER.length());
    }

    private static ObjectNode list(byte[] json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode list
                    && list.path(DATA).isArray()) {
                return list;
            }
        } catch (IOException e) {
            throw noList();
        }
        throw noList();
    }

    private static OpenRouterException noList() {
        return OpenRouterException.badGateway("OpenRouter's answer is not a list of models.");
    }
}
