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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelopenrouter.body.SliceNode;
import java.util.function.UnaryOperator;

/** Goes through every string value below a node, keys excluded, and changes it; what stays the same keeps its bytes. */
final class TextWalk {

    private final UnaryOperator<String> change;
    private boolean changed;

    TextWalk(UnaryOperator<String> change) {
        this.change = change;
    }

    boolean hasChanged() {
        return changed;
    }

    /** What belongs in the node's place: itself, changed inside, or another one. */
    JsonNode through(JsonNode node) {
        if (node.isTextual()) {
            return text(node);
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(through(entry.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, through(array.get(i)));
            }
        } else if (node instanceof SliceNode slice && node.isContainerNode()) {
            return slice(slice);
        }
        return node;
    }

    private JsonNode text(JsonNode node) {
        String before = node.textValue();
        String after = change.apply(before);
        if (after.equals(before)) {
            return node;
        }
        changed = true;
        return TextNode.valueOf(after);
    }

    /** A part of the request that no tree could repeat exactly is spelt anew only where something in it changes. */
    private JsonNode slice(SliceNode slice) {
        TextWalk inside = new TextWalk(change);
        JsonNode decoded = inside.through(slice.decoded());
        changed |= inside.changed;
        return inside.changed ? decoded : slice;
    }
}
