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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestTree;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The two parameters that name further models: OpenRouter's {@code models}, and {@code fallbacks}, which the gateway
 * turns into it. On the Anthropic operation OpenRouter has a {@code fallbacks} of its own, an array of objects with a
 * {@code model}; that one stays.
 */
final class FallbackModels {

    private static final String MODELS = "models";
    private static final String FALLBACKS = "fallbacks";

    private FallbackModels() {}

    static void validate(ObjectNode body, Operation operation) {
        JsonNode models = body.get(MODELS);
        JsonNode fallbacks = body.get(FALLBACKS);
        boolean both = RequestTree.isGiven(models) && RequestTree.isGiven(fallbacks);
        RequestValidation.require(!both, FALLBACKS, "and 'models' must not both be given");
        if (RequestTree.isGiven(models)) {
            RequestValidation.require(
                    all(models, RequestTree::isName), MODELS, "must be an array of non-empty strings");
        }
        if (RequestTree.isGiven(fallbacks)
                && !(operation == Operation.MESSAGES && all(fallbacks, FallbackModels::isEntry))) {
            RequestValidation.require(
                    all(fallbacks, RequestTree::isName), FALLBACKS, "must be an array of non-empty strings");
        }
    }

    /** Turns names in {@code fallbacks} into {@code models}, behind the primary model and at the same place. */
    static void convert(ObjectNode body) {
        if (body.get(FALLBACKS) instanceof ArrayNode fallbacks && all(fallbacks, RequestTree::isName)) {
            ArrayNode models = JsonNodeFactory.instance.arrayNode(fallbacks.size() + 1);
            models.add(body.get("model")).addAll(fallbacks);
            RequestTree.replace(body, FALLBACKS, Map.of(MODELS, models));
        }
    }

    /** Where {@code models} begins with the primary model, as it does where the gateway has written it, it begins with the new one. */
    static void replacePrimary(ObjectNode body, String before) {
        JsonNode model = body.get("model");
        if (body.get(MODELS) instanceof ArrayNode models
                && models.path(0).asText().equals(before)) {
            ArrayNode replaced =
                    JsonNodeFactory.instance.arrayNode(models.size()).add(model);
            for (int i = 1; i < models.size(); i++) {
                if (!models.get(i).asText().equals(model.asText())) {
                    replaced.add(models.get(i));
                }
            }
            body.set(MODELS, replaced);
        }
    }

    private static boolean isEntry(JsonNode entry) {
        return entry instanceof ObjectNode && RequestTree.isName(entry.get("model"));
    }

    private static boolean all(@Nullable JsonNode array, Predicate<JsonNode> rule) {
        if (!(array instanceof ArrayNode)) {
            return false;
        }
        for (JsonNode element : array) {
            if (!rule.test(element)) {
                return false;
            }
        }
        return true;
    }
}
