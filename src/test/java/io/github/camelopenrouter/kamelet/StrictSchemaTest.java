/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A schema is sent as strict only where OpenAI takes it as such, in all of its depths. */
class StrictSchemaTest {

    private static final String CLOSED = "'required':['a'],'additionalProperties':false";
    private static final String LEAF = "{'type':'object','properties':{'a':{'type':'string'}}," + CLOSED + "}";
    private static final String OPEN = "{'type':'object','properties':{'a':{'type':'string'}},'required':['a']}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                LEAF,
                "{'type':'object','additionalProperties':false}",
                "{'$schema':'x','title':'t','type':'object','properties':{'a':" + LEAF + "}," + CLOSED + "}",
                "{'type':'object','properties':{'a':{'type':['object','null'],'properties':{},'additionalProperties':false}},"
                        + CLOSED + "}",
                "{'type':'object','properties':{'a':{'type':'array','items':" + LEAF + ",'minItems':1}}," + CLOSED
                        + "}",
                "{'type':'object','properties':{'a':{'anyOf':[" + LEAF + ",{'type':'null'}]}}," + CLOSED + "}",
                "{'type':'object','properties':{'a':{'$ref':'#/$defs/leaf'}}," + CLOSED + ",'$defs':{'leaf':" + LEAF
                        + "}}",
                "{'type':'object','properties':{'a':{'type':'string','enum':['x']}}," + CLOSED + "}"
            })
    void isStrict(String schema) {
        assertThat(formatOf(schema).at("/json_schema/strict").asBoolean()).isTrue();
        assertThat(ResponseFormat.parse(json(schema))
                        .forResponses()
                        .path("strict")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OPEN,
                "{'type':'object'}",
                "{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':false}",
                "{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],'additionalProperties':{}}",
                "{'type':'object','properties':{'a':" + OPEN + "}," + CLOSED + "}",
                "{'type':'object','properties':{'a':{'type':'array','items':" + OPEN + "}}," + CLOSED + "}",
                "{'type':'object','properties':{'a':{'type':'array'}}," + CLOSED + "}",
                "{'type':'object','properties':{'a':{'anyOf':[{'type':'null'}," + OPEN + "]}}," + CLOSED + "}",
                "{'type':'object','properties':{'a':{'$ref':'#/$defs/leaf'}}," + CLOSED + ",'$defs':{'leaf':" + OPEN
                        + "}}",
                "{'type':'object','properties':{'a':{'type':'array','items':{'type':'array','items':" + OPEN + "}}},"
                        + CLOSED + "}",
                "{'type':'object','properties':{'a':{'oneOf':[{'type':'string'}]}}," + CLOSED + "}",
                "{'type':'object','properties':{'a':{'type':'string','minLength':1}}," + CLOSED + "}",
                "{'type':'object','properties':{'a':{}}," + CLOSED + "}",
                "{'type':'object','properties':{'a':true}," + CLOSED + "}",
                "{'type':'object','properties':{'a':{'$ref':'https://example.org/x'}}," + CLOSED + "}",
                "{'type':'array','items':" + LEAF + "}",
                "{'anyOf':[" + LEAF + "]}"
            })
    void goesWithoutStrict(String schema) {
        assertThat(formatOf(schema).path("json_schema").has("strict")).isFalse();
        assertThat(formatOf(schema).at("/json_schema/schema")).isEqualTo(Json.readLeniently(json(schema)));
        assertThat(ResponseFormat.parse(json(schema)).forResponses().has("strict"))
                .isFalse();
    }

    private static JsonNode formatOf(String schema) {
        return ResponseFormat.parse(json(schema)).forChat();
    }

    private static String json(String schema) {
        return schema.replace('\'', '"');
    }
}
