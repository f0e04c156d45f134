/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A slice answers what Jackson's own node would, once it is asked. */
class SliceNodeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"text\"",
                "\"\\u00e9\\n\\ud83d\\ude00\"",
                "0",
                "-12",
                "2147483648",
                "true",
                "false",
                "null"
            })
    void answersLikeJacksonsOwnNode(String json) throws Exception {
        JsonNode own = Json.MAPPER.readTree(json);
        JsonNode slice = slice(json);

        assertThat(slice.getNodeType()).isEqualTo(own.getNodeType());
        assertThat(slice.asToken()).isEqualTo(own.asToken());
        assertThat(slice.textValue()).isEqualTo(own.textValue());
        assertThat(slice.asText()).isEqualTo(own.asText());
        assertThat(slice.booleanValue()).isEqualTo(own.booleanValue());
        assertThat(slice.asBoolean()).isEqualTo(own.asBoolean());
        assertThat(slice.numberValue()).isEqualTo(own.numberValue());
        assertThat(slice.intValue()).isEqualTo(own.intValue());
        assertThat(slice.longValue()).isEqualTo(own.longValue());
        assertThat(slice.asInt(7)).isEqualTo(own.asInt(7));
        assertThat(slice.asLong(7)).isEqualTo(own.asLong(7));
        assertThat(slice.asDouble(7)).isEqualTo(own.asDouble(7));
        assertThat(slice.canConvertToInt()).isEqualTo(own.canConvertToInt());
        assertThat(slice.canConvertToLong()).isEqualTo(own.canConvertToLong());
        assertThat(slice.isIntegralNumber()).isEqualTo(own.isIntegralNumber());
        assertThat(slice.isEmpty()).isEqualTo(own.isEmpty());
    }

    @Test
    void decodesFractions() {
        JsonNode slice = slice("1.50");

        assertThat(slice.isFloatingPointNumber()).isTrue();
        assertThat(slice.doubleValue()).isEqualTo(1.5);
        assertThat(slice.decimalValue()).isEqualTo(new BigDecimal("1.50"));
        assertThat(slice.asText()).isEqualTo("1.50");
        assertThat(slice.numberType()).isEqualTo(JsonParser.NumberType.DOUBLE);
    }

    @Test
    void decodesIntegersOfAnyLength() {
        assertThat(slice("12345678901234567890").bigIntegerValue()).isEqualTo(new BigInteger("12345678901234567890"));
    }

    @Test
    void decodesBase64() throws Exception {
        assertThat(slice("\"aGk=\"").binaryValue()).isEqualTo(new byte[] {'h', 'i'});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"a\":1,\"a\":2}|OBJECT", "[1,2]|ARRAY"})
    void aContainerKeptWholeHasATypeButNoChildren(String json, JsonNodeType type) {
        JsonNode slice = slice(json);

        assertThat(slice.getNodeType()).isEqualTo(type);
        assertThat(slice).isEmpty();
        assertThat(slice.asText()).isEmpty();
        assertThat(slice.textValue()).isNull();
    }

    @Test
    void equalSpellingsAreEqual() {
        assertThat(slice("1.0")).isEqualTo(slice("1.0")).hasSameHashCodeAs(slice("1.0"));
        assertThat(slice("1.0")).isNotEqualTo(slice("1.00"));
    }

    @Test
    void printsAsItWasWritten() {
        assertThat(slice("\"\\u00e9\"")).hasToString("\"\\u00e9\"");
    }

    @Test
    void jacksonBindsATreeOfSlices() throws Exception {
        ObjectNode tree = BodyParser.parse(Requests.bytes("{\"a\":\"\\u00e9\",\"b\":[true,\"x\"],\"c\":12}"));

        assertThat(Json.MAPPER.treeToValue(tree, Map.class).toString()).isEqualTo("{a=é, b=[true, x], c=12}");
    }

    private static JsonNode slice(String json) {
        JsonNode slice =
                BodyParser.parse(Requests.bytes("{\"v\": " + json + " }")).get("v");
        assertThat(slice).isInstanceOf(SliceNode.class);
        return slice;
    }
}
