/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.RequestTree;
import io.github.camelopenrouter.body.SliceNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The models that a request names: {@code model}, and those of {@code models} and of Anthropic's {@code fallbacks}. */
final class NamedModels {

    private static final Set<String> PARAMETERS = Set.of("model", "models", "fallbacks");

    /** Stands for whatever an object with escaped or repeated keys may name: no name of a model. */
    private static final String UNREADABLE = "";

    private NamedModels() {}

    /** Whether a parameter holds names of models. */
    static boolean isName(String parameter) {
        return PARAMETERS.contains(parameter);
    }

    /** In the order they stand in the request; what is no text cannot name a model. */
    static List<String> in(ObjectNode body) {
        List<String> names = new ArrayList<>();
        body.properties().stream()
                .filter(parameter -> isName(parameter.getKey()))
                .forEach(parameter -> collect(parameter.getValue(), names));
        return names;
    }

    private static void collect(JsonNode value, List<String> names) {
        if (RequestTree.isText(value)) {
            names.add(value.textValue());
        } else if (value instanceof ObjectNode entry) {
            collect(entry.path("model"), names);
        } else if (value instanceof SliceNode && value.isContainerNode()) {
            names.add(UNREADABLE);
        } else {
            value.forEach(element -> collect(element, names));
        }
    }
}
