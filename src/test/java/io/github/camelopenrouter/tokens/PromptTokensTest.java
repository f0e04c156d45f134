/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import io.github.camelopenrouter.body.RequestBody;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no text, what is no proper request, and what an estimate costs. */
class PromptTokensTest {

    private static final int FRAME = 4;

    @ParameterizedTest
    @CsvSource({
        "png,  200,  200,  54",
        "gif,  640,  480,  410",
        "jpg, 1000, 1000, 1334",
        "jpg, 1092, 1092, 1590",
        "png, 4000, 3000, 1600",
        "png, 3136,  200,  210",
        "gif,    1,    1,    1"
    })
    void countsAnImageByItsSize(String format, int width, int height, long tokens) throws IOException {
        String data = image(format, width, height);
        assertThat(ofPart(anthropic(data))).isEqualTo(tokens);
        assertThat(ofPart("{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/x;base64," + data + "\"}}"))
                .isEqualTo(tokens);
        assertThat(ofPart("{\"type\":\"input_image\",\"image_url\":\"data:image/x;base64," + data + "\"}"))
                .isEqualTo(tokens);
        assertThat(ofPart("{\"type\":\"tool_result\",\"content\":[" + anthropic(data) + "]}"))
                .isEqualTo(tokens);
        assertThat(ofPart(anthropic(data.replace("/", "\\/")))).isEqualTo(tokens);
        assertThat(ofPart(anthropic(data.replaceAll("(.{76})", "$1\\\\n")))).isEqualTo(tokens);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VP8X", "VP8L", "VP8 "})
    void readsEachFormOfWebp(String form) {
        byte[] head = new byte[30];
        System.arraycopy(("RIFF0000WEBP" + form).getBytes(StandardCharsets.US_ASCII), 0, head, 0, 16);
        switch (form) {
            case "VP8X" -> {
                put(head, 24, 499, 3);
                put(head, 27, 243, 3);
            }
            case "VP8L" -> put(head, 21, 499 | 243 << 14, 4);
            default -> {
                put(head, 26, 500, 2);
                put(head, 28, 244, 2);
            }
        }
        assertThat(ofPart(anthropic(Base64.getEncoder().encodeToString(head)))).isEqualTo(163);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://example.org/a.png\"}}",
                "{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"file_1\"}}",
                "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"data\":\"bm8gaW1hZ2U=\"}}",
                "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"data\":\"***\"}}",
                "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"data\":\"\"}}",
                "{\"type\":\"image\",\"source\":[1]}",
                "{\"type\":\"image\"}",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.org/a.png\"}}"
            })
    void takesAnImageOfUnknownSizeForALargeOne(String part) {
        assertThat(ofPart(part)).isEqualTo(1600);
    }

    @Test
    void countsDocumentsByTheirLengthAndTheirTextsAsTexts() {
        String pdf =
                "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"%s\"}}";
        assertThat(ofPart(pdf.formatted("A".repeat(1000)))).isEqualTo(3000);
        assertThat(ofPart(pdf.formatted("A".repeat(200_000)))).isEqualTo(9000);
        assertThat(ofPart("{\"type\":\"document\",\"source\":{\"type\":\"url\",\"url\":\"https://x.org/a.pdf\"}}"))
                .isEqualTo(3000);
        assertThat(ofPart(
                        "{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,"
                                + "A".repeat(90_000) + "\"}}"))
                .isEqualTo(6000);
        assertThat(ofPart("{\"type\":\"input_audio\",\"input_audio\":{\"format\":\"wav\",\"data\":\"" + "A".repeat(6400)
                        + "\"}}"))
                .isEqualTo(21);
        long text = ofPart("{\"type\":\"text\",\"text\":\"A short text about the sea.\"}");
        assertThat(
                        ofPart(
                                "{\"type\":\"document\",\"source\":{\"type\":\"text\",\"data\":\"A short text about the sea.\"}}"))
                .isEqualTo(text);
        assertThat(ofPart("{\"type\":\"document\",\"source\":{\"type\":\"content\",\"content\":[{\"type\":\"text\","
                        + "\"text\":\"A short text about the sea.\"}]}}"))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"messages\":null,\"system\":7,\"tools\":\"x\",\"input\":{}}",
                "{\"messages\":[null,1,true,\"x\",[],[[]],{}]}",
                "{\"messages\":[{\"content\":[{\"type\":7},{\"type\":null,\"text\":null},{\"type\":\"tool_use\"}]}]}",
                "{\"messages\":[{\"content\":{\"type\":\"document\",\"source\":7}}]}",
                "{\"messages\":[{\"content\":[{\"content\":[{\"a\":1,\"a\":{\"\\u0061\":[{}]}}]}]}]}",
                "{\"system\":\"\\ud83d\"}",
                "{\"system\":\"\\ud83d\\u0041\\udE00 \\ud83d\\ude00\"}",
                "{\"system\":\"\\u0000\\b\\f\"}"
            })
    void countsOddRequestsToo(String json) {
        assertThatCode(() -> of(json)).doesNotThrowAnyException();
    }

    @Test
    void countsWhatIsNestedDeeplyWithoutReadingItOverAndOver() {
        String deep = "[".repeat(900) + "\"word\"" + "]".repeat(900);
        assertThat(of("{\"messages\":[" + deep + "]}")).isPositive();
        assertThat(of("{\"tools\":[" + deep + "]}")).isPositive();
    }

    @Test
    void allocatesLittleForALongPrompt() {
        StringBuilder text = new StringBuilder();
        while (text.length() < 125_000) {
            text.append("The quick brown fox jumps over the lazy dog; 42 times, überall.\\n");
        }
        RequestBody request = RequestBody.read("{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        PromptTokens.of(request.tree());
        long before = threads.getCurrentThreadAllocatedBytes();
        PromptTokens.of(request.tree());
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 * 1024);
    }

    private static String anthropic(String data) {
        return "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/x\",\"data\":\"" + data
                + "\"}}";
    }

    private static long ofPart(String part) {
        return of("{\"messages\":[{\"role\":\"user\",\"content\":[" + part + "]}]}") - FRAME;
    }

    private static long of(String json) {
        return PromptTokens.of(RequestBody.read(json).tree());
    }

    private static String image(String format, int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    private static void put(byte[] bytes, int at, int value, int length) {
        for (int i = 0; i < length; i++) {
            bytes[at + i] = (byte) (value >> 8 * i);
        }
    }
}
