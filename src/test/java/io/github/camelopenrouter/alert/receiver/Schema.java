/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The part of JSON Schema that the schemas in {@code alert-receivers/} use; a word that it does not know is refused. */
final class Schema {

    private static final Set<String> KNOWN = Set.of(
            "$comment",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
            "const",
            "enum");

    private final List<String> wrong = new ArrayList<>();

    private Schema() {}

    /** What does not fit, each with its place. */
    static List<String> violations(String name, JsonNode json) throws IOException {
        Schema schema = new Schema();
        JsonNode read = Routes.JSON.readTree(Path.of("src/test/resources/alert-receivers", name + ".schema.json")
                .toFile());
        schema.check(read, json, "$");
        return schema.wrong;
    }

    private void check(JsonNode schema, JsonNode json, String place) {
        schema.fieldNames().forEachRemaining(word -> expect(KNOWN.contains(word), place, "unknown word " + word));
        if (schema.has("type")) {
            expect(
                    schema.path("type")
                            .asText()
                            .equals(json.getNodeType().name().toLowerCase(Locale.ROOT)),
                    place,
                    "type");
        }
        if (schema.has("const")) {
            expect(schema.path("const").equals(json), place, "const");
        }
        if (schema.has("enum")) {
            expect(
                    StreamSupport.stream(schema.path("enum").spliterator(), false)
                            .anyMatch(json::equals),
                    place,
                    "enum");
        }
        int length = json.isTextual() ? json.asText().length() : 0;
        expect(!json.isTextual() || length >= schema.path("minLength").asInt(0), place, "minLength");
        expect(!json.isTextual() || length <= schema.path("maxLength").asInt(Integer.MAX_VALUE), place, "maxLength");
        expect(!json.isArray() || json.size() >= schema.path("minItems").asInt(0), place, "minItems");
        expect(!json.isArray() || json.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE), place, "maxItems");
        schema.path("required").forEach(name -> expect(json.has(name.asText()), place, "no " + name));
        for (Map.Entry<String, JsonNode> property : json.properties()) {
            JsonNode of = schema.path("properties").path(property.getKey());
            if (of.isMissingNode()) {
                expect(schema.path("additionalProperties").asBoolean(true), place, "has " + property.getKey());
            } else {
                check(of, property.getValue(), place + "." + property.getKey());
            }
        }
        if (json.isArray() && schema.has("items")) {
            json.forEach(item -> check(schema.path("items"), item, place + "[]"));
        }
    }

    private void expect(boolean fits, String place, String what) {
        if (!fits) {
            wrong.add(place + ": " + what);
        }
    }
}
