/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes JSON text: counts it, fills an array with it, or sends it on. Whoever writes a thing twice gets an array of
 * exactly its size, which for a body full of images is cheaper than growing one and trimming it.
 */
final class ByteSink {

    private static final int BUFFER_SIZE = 8 * 1024;

    /** What is filled, or the buffer before {@link #next}; null where only the number counts. */
    private final byte @Nullable [] out;
    /** Null where everything has its place in the array. */
    private final @Nullable OutputStream next;

    private int at;

    private ByteSink(byte @Nullable [] out, @Nullable OutputStream next) {
        this.out = out;
        this.next = next;
    }

    static ByteSink counting() {
        return new ByteSink(null, null);
    }

    /** @param out has room for all that comes */
    static ByteSink into(byte[] out) {
        return new ByteSink(out, null);
    }

    /** Failures of the stream leave as {@link UncheckedIOException}; what is still buffered goes by {@link #flush}. */
    static ByteSink to(OutputStream next) {
        return new ByteSink(new byte[BUFFER_SIZE], next);
    }

    /** How many bytes a counting sink has been given. */
    int size() {
        return at;
    }

    void put(char ascii) {
        if (out != null) {
            if (at == out.length) {
                flush();
            }
            out[at] = (byte) ascii;
        }
        at++;
    }

    void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    /** What is too large for the buffer passes it by. */
    void put(byte[] bytes, int offset, int length) {
        if (out == null) {
            at += length;
            return;
        }
        if (length > out.length - at) {
            flush();
        }
        if (next != null && length > out.length) {
            send(next, bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, out, at, length);
            at += length;
        }
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

    /** Sends on what the buffer holds; nothing where there is no stream. */
    void flush() {
        if (next != null && out != null) {
            send(next, out, 0, at);
            at = 0;
        }
    }

    private static void send(OutputStream stream, byte[] bytes, int offset, int length) {
        try {
            stream.write(bytes, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    /** By way of a String, because half a surrogate pair then becomes a question mark instead of an exception. */
    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
