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

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Arrays;

/**
 * JSON while it is written, as bytes. By hand, for every call waits for its lines: with Jackson's generator they took three
 * times as long.
 */
final class JsonBytes {

    /** The longest number has 19 digits and a sign. */
    private static final int LONGEST_NUMBER = 20;

    /** By character, whether it stands in a text as it is. */
    private static final boolean[] PLAIN = new boolean[128];

    static {
        Arrays.fill(PLAIN, ' ', PLAIN.length, true);
        PLAIN['"'] = false;
        PLAIN['\\'] = false;
    }

    private byte[] bytes;
    private int length;

    /** @param usual how many bytes it will most likely be, at most */
    JsonBytes(int usual) {
        bytes = new byte[usual];
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** An opening bracket, which a comma parts from what stands before it. */
    void open(char bracket) {
        comma();
        raw(bracket);
    }

    /** A bracket or a line break. */
    void raw(char ascii) {
        room(1)[length++] = (byte) ascii;
    }

    void raw(String ascii) {
        length = copy(ascii, room(ascii.length()), length);
    }

    private static int copy(String ascii, byte[] to, int from) {
        int at = from;
        for (int n = 0; n < ascii.length(); n++) {
            to[at++] = (byte) ascii.charAt(n);
        }
        return at;
    }

    /** @param plain with nothing in it that JSON escapes */
    void name(String plain) {
        comma();
        byte[] to = room(plain.length() + 3);
        to[length] = '"';
        int at = copy(plain, to, length + 1);
        to[at++] = '"';
        to[at++] = ':';
        length = at;
    }

    void quoted(String text) {
        byte[] to = room(text.length() + 2);
        int at = length;
        to[at++] = '"';
        for (int n = 0; n < text.length(); n++) {
            char c = text.charAt(n);
            if (c >= PLAIN.length || !PLAIN[c]) {
                escaped(text);
                return;
            }
            to[at++] = (byte) c;
        }
        to[at++] = '"';
        length = at;
    }

    private void escaped(String text) {
        String whole = new String(text.getBytes(UTF_8), UTF_8); // half a surrogate pair has no UTF-8 form
        byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(whole);
        raw('"');
        System.arraycopy(escaped, 0, room(escaped.length), length, escaped.length);
        length += escaped.length;
        raw('"');
    }

    void number(long value) {
        if (value < 0) {
            raw(Long.toString(value));
        } else {
            digits(value, lengthOf(value));
        }
    }

    /** The last digits of a number that is not negative, with zeros in front. */
    void digits(long value, int count) {
        byte[] to = room(LONGEST_NUMBER);
        long rest = value;
        for (int at = length + count - 1; at >= length; at--) {
            to[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private static int lengthOf(long value) {
        int count = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            count++;
        }
        return count;
    }

    private void comma() {
        if (length > 0 && bytes[length - 1] != '{' && bytes[length - 1] != '[') {
            raw(',');
        }
    }

    private byte[] room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
        return bytes;
    }
}
