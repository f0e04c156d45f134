/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import static io.github.camelopenrouter.body.Requests.bytes;
import static io.github.camelopenrouter.body.Requests.refusal;
import static io.github.camelopenrouter.body.Requests.withBody;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.error.OpenRouterException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before any rule looks, and how that is said. */
class MalformedBodyTest {

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"model\":\"a\"}]", "\"text\"", "42", "null", "hello", "<xml/>", "model=a&x=b"})
    void refusesWhatIsNoObject(String body) {
        assertRefused(refusal(body), "The request body must be a JSON object.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n\t ", "\uFEFF"})
    void refusesAnEmptyBody(String body) {
        assertRefused(refusal(body), "The request body is empty; it must be a JSON object.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}{}", "{} x", "{}\n]", "{},", "{}\u0000", "{} null"})
    void refusesAnythingAfterTheObject(String body) {
        assertThat(refusal(body).getMessage())
                .startsWith("The request body goes on after the end of its JSON object (at byte ");
    }

    @Test
    void saysWhereTheRestBegins() {
        assertThat(refusal("{\"a\":1}  {}").getMessage()).endsWith("(at byte 9).");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":0x10}",
                "{\"a\":tru}",
                "{\"a\":truex}",
                "{\"a\":undefined}",
                "{'a':1}",
                "{a:1}",
                "{\"a\" 1}",
                "{\"a\":1,}",
                "{,}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":[\"x\" \"y\"]}",
                "{\"a\":1]",
                "{\"a\":[1}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"line\nbreak\"}",
                "{\"a\":\"nul\u0000\"}",
                "{\"a\":1 /* comment */}",
                "{\"a\":[[[[[[[[\"deep \\x\"]]]]]]]]}",
                "{\"a\":[[[[[[[[01]]]]]]]]}"
            })
    void refusesInvalidJson(String body) {
        assertThat(refusal(body).getMessage())
                .matches("The request body is not valid JSON \\(at line \\d+, column \\d+\\)\\.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void refusesNumbersThatJsonDoesNotHave(String number) {
        assertThat(refusal("{\"a\":" + number + "}").getMessage())
                .matches("The request body holds NaN or an infinite number, which JSON does not have"
                        + " \\(at line \\d+, column \\d+\\)\\.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":\"x", "{\"a\":\"x\\", "{\"a\":[", "{\"a\":tr"})
    void refusesHalfABody(String body) {
        assertThat(refusal(body).getMessage()).matches("The request body .*\\(at line 1, column \\d+\\)\\.");
    }

    @Test
    void saysThatTheEndIsMissing() {
        assertThat(refusal("{\"a\":[1,2").getMessage()).startsWith("The request body ends in the middle of its JSON");
    }

    @Test
    void saysOnWhichLine() {
        assertThat(refusal("\uFEFF{\n  \"a\": 1,\n  \"b\": oops\n}").getMessage())
                .contains("line 3, column ");
    }

    @Test
    void neverRepeatsTheBodyNorNamesAClass() {
        OpenRouterException refusal = refusal("{\"a\":sk-or-secret}");

        assertThat(refusal.getMessage()).doesNotContain("secret", "jackson", "Exception", "java");
        assertThat(refusal.getCause()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7b2261223a22c080227d", "7b2261223a22eda080227d", "7b2261223a22e282227d", "7b22ff223a317d"})
    void refusesInvalidUtf8(String hex) {
        assertThat(refusal(withBody(HexFormat.of().parseHex(hex))).getMessage())
                .matches("The request body is not valid UTF-8 \\(at byte \\d\\)\\.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE"})
    void refusesWiderEncodings(String charset) {
        byte[] body = "{\"model\":\"a/b\"}".getBytes(Charset.forName(charset));

        assertThat(refusal(withBody(body)).status()).isEqualTo(400);
    }

    @Test
    void refusesLatin1() {
        byte[] body = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(refusal(withBody(body)).getMessage()).contains("UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"a/b\",\"model\":\"c/d\"}|model",
                "{\"n\":1,\"mod\\u0065l\":1,\"model\":2}|model",
                "{\"n\":1,\"n\":1}|n",
                "{\"\":1,\"\":2}|``"
            })
    void refusesATopLevelKeyTwice(String body, String key) {
        OpenRouterException refusal = refusal(body);

        assertThat(refusal.param()).isEqualTo(key);
        assertThat(refusal.getMessage()).isEqualTo("The request body holds '" + key + "' more than once.");
    }

    @Test
    void shortensAKeyThatStandsTwice() {
        String key = "k".repeat(1_000);

        assertThat(refusal("{\"" + key + "\":1,\"" + key + "\":1}").param()).hasSizeLessThan(100);
    }

    @ParameterizedTest
    @CsvSource({"[,]", "{\"a\":,}"})
    void refusesMoreThanAThousandLevels(String open, String close) {
        String body = "{\"a\":" + open.repeat(1_000) + "1" + close.repeat(1_000) + "}";

        assertThat(refusal(body).getMessage())
                .startsWith("The request body is nested deeper than 1000 levels (at line 1, column ");
    }

    @Test
    void refusesAMillionLevelsWithoutAStackOverflow() {
        assertThat(refusal("{\"a\":" + "[".repeat(1_000_000)).status()).isEqualTo(400);
    }

    @Test
    void refusesNumbersThatOnlyCostTime() {
        assertThat(refusal("{\"a\":" + "1".repeat(200_000) + "}").getMessage())
                .startsWith("The request body holds a number with too many digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "\"\"", "null"})
    void refusesWhatWouldMakeAHugeTree(String value) {
        String body = "{\"messages\":[" + (value + ",").repeat(600_000) + value + "]}";

        assertRefused(refusal(body), "The request body holds more than 500000 values.");
    }

    @Test
    void aKeyTwiceFurtherDownIsNoneOfOurBusiness() {
        assertThat(BodyParser.parse(bytes("{\"a\":{\"b\":1,\"b\":2}}")).get("a"))
                .isInstanceOf(SliceNode.class);
    }

    private static void assertRefused(OpenRouterException refusal, String message) {
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.param()).isNull();
        assertThat(refusal.getMessage()).isEqualTo(message);
    }
}
