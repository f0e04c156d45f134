/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.body.SliceNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A value as the JSON that it stands in, of which characters are read without a copy; from and to as in a loop. */
record JsonBytes(byte[] source, int from, int to) {

    private static final int UNKNOWN = 0xFFFD;

    static JsonBytes of(JsonNode node) {
        return node instanceof SliceNode slice
                ? slice.read(JsonBytes::new)
                : ofText(node.toString()); // a rule's, or a host's
    }

    private static JsonBytes ofText(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new JsonBytes(bytes, 0, bytes.length);
    }

    /** What stands between the quotes of a string. */
    JsonBytes content() {
        return new JsonBytes(source, from + 1, to - 1);
    }

    int length() {
        return to - from;
    }

    boolean startsWith(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if (from + i >= to || source[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** All of it where the mark does not come. */
    JsonBytes behind(char mark) {
        for (int at = from; at < to; at++) {
            if (source[at] == mark) {
                return new JsonBytes(source, at + 1, to);
            }
        }
        return this;
    }

    /** How many there are in an array of numbers; none in any other value. */
    int numbers() {
        int first = from + 1;
        while (first < to && source[first] <= ' ') {
            first++;
        }
        if (source[from] != '[' || !isNumber(source[first])) {
            return 0;
        }
        int commas = 0;
        for (int at = first; at < to; at++) {
            commas += source[at] == ',' ? 1 : 0;
        }
        return commas + 1;
    }

    private static boolean isNumber(byte first) {
        return first == '-' || first >= '0' && first <= '9';
    }

    /** The first characters of a base64 text, whole groups of four, without the line breaks and escapes among them. */
    byte[] base64(int most) {
        byte[] found = new byte[Math.min(most, length())];
        int count = 0;
        for (int at = from; at < to && count < found.length; at++) {
            if (source[at] == '\\') {
                at += at + 1 < to && source[at + 1] != '/' ? 1 : 0;
            } else if (source[at] > ' ') {
                found[count++] = source[at];
            }
        }
        return Arrays.copyOf(found, count / 4 * 4);
    }

    /** Gives the characters of a string's content to those tokens. */
    void text(TextTokens tokens) {
        int at = from;
        while (at < to) {
            byte b = source[at];
            if (b >= 'a' && b <= 'z') {
                at = tokens.addSmallLetters(source, at, to);
            } else if (b > 0 && b != '\\') {
                tokens.add(b);
                at++;
            } else {
                at = character(at, tokens);
            }
        }
    }

    /** Gives the value as it stands to those tokens, without the white space between strings. */
    void json(TextTokens tokens) {
        boolean inString = false;
        int at = from;
        while (at < to) {
            byte b = source[at];
            if (inString && (b < 0 || b == '\\')) {
                at = character(at, tokens);
                continue;
            }
            inString ^= b == '"';
            if (inString || b > ' ') {
                tokens.add(b);
            }
            at++;
        }
    }

    /** @return where the next one begins */
    private int character(int at, TextTokens tokens) {
        return source[at] == '\\' ? escaped(at, tokens) : encoded(at, tokens);
    }

    private int escaped(int at, TextTokens tokens) {
        byte kind = at + 1 < to ? source[at + 1] : (byte) '\\';
        if (kind != 'u') {
            tokens.add(unescaped(kind));
            return at + 2;
        }
        int unit = hex(at + 2);
        boolean paired = Character.isHighSurrogate((char) unit) && at + 7 < to && source[at + 6] == '\\';
        int low = paired ? hex(at + 8) : 0;
        if (paired && Character.isLowSurrogate((char) low)) {
            tokens.add(Character.toCodePoint((char) unit, (char) low));
            return at + 12;
        }
        tokens.add(unit);
        return at + 6;
    }

    private static int unescaped(byte kind) {
        return switch (kind) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b', 'f' -> ' ';
            default -> kind & 0x7F;
        };
    }

    private int hex(int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            value = value << 4 | Math.max(0, i < to ? Character.digit(source[i], 16) : 0);
        }
        return value;
    }

    /** UTF-8; what is none, for a host may write anything, is one unknown character a byte. */
    private int encoded(int at, TextTokens tokens) {
        int first = source[at] & 0xFF;
        int length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (length == 1 || at + length > to) {
            tokens.add(UNKNOWN);
            return at + 1;
        }
        int character = first & 0xFF >> length + 1;
        for (int i = 1; i < length; i++) {
            character = character << 6 | source[at + i] & 0x3F;
        }
        tokens.add(character);
        return at + length;
    }
}
