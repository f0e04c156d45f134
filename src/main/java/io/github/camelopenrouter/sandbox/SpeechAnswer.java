/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.stream.Stream;

/** {@code /audio}: a hum for each word, and a transcript that only knows how much it has heard. */
final class SpeechAnswer {

    private static final BigDecimal COST_OF_A_CHARACTER = new BigDecimal("0.000015");
    private static final BigDecimal COST_OF_A_SECOND = new BigDecimal("0.0001");
    private static final int BYTES_OF_A_SECOND = 48_000;
    private static final int BYTES_OF_A_WORD = 4_800;
    /** The head of an MPEG-1 layer III frame of 128 kbit/s and 44.1 kHz, which is so long. */
    private static final byte[] MP3_HEAD = {(byte) 0xff, (byte) 0xfb, (byte) 0x90, 0x00};

    private static final int MP3_FRAME = 417;

    private SpeechAnswer() {}

    static Script to(ObjectNode asked, Till till) {
        String input = asked.path("input").asText();
        if (input.isEmpty()) {
            throw Refusal.badRequest("input: expected a text");
        }
        boolean mp3 = asked.path("response_format").asText("pcm").equals("mp3");
        BigDecimal cost = COST_OF_A_CHARACTER.multiply(BigDecimal.valueOf(input.length()));
        String id = till.sell(Ids.other("tts"), asked, "tts", cost);
        Stream<Step> words = Stream.of(input.split("\\s+")).map(word -> new Step.Bytes(mp3 ? frame() : hum(word)));
        return Script.of(200, mp3 ? "audio/mpeg" : "audio/pcm", Stream.concat(words, Stream.of(Step.Ending.CLEAN)))
                .with("X-Generation-Id", id);
    }

    static Script transcript(String model, int bytes, Till till) {
        int seconds = Math.max(1, bytes / BYTES_OF_A_SECOND);
        BigDecimal cost = COST_OF_A_SECOND.multiply(BigDecimal.valueOf(seconds));
        ObjectNode body = Json.object().put("text", "The sandbox has heard " + bytes + " bytes.");
        body.putObject("usage")
                .put("total_tokens", 10 * seconds + 6)
                .put("input_tokens", 10 * seconds)
                .put("output_tokens", 6)
                .put("seconds", seconds)
                .put("cost", cost);
        return Script.json(200, body).with("X-Generation-Id", till.sell(Ids.other("stt"), model, "stt", cost));
    }

    private static Buffer frame() {
        return Buffer.buffer(MP3_HEAD).appendBytes(new byte[MP3_FRAME - MP3_HEAD.length]);
    }

    /** 16 bits a sample, 24 kHz, one channel. */
    private static Buffer hum(String word) {
        byte[] samples = new byte[BYTES_OF_A_WORD];
        int period = 100 + Math.floorMod(word.hashCode(), 100);
        for (int at = 1; at < samples.length; at += 2) {
            samples[at] = (byte) (at / 2 % period < period / 2 ? 8 : -8);
        }
        return Buffer.buffer(samples);
    }
}
