/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {

    private static final byte[] WANTED = {'w'};
    private static final byte[] ASKED_ABOUT = {'f'};

    /** Asks for the values of every key {@code w} in the first three levels, and whether those of {@code f} are filled. */
    private static final class Asking implements JsonScanner.Listener {

        private final JsonScanner scanner = new JsonScanner(this);
        private final List<String> values = new ArrayList<>();
        private int deepest;
        private int filled;

        @Override
        public JsonScanner.Wish begins(int depth, byte first) {
            deepest = Math.max(deepest, depth);
            if (depth < 1 || depth > 3) {
                return JsonScanner.Wish.NOTHING;
            }
            if (scanner.path().isKey(depth, ASKED_ABOUT)) {
                return JsonScanner.Wish.FILLED;
            }
            return scanner.path().isKey(depth, WANTED) ? JsonScanner.Wish.TEXT : JsonScanner.Wish.NOTHING;
        }

        @Override
        public void filled() {
            filled++;
        }

        @Override
        public void value(byte[] text, int length) {
            values.add(new String(text, 0, length, UTF_8));
        }
    }

    private static Asking whole(String json) {
        Asking asking = new Asking();
        byte[] bytes = json.getBytes(UTF_8);
        asking.scanner.feed(bytes, 0, bytes.length);
        return asking;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"w\":\"x\"}|\"x\"",
                "{\"w\":12}|12",
                "{\"w\":-1.5e+7 }|-1.5e+7",
                "{\"w\":true,\"v\":1}|true",
                "{\"w\":null}|null",
                "{\"w\":\"a\\\"}{][,\\\\\"}|\"a\\\"}{][,\\\\\"",
                "{\"w\":{\"w\":[1,{\"w\":2}]}}|{\"w\":[1,{\"w\":2}]}",
                "{\"w\":[ ]}|[ ]",
                "{\"v\":{\"w\":3}}|3",
                "{\"v\":[{\"w\":4}]}|4",
                "{\"v\":[[{\"w\":4}]],\"w\":5}|5",
                "{\"v\":\"w\",\"w\" : 6}|6",
                "{\"v\":\"\\\\\",\"w\":7}|7",
                "{\"v\":\"\\\"w\\\":1\",\"w\":\"沙👋\"}|\"沙👋\"",
                "{\"v\":{},\"u\":[],\"w\":\"\"}|\"\"",
            })
    void findsAValueHoweverTheTextIsCut(String json, String expected) {
        byte[] bytes = json.getBytes(UTF_8);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                Asking asking = new Asking();
                asking.scanner.feed(bytes, 0, first);
                asking.scanner.feed(bytes, first, second);
                asking.scanner.feed(bytes, second, bytes.length);
                assertThat(asking.values).as("cut at %d and %d", first, second).containsExactly(expected);
                assertThat(asking.scanner.isComplete()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"f\":\"x\"}|1",
                "{\"f\":\"\\\"\"}|1",
                "{\"f\":\"\\n\",\"v\":\"\",\"w\":\"\"}|1",
                "{\"v\":[{\"f\":\"x\"},{\"f\":\"y\"}]}|2",
                "{\"f\":\"\"}|0",
                "{\"f\":\"\",\"v\":\"x\"}|0",
                "{\"f\":1}|0",
                "{\"f\":[\"x\"]}|0",
                "{\"w\":{\"f\":\"x\"}}|0",
            })
    void knowsWhetherAStringIsFilledHoweverTheTextIsCut(String json, int filled) {
        byte[] bytes = json.getBytes(UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            Asking asking = new Asking();
            asking.scanner.feed(bytes, 0, cut);
            asking.scanner.feed(bytes, cut, bytes.length);
            assertThat(asking.filled).as("cut at %d", cut).isEqualTo(filled);
            assertThat(asking.scanner.isComplete()).isTrue();
        }
    }

    @Test
    void tellsThatAStringIsFilledBeforeItsEnd() {
        assertThat(whole("{\"f\":\"x").filled).isEqualTo(1);
        assertThat(whole("{\"f\":\"").filled).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"\\u0077\":1}",
                "{\"ww\":1}",
                "{\"\":1}",
                "{\"w\\\"\":1}",
                "[\"w\",1]",
                "{\"v\":[\"w\"]}",
                "{\"u\":{\"u\":{\"u\":{\"w\":1}}}}",
                "{\"12345678901234567890123456789012w\":1}"
            })
    void otherKeysAndPlainStringsAreNotTakenForTheKey(String json) {
        assertThat(whole(json).values).isEmpty();
        assertThat(whole(json).scanner.isComplete()).isTrue();
    }

    @Test
    void findsItsWayBackFromADeepNesting() {
        String deep = "[{\"v\":".repeat(300) + "1" + "}]".repeat(300);
        Asking asking = whole("{\"v\":" + deep + ",\"w\":2}");
        assertThat(asking.values).containsExactly("2");
        assertThat(asking.deepest).isGreaterThan(500);
        assertThat(asking.scanner.isComplete()).isTrue();
    }

    @Test
    void aTextIsCompleteAtItsLastByteAndNotBefore() {
        String json = " {\"a\":[1,{\"b\":\"}\"}]}";
        for (int length = 0; length < json.length(); length++) {
            assertThat(whole(json.substring(0, length)).scanner.isComplete())
                    .as(json.substring(0, length))
                    .isFalse();
        }
        assertThat(whole(json).scanner.isComplete()).isTrue();
    }

    @Test
    void whatStandsBehindTheTextIsNotLookedAt() {
        assertThat(whole("{\"w\":1} {\"w\":2},\"w\":3").values).containsExactly("1");
    }

    @Test
    void forgetsAnUnfinishedTextOnReset() {
        Asking asking = whole("{\"v\":[{\"w\":\"abc\\");
        asking.scanner.reset();
        byte[] next = "{\"w\":1}".getBytes(UTF_8);
        asking.scanner.feed(next, 0, next.length);
        assertThat(asking.values).containsExactly("1");
    }

    @Test
    void keepsOfALongValueNoMoreThanItsLimit() {
        Asking asking = whole("{\"w\":\"" + "x".repeat(200_000) + "\",\"v\":{\"w\":1}}");
        assertThat(asking.values).hasSize(2);
        assertThat(asking.values.get(0)).hasSize(JsonScanner.LONGEST_VALUE);
        assertThat(asking.values.get(1)).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"]]]]", "}{", "{\"a\"", "{]", "[}", ",,,", "\"", "{\"a\":}", "{:1}", "\\\\", "nul"})
    void survivesWhatIsNoJson(String text) {
        assertThat(whole(text).values).isEmpty();
    }
}
