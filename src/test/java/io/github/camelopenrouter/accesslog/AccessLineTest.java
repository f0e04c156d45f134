/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLineTest {

    @Test
    void separatesFieldsBySpaces() {
        AccessLine line = new AccessLine()
                .text("id", "req_1")
                .flag("stream", true)
                .flag("other", false)
                .number("bytes", 12)
                .unknown("status");

        assertThat(line).hasToString("id=req_1 stream=yes other=no bytes=12 status=-");
    }

    @Test
    void writesADashForWhatIsNotKnown() {
        assertThat(new AccessLine().text("a", null).text("b", "")).hasToString("a=- b=-");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0", "99999, 0.0", "100000, 0.1", "1250000000, 1250.0", "59999999, 59.9"})
    void writesTimesInMilliseconds(long nanos, String text) {
        assertThat(new AccessLine().time("ms", nanos)).hasToString("ms=" + text);
    }

    @Test
    void keepsEveryTextOnItsLineAndInItsField() {
        assertThat(text("a b\n\r\tc\\d\u0000\u007f\u2028\u00e9\ud83d\ude00"))
                .isEqualTo("a\\u0020b\\u000a\\u000d\\u0009c\\u005cd\\u0000\\u007f\\u2028\\u00e9\\ud83d\\ude00");
    }

    @Test
    void keepsVisibleAsciiAsItIs() {
        assertThat(text("~author/x-latest:free%20\"=")).isEqualTo("~author/x-latest:free%20\"=");
    }

    @Test
    void cutsLongTexts() {
        assertThat(text("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(text("x".repeat(201))).isEqualTo("x".repeat(200) + "...");
        assertThat(text("sk-" + "x".repeat(1_000_000))).isEqualTo("sk-***...");
    }

    @ParameterizedTest
    @CsvSource({
        "sk-or-v1-0123abc, sk-***",
        "/v1/models/sk-or-v1-0123/x, /v1/models/sk-***/x",
        "a=sk-one;sk-two_2, a=sk-***;sk-***",
        "sk-, sk-***",
        "ork-6SNwq2mh0NTrX7wT3uKDpVbJ4yGfZcR1Lo0cnrws, ork-***",
        "/v1/models/ork-6SNwq2mh0NTrX7wT3uKDpVbJ4yGfZcR1Lo0cnrws/x, /v1/models/ork-***/x",
        "xork-6SNwq2mh0NTrX7wT3uKDpVbJ4yGfZcR1Lo0cnrws, xork-***",
        "ork-6SNwq2mh0NTrX7wT, ork-***",
        "ork-bot, ork-bot",
        "ork-of-the-support-bot-of-sales, ork-of-the-support-bot-of-sales",
        "ork-, ork-",
        "network-0123456789012345678, network-0123456789012345678",
        "task-force/model, task-force/model",
        "s, s",
        "disk-1, disk-1"
    })
    void masksWhatLooksLikeAKey(String text, String written) {
        assertThat(text(text)).isEqualTo(written);
    }

    private static String text(String value) {
        return new AccessLine().text("x", value).toString().substring("x=".length());
    }
}
