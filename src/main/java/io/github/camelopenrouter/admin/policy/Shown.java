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
import io.github.camelopenrouter.policy.document.Entry;
import io.github.camelopenrouter.policy.document.Kind;
import java.util.Map;
import java.util.TreeMap;

/** How an entry is told to others: hashes of keys are cut short, for a key that somebody has thought of could be guessed by its hash. */
final class Shown {

    private static final int SHOWN = 12;

    private Shown() {}

    static String nameField(Kind kind) {
        return kind == Kind.KEY ? "label" : "name";
    }

    static ObjectNode of(Entry entry) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        if (entry.kind().isNamed()) {
            shown.put(nameField(entry.kind()), entry.name());
        }
        shown.put("revision", entry.revision());
        shown.setAll(shortened(entry.document()));
        return shown;
    }

    /** The same document. */
    static ObjectNode shortened(ObjectNode document) {
        JsonNode hash = document.get("sha256");
        if (hash != null && hash.asText().length() > SHOWN) {
            document.put("sha256", hash.asText().substring(0, SHOWN) + "…");
        }
        if (document.get("replaced") instanceof ObjectNode replaced) {
            shortened(replaced);
        }
        return document;
    }

    /** For the audit, which knows the same of it. */
    static Map<String, ?> values(ObjectNode document) {
        Map<String, JsonNode> values = new TreeMap<>();
        shortened(document.deepCopy()).properties().forEach(field -> values.put(field.getKey(), field.getValue()));
        return values;
    }
}
