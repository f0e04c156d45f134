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
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The models that may serve a request, by its own words and those of a group. */
final class NamedModels {

    private static final String MODEL = "model";
    private static final List<String> OTHERS = List.of("models", "fallbacks");

    private NamedModels() {}

    /** @param others that may serve, too */
    static Collection<String> of(ObjectNode request, Collection<String> others, PlainJson plain) {
        JsonNode model = request.get(MODEL);
        if (model != null
                && model.isTextual()
                && others.isEmpty()
                && !request.has("models")
                && !request.has("fallbacks")) {
            return List.of(model.textValue());
        }
        Set<String> names = new LinkedHashSet<>();
        if (model != null) {
            add(model, names, plain);
        }
        for (String field : OTHERS) {
            JsonNode named = request.get(field);
            if (named != null) {
                add(named, names, plain);
            }
        }
        names.addAll(others);
        return names;
    }

    /** Names as texts, in lists, or in objects, as Anthropic's fallbacks are. */
    private static void add(JsonNode written, Set<String> names, PlainJson plain) {
        JsonNode named = plain.of(written);
        if (named.isTextual()) {
            names.add(named.asText());
        } else {
            named.forEach(element -> add(element, names, plain));
        }
    }
}
