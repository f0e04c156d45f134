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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.error.OpenRouterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tree of a request hides is read whole, exactly, and within bounds. */
class PlainJsonTest {

    private final PlainJson plain = new PlainJson();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'\\u0061':1} | {'a':1}",
                "{'\\u0061':[1, 2.50, {'b' : -1e999}]} | {'a':[1,2.50,{'b':-1e999}]}",
                "{'b':{'c':{'d':{'e':{'f':{'g':[ 'x' , null , true ]}}}}}} | {'b':{'c':{'d':{'e':{'f':{'g':['x',null,true]}}}}}}",
                "[1, 'x', {'\\u0061':{}}, []] | [1,'x',{'a':{}},[]]"
            })
    void isReadByWhatItMeansAndWithItsDigits(String hidden, String shown) {
        assertThat(plain.whole(hidden(hidden)).toString()).isEqualTo(json(shown));
    }

    @Test
    void aNumberOfManyDigitsIsNotDecoded() {
        String digits = "9".repeat(99_999);
        JsonNode whole = plain.of(hidden("{'\\u0061':[" + digits + "]}"));
        assertThat(whole.get("a").get(0)).isInstanceOf(SliceNode.class);
        assertThat(whole.get("a").get(0).asText()).isEqualTo(digits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'\\u0061':1,'a':2}", "{'b':{'a':1,'a':2}}", "{'\\u0061':null,'a':null}"})
    void aKeyThatStandsThereTwiceIsRefused(String hidden) {
        assertRefused(() -> plain.whole(hidden(hidden)), "The request body holds 'a' more than once.");
    }

    @Test
    void aKeyThatIsLongIsShownShort() {
        String key = "k".repeat(100_000);
        assertRefused(
                () -> plain.of(hidden("{'\\u0061':1,'" + key + "':2,'" + key + "':3}")),
                "The request body holds '" + "k".repeat(64) + "...' more than once.");
    }

    @Test
    void whatIsReadForOneRequestIsCountedTogether() {
        JsonNode many = hidden("{'\\u0061':[" + "{},".repeat(299_999) + "{}]}");
        assertThat(plain.of(many).get("a")).hasSize(300_000);
        assertRefused(() -> plain.of(many), "The request body holds more than 500000 values.");
    }

    @Test
    void arraysOfNumbersAreNotRead() {
        JsonNode numbers = hidden("[" + "1,".repeat(1_000_000) + "1]");
        assertThat(PlainJson.hides(numbers)).isFalse();
        assertThat(plain.whole(numbers)).isSameAs(numbers);
    }

    private static void assertRefused(Runnable reading, String message) {
        assertThatThrownBy(reading::run).isInstanceOfSatisfying(OpenRouterException.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal).hasMessage(message);
        });
    }

    private static JsonNode hidden(String json) {
        return BodyParser.parse(Requests.bytes(json("{'v': " + json + " }"))).get("v");
    }

    private static String json(String quoted) {
        return quoted.replace('\'', '"');
    }
}
