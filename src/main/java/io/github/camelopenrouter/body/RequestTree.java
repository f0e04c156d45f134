/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What the rules have in common when they read and change the tree. */
public final class RequestTree {

    private RequestTree() {}

    /** That of the {@link RequestBody} which stands in the message between {@link RequestDecoder} and {@link RequestEncoder}. */
    public static ObjectNode of(Exchange exchange) {
        return ((RequestBody) exchange.getMessage().getBody()).tree();
    }

    /** Whether the client has given a value: a JSON null means the same as leaving the key out. */
    public static boolean isGiven(@Nullable JsonNode value) {
        return value != null && !value.isNull();
    }

    public static boolean isText(@Nullable JsonNode value) {
        return value != null && value.isTextual();
    }

    /** Asks without decoding: the text may be many megabytes. */
    public static boolean isEmptyText(@Nullable JsonNode value) {
        return value instanceof SliceNode slice
                ? slice.isTextual() && slice.length() == 2
                : value != null && value.isTextual() && value.textValue().isEmpty();
    }

    /** The first letters of a text, without decoding all of it: it may be many megabytes. */
    public static String startOf(JsonNode text, int bytes) {
        String start = text instanceof SliceNode slice && slice.length() > bytes + 2
                ? slice.read((source, from, to) -> new String(source, from + 1, bytes, StandardCharsets.UTF_8))
                : text.asText();
        return text instanceof SliceNode && start.indexOf('\\') >= 0 ? text.asText() : start;
    }

    public static boolean isName(@Nullable JsonNode value) {
        return value != null && value.isTextual() && !value.textValue().isBlank();
    }

    /** Calls the action for every element that is an object a rule may change; null and anything else is passed over. */
    public static void forEachObject(@Nullable JsonNode array, Consumer<ObjectNode> action) {
        if (array instanceof ArrayNode elements) {
            for (int i = 0; i < elements.size(); i++) {
                if (elements.get(i) instanceof ObjectNode element) {
                    action.accept(element);
                }
            }
        }
    }

    /** Puts the replacement where {@code key} stands; a key of the replacement that stood elsewhere goes there. */
    public static void replace(ObjectNode object, String key, Map<String, JsonNode> replacement) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        object.properties().forEach(entry -> {
            if (entry.getKey().equals(key)) {
                entries.putAll(replacement);
            } else if (!replacement.containsKey(entry.getKey())) {
                entries.put(entry.getKey(), entry.getValue());
            }
        });
        object.removeAll();
        object.setAll(entries);
    }
}
