/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Which JSON schemas may be sent as strict (source: OpenAI, structured outputs, supported schemas). One that is not among
 * them and says it is strict is refused with the whole request.
 */
final class StrictSchema {

    private static final String PROPERTIES = "properties";

    /** All that a strict schema may say; what constrains a text's length or a set is not among it. */
    private static final Set<String> WORDS = Set.of(
            "$schema",
            "$id",
            "$ref",
            "$defs",
            "definitions",
            "title",
            "description",
            "type",
            "enum",
            "const",
            PROPERTIES,
            "required",
            "additionalProperties",
            "items",
            "anyOf",
            "pattern",
            "format",
            "multipleOf",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "minItems",
            "maxItems");

    private StrictSchema() {}

    /** Whether the whole schema, whose outermost value has to be an object, may be strict. */
    static boolean allows(JsonNode schema) {
        return isType(schema, "object") && !schema.has("anyOf") && isStrict(schema);
    }

    /** It, and all schemas within it. */
    private static boolean isStrict(JsonNode schema) {
        if (!schema.isObject() || !knowsAllWords(schema) || !saysWhatItIs(schema)) {
            return false;
        }
        return (!isType(schema, "object") || isClosed(schema))
                && (!isType(schema, "array") || isStrict(schema.path("items")))
                && areStrict(schema.path(PROPERTIES))
                && areStrict(schema.path("anyOf"))
                && areStrict(schema.path("$defs"))
                && areStrict(schema.path("definitions"));
    }

    private static boolean areStrict(JsonNode schemas) {
        for (JsonNode schema : schemas) {
            if (!isStrict(schema)) {
                return false;
            }
        }
        return true;
    }

    private static boolean knowsAllWords(JsonNode schema) {
        Set<String> words = new HashSet<>();
        schema.fieldNames().forEachRemaining(words::add);
        return WORDS.containsAll(words);
    }

    private static boolean saysWhatItIs(JsonNode schema) {
        return schema.has("type")
                || schema.path("anyOf").isArray()
                || schema.path("$ref").asText().startsWith("#");
    }

    /** Nothing may be added to it, and nothing be left out. */
    private static boolean isClosed(JsonNode schema) {
        Set<String> missing = new HashSet<>();
        schema.path(PROPERTIES).fieldNames().forEachRemaining(missing::add);
        schema.path("required").forEach(name -> missing.remove(name.asText()));
        return missing.isEmpty()
                && schema.path("additionalProperties").isBoolean()
                && !schema.path("additionalProperties").booleanValue();
    }

    /** A type may be one of several, as in {@code ["object", "null"]}. */
    private static boolean isType(JsonNode schema, String type) {
        JsonNode types = schema.path("type");
        if (types.isTextual()) {
            return types.textValue().equals(type);
        }
        for (JsonNode one : types) {
            if (one.asText().equals(type)) {
                return true;
            }
        }
        return false;
    }
}
