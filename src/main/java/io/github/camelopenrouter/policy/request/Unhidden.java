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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.PlainJson;

/** A part of a request with everything in it to be seen: the same where nothing was hidden in the client's bytes. */
final class Unhidden {

    private Unhidden() {}

    static JsonNode of(JsonNode node) {
        if (!hasHidden(node)) {
            return node;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode shown = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(entry -> shown.set(entry.getKey(), of(entry.getValue())));
            return shown;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode shown = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(element -> shown.add(of(element)));
            return shown;
        }
        return PlainJson.of(node);
    }

    private static boolean hasHidden(JsonNode node) {
        if (PlainJson.hides(node)) {
            return true;
        }
        for (JsonNode child : node) {
            if (child.isContainerNode() && hasHidden(child)) {
                return true;
            }
        }
        return false;
    }
}
