/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Counts the tokens of what a stream writes, about: text, thoughts and the arguments of tools, which are all paid for. What an
 * event repeats of those before, and thoughts that come once more as details, do not count again. Most tokenizers take four
 * letters of English for a token, two of other alphabets, and one sign of Chinese.
 */
final class OutputTally {

    private static final int QUARTERS = 4;

    private static final byte[] CHOICES = ascii("choices");
    private static final byte[] DELTA = ascii("delta");
    private static final byte[] TEXT = ascii("text");
    private static final byte[][] NOT_WRITTEN = {
        ascii("role"),
        ascii("type"),
        ascii("id"),
        ascii("reasoning_details"),
        ascii("annotations"),
        ascii("images"),
        ascii("audio"),
        ascii("signature"),
        ascii("stop_reason"),
        ascii("stop_sequence")
    };

    private static final int IN_CHOICE = 3;
    private static final int IN_DELTA = 4;

    private final OutputMeter meter;
    private long quarters;

    OutputTally(OutputMeter meter) {
        this.meter = meter;
    }

    /** Whether a string there is something that the model has just written. */
    static boolean isOutput(JsonPath path, int depth) {
        if (path.isKey(1, DELTA)) { // of responses and of messages
            return depth == 1 || isWritten(path, 2);
        }
        if (depth < IN_CHOICE || !path.isKey(1, CHOICES)) {
            return false;
        }
        return depth == IN_CHOICE
                ? path.isKey(IN_CHOICE, TEXT)
                : path.isKey(IN_CHOICE, DELTA) && isWritten(path, IN_DELTA);
    }

    private static boolean isWritten(JsonPath path, int depth) {
        for (byte[] key : NOT_WRITTEN) {
            if (path.isKey(depth, key)) {
                return false;
            }
        }
        return true;
    }

    void add(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            int b = bytes[at];
            if (b >= 0) {
                quarters += 1;
            } else if ((b & 0xe0) == 0xc0) {
                quarters += 2;
            } else if ((b & 0xf0) == 0xe0) {
                quarters += QUARTERS;
            } else if ((b & 0xf8) == 0xf0) {
                quarters += 2 * QUARTERS;
            }
        }
    }

    /** Tells the meter of whole tokens; what is left comes with the next. */
    void tell() {
        if (quarters >= QUARTERS) {
            meter.written(quarters / QUARTERS);
            quarters %= QUARTERS;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
