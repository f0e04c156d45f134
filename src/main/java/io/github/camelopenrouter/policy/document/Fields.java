/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An object of a policy, read field by field; whatever is not as it has to be is a fault that says where it stands. */
final class Fields {

    /** Where nothing is nobody; anywhere else a value that has been lost would open what it was to close. */
    private static final Set<String> MAY_BE_EMPTY = Set.of("teams", "keys", "users");

    /** What stands in a path of the admin API as it is, and in no path as something else. */
    private static final Pattern NAME = Pattern.compile("(?!\\.$)(?!.*\\.\\.)[\\p{Graph}&&[^/\\\\\"'<>;%?#]]{1,256}");

    private final JsonNode object;
    private final String pointer;

    private Fields(JsonNode object, String pointer) {
        this.object = object;
        this.pointer = pointer;
    }

    /** @throws PolicyFault if it is no object, or has a field that nobody reads */
    static Fields of(JsonNode node, String pointer, Set<String> known) throws PolicyFault {
        Fields fields = object(node, pointer);
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!known.contains(field.getKey())) {
                throw new PolicyFault(
                        pointer + "/" + escaped(field.getKey()),
                        "'" + shown(field.getKey()) + "' is not known here: there is "
                                + String.join(", ", known.stream().sorted().toList()));
            }
            if (field.getValue().isNull() && !MAY_BE_EMPTY.contains(field.getKey())) {
                throw new PolicyFault(
                        pointer + "/" + escaped(field.getKey()),
                        "'" + field.getKey() + "' has no value: write [] or {} for nothing, or leave it out");
            }
        }
        return fields;
    }

    private static Fields object(JsonNode node, String pointer) throws PolicyFault {
        if (!node.isObject()) {
            throw new PolicyFault(pointer, "here must be names with values, as in 'a: b'");
        }
        return new Fields(node, pointer);
    }

    String pointer() {
        return pointer;
    }

    String pointer(String name) {
        return pointer + "/" + escaped(name);
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** Null where it is not given. */
    @Nullable
    JsonNode get(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** The entries of an object with names of the writer's own. */
    Map<String, JsonNode> named(String name) throws PolicyFault {
        JsonNode entries = get(name);
        if (entries == null) {
            return Map.of();
        }
        Map<String, JsonNode> named = new LinkedHashMap<>();
        object(entries, pointer(name));
        for (Map.Entry<String, JsonNode> entry : entries.properties()) {
            requireName(entry.getKey(), pointer(name));
            named.put(entry.getKey(), entry.getValue());
        }
        return named;
    }

    /** @throws PolicyFault if nobody should have such a name */
    static void requireName(String name, String pointer) throws PolicyFault {
        if (!NAME.matcher(name).matches()) {
            throw new PolicyFault(
                    pointer,
                    "'" + shown(name) + "' is no name: it must be up to 256 letters, digits and signs of ASCII"
                            + " without spaces, quotes, slashes, ; % ? # < > and two dots in a row");
        }
    }

    @Nullable
    String text(String name) throws PolicyFault {
        return checked(name, JsonNode::isTextual, "must be a text", JsonNode::textValue);
    }

    @Nullable
    Boolean flag(String name) throws PolicyFault {
        return checked(name, JsonNode::isBoolean, "must be true or false", JsonNode::booleanValue);
    }

    /** A positive number. */
    @Nullable
    Long count(String name) throws PolicyFault {
        return checked(
                name,
                node -> node.isIntegralNumber() && node.canConvertToLong() && node.longValue() > 0,
                "must be a whole number above 0",
                JsonNode::longValue);
    }

    /** Null where it is not given; a text that means the same in a list of one is none. */
    @Nullable
    List<String> texts(String name) throws PolicyFault {
        JsonNode list = checked(name, JsonNode::isArray, "must be a list, as in ['a', 'b']", node -> node);
        if (list == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode text = list.get(i);
            if (!text.isTextual() || text.textValue().isBlank()) {
                throw new PolicyFault(
                        pointer(name) + "/" + i, "each of '" + name + "' must be a text that is not empty");
            }
            texts.add(text.textValue());
        }
        return texts;
    }

    @Nullable
    ObjectNode objectNode(String name) throws PolicyFault {
        return (ObjectNode) checked(name, JsonNode::isObject, "must be names with values", node -> node);
    }

    private <T> @Nullable T checked(String name, Predicate<JsonNode> rule, String otherwise, Function<JsonNode, T> read)
            throws PolicyFault {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!rule.test(value)) {
            throw new PolicyFault(pointer(name), "'" + name + "' " + otherwise);
        }
        return read.apply(value);
    }

    /** As a part of a pointer (RFC 6901). */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** Short, and without what would break a line; a slip may be a secret in the wrong place. */
    private static String shown(String name) {
        String printable = name.replaceAll("\\p{Cntrl}", "?");
        return TextNode.valueOf(printable.length() <= 32 ? printable : printable.substring(0, 32) + "…")
                .textValue();
    }
}
