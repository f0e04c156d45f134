/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Takes JSON text, or, made without an array, only counts it: so whoever writes a thing twice gets an array of exactly
 * its size, which for a body full of images is cheaper than growing one and trimming it.
 */
final class ByteSink {

    private final byte[] out;
    private int size;

    /** @param out what to fill, or null to count */
    ByteSink(byte[] out) {
        this.out = out;
    }

    int size() {
        return size;
    }

    void put(char ascii) {
        if (out != null) {
            out[size] = (byte) ascii;
        }
        size++;
    }

    void put(byte[] bytes) {
        if (out != null) {
            System.arraycopy(bytes, 0, out, size, bytes.length);
        }
        size += bytes.length;
    }

    void put(SliceNode slice) {
        if (out != null) {
            slice.copyTo(out, size);
        }
        size += slice.length();
    }

    /** Puts the text between quotes, escaping only what JSON does not allow bare. */
    void putQuoted(String text) {
        put('"');
        if (isPlain(text)) {
            putPlain(text);
        } else {
            put(escaped(text).getBytes(StandardCharsets.UTF_8));
        }
        put('"');
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private void putPlain(String text) {
        if (out != null) {
            for (int i = 0; i < text.length(); i++) {
                out[size + i] = (byte) text.charAt(i);
            }
        }
        size += text.length();
    }

    /** By way of a String, because half a surrogate pair then becomes a question mark instead of an exception. */
    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
