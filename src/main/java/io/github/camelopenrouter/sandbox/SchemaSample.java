/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Makes a value that satisfies a JSON schema: required properties only, the simplest value of each type. */
final class SchemaSample {

    private static final int DEEPEST = 20;

    private final JsonNode root;

    private SchemaSample(JsonNode root) {
        this.root = root;
    }

    /** An object where the schema says nothing, because arguments of functions always are objects. */
    static JsonNode of(JsonNode schema) {
        return schema.isEmpty() ? Json.object() : new SchemaSample(schema).value(schema, "value", 0);
    }

    private JsonNode value(JsonNode schema, String name, int depth) {
        if (depth > DEEPEST) {
            return NullNode.getInstance();
        }
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.has("enum")) {
            return schema.path("enum").path(0);
        }
        if (schema.has("$ref")) {
            return value(root.at(schema.path("$ref").asText().substring(1)), name, depth + 1);
        }
        for (String choice : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.has(choice)) {
                return value(schema.path(choice).path(0), name, depth + 1);
            }
        }
        return typed(schema, name, depth);
    }

    private JsonNode typed(JsonNode schema, String name, int depth) {
        JsonNode type = schema.path("type");
        String first = (type.isArray() ? type.path(0) : type).asText(schema.has("properties") ? "object" : "string");
        return switch (first) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, name, depth);
            case "integer", "number" -> number(schema);
            case "boolean" -> BooleanNode.TRUE;
            case "null" -> NullNode.getInstance();
            default -> text(schema, name);
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = Json.object();
        for (JsonNode required : schema.path("required")) {
            String name = required.asText();
            object.set(name, value(schema.path("properties").path(name), name, depth + 1));
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, String name, int depth) {
        ArrayNode array = Json.array();
        for (int i = schema.path("minItems").asInt(); i > 0; i--) {
            array.add(value(schema.path("items"), name, depth + 1));
        }
        return array;
    }

    private static JsonNode number(JsonNode schema) {
        BigDecimal least = schema.path("minimum").decimalValue();
        if (schema.has("exclusiveMinimum")) {
            least = schema.path("exclusiveMinimum").decimalValue().add(BigDecimal.ONE);
        }
        BigDecimal step = schema.path("multipleOf").decimalValue();
        if (step.signum() > 0) {
            least = least.divide(step, 0, RoundingMode.CEILING).multiply(step);
        }
        BigDecimal most = schema.path("maximum").decimalValue();
        return DecimalNode.valueOf(schema.has("maximum") ? least.min(most) : least);
    }

    private static JsonNode text(JsonNode schema, String name) {
        String text = switch (schema.path("format").asText()) {
            case "date" -> "2026-01-01";
            case "date-time" -> "2026-01-01T12:00:00Z";
            case "time" -> "12:00:00Z";
            case "email" -> "sandbox@example.com";
            case "uri" -> "https://example.com/sandbox";
            case "uuid" -> "00000000-0000-4000-8000-000000000000";
            default -> "sandbox " + name;
        };
        String padded = text + "x".repeat(Math.max(0, schema.path("minLength").asInt() - text.length()));
        int longest = schema.path("maxLength").asInt(padded.length());
        return TextNode.valueOf(padded.substring(0, Math.min(longest, padded.length())));
    }
}
