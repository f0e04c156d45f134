/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares an answer with a schema of an OpenAPI description, by those words of JSON Schema that ours uses; others fail. */
final class SchemaCheck {

    private static final Set<String> WORDS = Set.of(
            "$ref",
            "type",
            "required",
            "properties",
            "additionalProperties",
            "items",
            "enum",
            "pattern",
            "description",
            "format");

    private final JsonNode description;
    private final List<String> problems = new ArrayList<>();

    private SchemaCheck(JsonNode description) {
        this.description = description;
    }

    /** What does not fit, each with its place. */
    static List<String> problems(JsonNode description, JsonNode schema, JsonNode value) {
        SchemaCheck check = new SchemaCheck(description);
        check.check("", schema, value);
        return check.problems;
    }

    private void check(String place, JsonNode schema, JsonNode value) {
        schema.fieldNames().forEachRemaining(word -> {
            if (!WORDS.contains(word)) {
                problems.add("the schema at " + place + " has the word " + word);
            }
        });
        if (schema.has("$ref")) {
            check(place, resolve(description, schema), value);
            return;
        }
        if (schema.has("type") && !isOneOf(schema.get("type"), typeOf(value))) {
            problems.add(place + " is " + value + " and no " + schema.get("type"));
        }
        if (schema.has("enum") && !isOneOf(schema.get("enum"), value.asText())) {
            problems.add(place + " is " + value + " and none of " + schema.get("enum"));
        }
        if (schema.has("pattern")
                && value.isTextual()
                && !value.textValue().matches(schema.get("pattern").textValue())) {
            problems.add(place + " is " + value + " and not like " + schema.get("pattern"));
        }
        schema.path("required").forEach(name -> {
            if (!value.has(name.textValue())) {
                problems.add(place + " lacks " + name);
            }
        });
        for (int at = 0; value.isArray() && at < value.size(); at++) {
            check(place + "/" + at, schema.path("items"), value.get(at));
        }
        if (value.isObject()) {
            fields(place, schema, value.properties());
        }
    }

    private void fields(String place, JsonNode schema, Set<Map.Entry<String, JsonNode>> fields) {
        JsonNode others = schema.path("additionalProperties");
        fields.forEach(field -> {
            JsonNode known = schema.path("properties").path(field.getKey());
            if (!known.isMissingNode() || others.isObject()) {
                check(place + "/" + field.getKey(), known.isMissingNode() ? others : known, field.getValue());
            } else if (others.isBoolean() && !others.booleanValue()) {
                problems.add(place + " has " + field.getKey());
            }
        });
    }

    static JsonNode resolve(JsonNode description, JsonNode node) {
        return node.has("$ref") ? description.at(node.get("$ref").textValue().substring(1)) : node;
    }

    private static boolean isOneOf(JsonNode words, String word) {
        if (words.isTextual()) {
            return words.textValue().equals(word) || words.textValue().equals("number") && word.equals("integer");
        }
        for (JsonNode one : words) {
            if (isOneOf(one, word)) {
                return true;
            }
        }
        return false;
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> "null";
            case BOOLEAN -> "boolean";
            case STRING -> "string";
            case ARRAY -> "array";
            case OBJECT -> "object";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            default -> "nothing";
        };
    }
}
