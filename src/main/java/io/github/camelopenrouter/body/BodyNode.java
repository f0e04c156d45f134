/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outermost object of a request. Its keys are known by what they mean, so that no rule can be dodged by writing
 * {@code mod\u0065l}, and go out as they were written.
 */
@SuppressWarnings("unchecked") // deepCopy narrows a generic return type, as Jackson's own nodes do
final class BodyNode extends ObjectNode {

    /** The quoted bytes of keys that hold an escape, by the decoded key; null in all but the rarest requests. */
    private @Nullable Map<String, byte[]> spellings;

    BodyNode() {
        super(JsonNodeFactory.instance);
    }

    void keepSpelling(String key, byte[] quoted) {
        if (spellings == null) {
            spellings = new HashMap<>();
        }
        spellings.put(key, quoted);
    }

    /** The key as the client wrote it, quotes included, or null where that needs no memory. */
    byte @Nullable [] spelling(String key) {
        return spellings == null ? null : spellings.get(key);
    }

    @Override
    public BodyNode deepCopy() {
        BodyNode copy = new BodyNode();
        copy.spellings = spellings == null ? null : new HashMap<>(spellings);
        properties().forEach(entry -> copy.set(entry.getKey(), entry.getValue().deepCopy()));
        return copy;
    }
}
