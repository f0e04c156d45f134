/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import static io.github.camelopenrouter.body.Minifier.minify;
import static io.github.camelopenrouter.body.Requests.sent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.request.ModelName;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no rule touches arrives as it was written. */
class FidelityTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "1.50",
                "0.10",
                "-0",
                "-0.0",
                "1e5",
                "1E+05",
                "1e-400",
                "1e400",
                "12345678901234567890",
                "-98765432109876543210",
                "3.14159265358979323846264338327950288"
            })
    void numbersKeepTheirDigits(String number) {
        String body = "{\"model\":\"a/b\",\"n\":" + number + ",\"deep\":{\"list\":[\"x\"," + number + "]}}";

        assertThat(sent(body)).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\u00e9",
                "\\u00E9",
                "é",
                "\\/",
                "/",
                "\\ud83d\\ude00",
                "😀",
                "\\ud800",
                "\\u0000",
                "\\\"",
                "\\\\",
                "\\b\\f\\n\\r\\t",
                "\u2028",
                "\u007f",
                "ends with a comma,",
                "ends with a colon: ",
                ""
            })
    void stringsKeepTheirEscapes(String text) {
        String body = "{\"user\":\"" + text + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";

        assertThat(sent(body)).isEqualTo(body);
    }

    @Test
    void keysKeepTheirOrder() {
        String body = "{\"z\":1,\"a\":2,\"m\":{\"z\":1,\"a\":2},\"b\":[{\"y\":1,\"x\":2}]}";

        assertThat(sent(body)).isEqualTo(body);
    }

    @Test
    void unknownParametersPass() {
        String body = "{\"model\":\"a/b\",\"provider\":{\"order\":[\"x\"]},\"no_such_thing\":[null,true,false,{}]}";

        assertThat(sent(body)).isEqualTo(body);
    }

    @Test
    void emptyContainersPass() {
        String body = "{\"a\":{},\"b\":[],\"c\":[[]],\"d\":[{}]}";

        assertThat(sent(body)).isEqualTo(body);
    }

    @Test
    void theEmptyObjectIsABody() {
        assertThat(sent(" { } ")).isEqualTo("{}");
    }

    @Test
    void aKeyTwiceBelowTheTopLevelStaysTwice() {
        String body = "{\"metadata\":{\"a\": 1, \"a\": 2},\"list\":[{\"b\":{\"c\":1,\"c\":1}}]}";

        assertThat(sent(body)).isEqualTo(body);
    }

    @Test
    void anEscapedKeyBelowTheTopLevelKeepsItsSpelling() {
        String body = "{\"metadata\":{\"caf\\u00e9\":1,\"b\\/c\":2,\"\\\"\":3}}";

        assertThat(sent(body)).isEqualTo(body);
    }

    @Test
    void anEscapedKeyAtTheTopLevelKeepsItsSpelling() {
        String body = "{\"mod\\u0065l\":\"a/b\",\"caf\\u00e9\" : 1,\"\\/\":2,\"é\":3}";

        assertThat(sent(body)).isEqualTo(body.replace(" ", ""));
    }

    @Test
    void anEscapedKeyAtTheTopLevelIsKnownByItsMeaning() {
        ObjectNode body = BodyParser.parse(Requests.bytes("{\"mod\\u0065l\":\"a/b\"}"));

        assertThat(body.get("model").textValue()).isEqualTo("a/b");
    }

    @Test
    void aChangedValueKeepsTheSpellingOfItsKey() {
        String sent = sent(
                "{\"mod\\u0065l\":\"openrouter/a/b\"}",
                new ModelName(Requests.aliases(Map.of()), (vendor, name) -> name));

        assertThat(sent).isEqualTo("{\"mod\\u0065l\":\"a/b\"}");
    }

    @Test
    void fortyLevelsPass() {
        String body = "{\"a\":" + "[{\"b\":".repeat(20) + "1.50" + "}]".repeat(20) + "}";

        assertThat(sent(body)).isEqualTo(body);
    }

    @Test
    void aThousandLevelsPass() {
        String body = "{\"a\":" + "[".repeat(999) + "]".repeat(999) + "}";

        assertThat(sent(body)).isEqualTo(body);
    }

    @Test
    void whiteSpaceBetweenValuesIsDropped() {
        assertThat(sent("\r\n{ \"a\" :\t[ 1 , \"x y\" ] ,\n \"b\" : { \"c\" : null } }\n"))
                .isEqualTo("{\"a\":[ 1 , \"x y\" ],\"b\":{\"c\":null}}");
    }

    @Test
    void whiteSpaceInWhatIsKeptWholeStays() {
        String body = "{\"a\":[1, 2],\"b\":{\"c\": 1, \"c\": 2}}";

        assertThat(sent(body)).isEqualTo(body);
    }

    @Test
    void aByteOrderMarkIsDropped() {
        assertThat(sent("\uFEFF{\"a\":\"é\",\"caf\\u00e9\":[{}]}")).isEqualTo("{\"a\":\"é\",\"caf\\u00e9\":[{}]}");
    }

    @Test
    void numbersOfAHundredThousandDigitsPass() {
        String body = "{\"n\":" + "7".repeat(100_000) + "}";

        assertThat(sent(body)).isEqualTo(body);
    }

    @Test
    void keysOfAHundredThousandCharactersPass() {
        String body = "{\"" + "k".repeat(100_000) + "\":{\"" + "l".repeat(100_000) + "\":1}}";

        assertThat(sent(body)).isEqualTo(body);
    }

    @Test
    void longKeysAreNotRemembered() {
        Object before = Json.factory();

        sent("{\"" + "k".repeat(Json.LONG_KEY + 1) + "\":1}");

        assertThat(Json.factory()).isNotSameAs(before);
    }

    @Test
    void shortKeysAreRemembered() {
        Object before = Json.factory();

        sent("{\"" + "k".repeat(Json.LONG_KEY) + "\":1}");

        assertThat(Json.factory()).isSameAs(before);
    }

    @Test
    void aCopyOfTheTreeIsWrittenLikeTheTree() {
        byte[] body = Requests.bytes("{\"mod\\u0065l\":\"\\u0061\",\"a\":[{\"b\":1.50}],\"c\":{\"d\":1,\"d\":2}}");

        ObjectNode copy = BodyParser.parse(body).deepCopy();

        assertThat(Requests.written(copy)).isEqualTo(body);
    }

    @Test
    void aChangeOfTheCopyLeavesTheTreeAlone() {
        byte[] body = Requests.bytes("{\"a\":{\"b\":1}}");
        ObjectNode tree = BodyParser.parse(body);

        ((ObjectNode) tree.deepCopy().get("a")).remove("b");

        assertThat(Requests.written(tree)).isEqualTo(body);
    }

    @Test
    void jacksonItselfWritesTheTreeToo() throws Exception {
        JsonNode tree = BodyParser.parse(Requests.bytes("{\"a\":[1.50,\"\\u00e9\",null],\"b\":{\"c\":1,\"c\":2}}"));

        assertThat(Json.MAPPER.writeValueAsString(tree))
                .isEqualTo("{\"a\":[1.50,\"\\u00e9\",null],\"b\":{\"c\":1,\"c\":2}}");
    }

    @Test
    void valuesThatRulesPutInAreEscapedWhereTheyMustBe() {
        ObjectNode tree = BodyParser.parse(Requests.bytes("{}"));
        tree.put("text", "a\"b\\c\nd é 😀")
                .put("half \uD83D", 1)
                .put("number", 2.5)
                .putNull("nothing");

        assertThat(new String(Requests.written(tree), StandardCharsets.UTF_8))
                .isEqualTo("{\"text\":\"a\\\"b\\\\c\\nd é 😀\",\"half ?\":1,\"number\":2.5,\"nothing\":null}");
    }

    @Test
    void anyBodyWithinTheTreeIsRepeated() {
        for (int seed = 0; seed < 3_000; seed++) {
            String body = new RandomJson(seed, 5, false).object();

            assertThat(minify(sent(body))).as("seed %d: %s", seed, body).isEqualTo(minify(body));
        }
    }

    @Test
    void anyBodyWithOddKeysAndAnyDepthIsRepeated() {
        IntStream.range(0, 3_000).parallel().forEach(seed -> {
            String body = new RandomJson(seed, 12, true).object();

            assertThat(minify(sent(body))).as("seed %d: %s", seed, body).isEqualTo(minify(body));
        });
    }

    @Test
    void whatIsSentComesBackUnchangedTheSecondTime() {
        for (int seed = 0; seed < 500; seed++) {
            String once = sent(new RandomJson(seed, 12, true).object());

            assertThat(sent(once)).as("seed %d", seed).isEqualTo(once);
        }
    }
}
