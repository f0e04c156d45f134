/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** How a body changes an object: field by field, and null takes one away (RFC 7396, "JSON Merge Patch"). */
final class MergePatch {

    private MergePatch() {}

    /** @return another object */
    static ObjectNode apply(ObjectNode before, ObjectNode patch) {
        ObjectNode after = before.deepCopy();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            String name = field.getKey();
            if (field.getValue().isNull()) {
                after.remove(name);
            } else if (field.getValue() instanceof ObjectNode inner) {
                ObjectNode old =
                        after.get(name) instanceof ObjectNode there ? there : JsonNodeFactory.instance.objectNode();
                after.set(name, apply(old, inner));
            } else {
                after.set(name, field.getValue());
            }
        }
        return after;
    }
}
