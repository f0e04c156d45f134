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
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestTree;

/**
 * The model that a request is for in the first place: {@code model}, or the first of {@code models} where the client has left
 * that out, as OpenRouter takes it.
 */
final class PrimaryModel {

    private static final String MODEL = "model";
    private static final String MODELS = "models";

    private PrimaryModel() {}

    static void validate(ObjectNode body, Operation operation) {
        JsonNode models = body.get(MODELS);
        if (isNamed(body) || !RequestTree.isGiven(models) || operation == Operation.EMBEDDINGS) {
            RequestValidation.require(
                    RequestTree.isName(body.get(MODEL)), MODEL, "must be given and be a non-empty string");
        } else {
            RequestValidation.require(
                    models instanceof ArrayNode && RequestTree.isName(models.get(0)),
                    MODELS,
                    "must be a non-empty array of non-empty strings where 'model' is not given");
        }
    }

    /** Whether it stands in {@code model}. */
    static boolean isNamed(ObjectNode body) {
        return RequestTree.isGiven(body.get(MODEL));
    }

    /** Its name as it stands there. */
    static String of(ObjectNode body) {
        return (isNamed(body) ? body.path(MODEL) : body.path(MODELS).path(0)).asText();
    }

    /** Where the list alone names it, it goes to its front: a group's members have come there in the group's order. */
    static void putFirst(ObjectNode body, String model) {
        if (!isNamed(body)
                && body.get(MODELS) instanceof ArrayNode models
                && !model.equals(models.path(0).asText())) {
            for (int i = 1; i < models.size(); i++) {
                if (model.equals(models.get(i).asText())) {
                    models.insert(0, models.remove(i));
                    return;
                }
            }
            models.insert(0, TextNode.valueOf(model));
        }
    }
}
