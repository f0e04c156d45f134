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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Small questions to what somebody has written. */
final class Fields {

    /** Nobody puts anything into it. */
    static final ObjectNode NONE = JsonNodeFactory.instance.objectNode();

    private Fields() {}

    static Set<String> changed(ObjectNode before, ObjectNode after) {
        Set<String> changed = new TreeSet<>();
        before.fieldNames().forEachRemaining(changed::add);
        after.fieldNames().forEachRemaining(changed::add);
        changed.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        return changed;
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
