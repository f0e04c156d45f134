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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.github.camelopenrouter.body.RequestBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The estimate beside a real tokenizer, on texts that its costs were not fitted to. */
class TokenEstimateTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Encoding REAL = Encodings.newDefaultEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    private static final Percentage CLOSE = Percentage.withPercentage(15);
    private static final int FRAME = 4;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "english.txt",
                "german.txt",
                "chinese.txt",
                "japanese.txt",
                "russian.txt",
                "arabic.txt",
                "french.txt",
                "inventory.py",
                "scheduler.go",
                "basket.tsx",
                "report.sql",
                "orders.json"
            })
    void isCloseToARealTokenizerOnProseAndCode(String file) throws IOException {
        assertClose(text(file));
    }

    @Test
    void isCloseOnLongNumbers() {
        Random random = new Random(42);
        assertClose(IntStream.range(0, 300)
                .mapToObj(i -> Long.toString(random.nextLong(1, 1L << random.nextInt(2, 62))))
                .collect(Collectors.joining("\n")));
        assertClose(IntStream.range(0, 300)
                .mapToObj(i -> random.nextInt(100) + "." + random.nextInt(10_000_000))
                .collect(Collectors.joining(", ")));
    }

    @Test
    void isCloseOnBase64AndHex() {
        byte[] bytes = new byte[3000];
        new Random(43).nextBytes(bytes);
        assertClose(Base64.getEncoder().encodeToString(bytes));
        assertClose(Base64.getMimeEncoder().encodeToString(bytes));
        assertClose(HexFormat.of().formatHex(bytes));
    }

    @Test
    void isCloseOnRunsOfWhiteSpace() throws IOException {
        assertClose(text("scheduler.go").replace("\t", "        "));
        assertClose(text("english.txt").replace(" ", "   "));
        assertClose(text("english.txt").replace(". ", ".\n\n\n    "));
        assertClose(text("german.txt").replace(". ", ".\r\n\r\n\t\t").replace(", ", ",\n        "));
    }

    @Test
    void isCloseOnEmojiBetweenWords() throws IOException {
        String[] emoji = {"😀", "🎉", "🚀", "❤️", "👍🏽", "✅", "🇩🇪", "🔥"};
        String[] words = text("english.txt").split(" ");
        assertClose(IntStream.range(0, words.length)
                .mapToObj(i -> i % 3 == 0 ? words[i] + " " + emoji[i / 3 % emoji.length] : words[i])
                .collect(Collectors.joining(" ")));
    }

    @Test
    void countsATextTheSameHoweverItIsEscaped() throws IOException {
        String text = text("chinese.txt") + text("english.txt") + "😀\t\"quoted\" \\ and/or";
        String escaped = "{\"messages\":[{\"role\":\"user\",\"content\":\""
                + text.chars().mapToObj(c -> "\\u%04x".formatted(c)).collect(Collectors.joining()) + "\"}]}";
        assertThat(of(escaped)).isEqualTo(PromptTokens.of(request(text)));
    }

    @Test
    void countsToolsAsCompactJson() throws IOException {
        JsonNode tools = JSON.readTree(text("orders.json")).get("tools");
        ObjectNode request = request("Hello");
        long without = PromptTokens.of(request);
        request.set("tools", tools);
        int real = REAL.countTokensOrdinary(tools.toString());
        assertThat(of(request.toString()) - without).isCloseTo(real, CLOSE);
        assertThat(of(request.toPrettyString())).isEqualTo(of(request.toString()));
    }

    @Test
    void countsTheWholeConversation() throws IOException {
        String prompt = text("english.txt");
        long texts = of("""
                {"system":[{"type":"text","text":%1$s,"cache_control":{"type":"ephemeral"}}],"messages":[
                {"role":"user","content":[{"type":"text","text":%1$s}]},
                {"role":"assistant","content":[{"type":"thinking","thinking":%1$s,"signature":"%2$s"},
                {"type":"tool_use","id":"toolu_1","name":"look","input":{"where":%1$s}}]},
                {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[
                {"type":"text","text":%1$s}]}]}]}""".formatted(JSON.writeValueAsString(prompt), "c2lnbmF0dXJl".repeat(900)));
        assertThat(texts).isCloseTo(5L * REAL.countTokensOrdinary(prompt), CLOSE);
    }

    @Test
    void countsOtherOperationsToo() throws IOException {
        String text = JSON.writeValueAsString(text("german.txt"));
        int real = REAL.countTokensOrdinary(text("german.txt"));
        assertThat(of("{\"input\":" + text + ",\"instructions\":" + text + "}")).isCloseTo(2L * real, CLOSE);
        assertThat(of("{\"prompt\":[" + text + "," + text + "]}")).isCloseTo(2L * real, CLOSE);
        assertThat(of("{\"query\":" + text + ",\"documents\":[{\"text\":" + text + "}]}"))
                .isCloseTo(2L * real, CLOSE);
        assertThat(of("{\"input\":[[1, 22,-3],[ 4]]}")).isEqualTo(4);
        assertThat(of("{\"model\":\"gpt\",\"user\":" + text + "}")).isZero();
    }

    private static void assertClose(String text) {
        assertThat(PromptTokens.of(request(text)) - FRAME).isCloseTo(REAL.countTokensOrdinary(text), CLOSE);
    }

    private static ObjectNode request(String text) {
        ObjectNode request = JSON.createObjectNode();
        request.putArray("messages").addObject().put("role", "user").put("content", text);
        return RequestBody.read(request.toString()).tree();
    }

    private static long of(String json) {
        return PromptTokens.of(RequestBody.read(json).tree());
    }

    private static String text(String file) throws IOException {
        return Files.readString(Path.of("src/test/resources/tokens", file), StandardCharsets.UTF_8);
    }
}
