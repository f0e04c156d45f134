/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a line holds, it is JSON in one line, and reads as what was written. */
class LineJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\"\\/",
                "\u0000\b\t\n\f\r\u001f",
                "\u007f\u0080\u2028",
                "käse",
                "\ud83d\ude00",
                "a name that is longer than the room that the line has had at its begin"
            })
    void textsReadAsTheyWere(String text) throws IOException {
        byte[] line = LineJson.write(16, json -> {
            json.word("first", text);
            json.text("second", text);
        });

        JsonNode read = JSON.readTree(line);
        assertThat(read.path("first").textValue()).isEqualTo(text);
        assertThat(read.path("second").textValue()).isEqualTo(text);
        assertThat(new String(line, UTF_8).lines()).hasSize(1);
    }

    /** As it comes where a text is cut in the middle of a pair, or a client sends one alone. */
    @Test
    void halfAPairOfSurrogatesBreaksNoLine() throws IOException {
        byte[] line = LineJson.write(16, json -> {
            json.text("cut", "x".repeat(255) + "\ud83d\ude00");
            json.text("alone", "\ude00a");
        });

        JsonNode read = JSON.readTree(line);
        assertThat(read.path("cut").textValue()).isEqualTo("x".repeat(255) + "?");
        assertThat(read.path("alone").textValue()).isEqualTo("?a");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 1_000_000, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void numbersReadAsTheyWere(long number) throws IOException {
        byte[] line = LineJson.write(1, json -> json.number("n", number));
        assertThat(JSON.readTree(line).path("n").longValue()).isEqualTo(number);
        assertThat(new String(line, UTF_8)).isEqualTo("{\"n\":" + number + "}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00.000Z", "2026-12-31T23:59:59.999Z", "2028-02-29T01:02:03.004Z"})
    void timesReadAsTheyWere(String time) {
        byte[] line = LineJson.write(16, json -> json.time(Instant.parse(time).plusNanos(999_999)));
        assertThat(new String(line, UTF_8)).isEqualTo("{\"time\":\"" + time + "\"}\n");
    }

    @Test
    void millisecondsKeepTheirDecimals() {
        byte[] line = LineJson.write(16, json -> {
            json.millis("a", Duration.ofNanos(999));
            json.millis("b", Duration.ofNanos(1_002_999));
            json.millis("c", Duration.ofDays(2));
            json.millis("d", null);
        });
        assertThat(new String(line, UTF_8)).isEqualTo("{\"a\":0.000,\"b\":1.002,\"c\":172800000.000}\n");
    }
}
