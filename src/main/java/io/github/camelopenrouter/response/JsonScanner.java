/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import java.util.Arrays;

/**
 * Follows one JSON text as its bytes come in, in pieces cut anywhere, and tells a {@link Listener} of the few values it
 * asks for. It keeps what is asked for and nothing else: a line of 40 MB costs a pass over its bytes, no memory.
 *
 * <p>It trusts the upstream to send JSON: it finds its way through a text, it does not judge it. Keys that are written
 * with escapes are no keys that anybody asks for. Not for several threads.
 */
final class JsonScanner {

    /** What a {@link Listener} wants to hear of a value. */
    enum Wish {
        NOTHING,
        /** Of a string, whether it holds anything. */
        FILLED,
        /** The same, and its text as it passes, which is kept nowhere. */
        READ,
        /** The whole text. */
        TEXT
    }

    /** Who asks for values. */
    interface Listener {

        /**
         * Called where a value begins.
         *
         * @param depth how many objects and arrays the value stands in
         * @param first the first byte of the value
         */
        Wish begins(int depth, byte first);

        /** The string asked about is not empty; called at its first byte, which may be long before its last. */
        void filled();

        /** The next bytes of a string that is read, as JSON writes them. */
        default void read(byte[] bytes, int from, int to) {}

        /** The text of a value asked for, in the first {@code length} bytes, cut at {@link #LONGEST_VALUE}. */
        void value(byte[] text, int length);
    }

    /** A value asked for is kept up to this many bytes; all that OpenRouter documents are far shorter. */
    static final int LONGEST_VALUE = 64 * 1024;

    private enum State {
        VALUE,
        KEY_OR_END,
        IN_KEY,
        AFTER_KEY,
        STRING_START,
        IN_STRING,
        IN_SCALAR,
        AFTER_VALUE
    }

    private final Listener listener;
    private final JsonPath path = new JsonPath();
    private byte[] kept = new byte[256];
    private State state = State.VALUE;
    private boolean escaped;
    private int keepDepth = -1;
    private int keptLength;
    private boolean complete;
    /** Whether the string in which it is, is read. */
    private boolean reading;

    /** Whether the value kept last had ended before the byte that showed it, as numbers do. */
    private boolean endedBefore;

    JsonScanner(Listener listener) {
        this.listener = listener;
    }

    /** Forgets the text so far: the next byte begins a new one. */
    void reset() {
        state = State.VALUE;
        path.clear();
        escaped = false;
        keepDepth = -1;
        keptLength = 0;
        complete = false;
        reading = false;
    }

    /** Whether the text's one value has come to its end; what comes after it is not looked at. */
    boolean isComplete() {
        return complete;
    }

    /** Where the value stands that has begun last. */
    JsonPath path() {
        return path;
    }

    /** The next bytes of the text. */
    void feed(byte[] bytes, int from, int to) {
        int keepFrom = from;
        int at = from;
        while (at < to && !complete) {
            if (state == State.STRING_START) {
                startString(bytes[at]);
            }
            if ((state == State.IN_STRING || state == State.IN_KEY) && !escaped) {
                at = plainText(bytes, at, to);
                if (at == to) {
                    break;
                }
            }
            boolean keptBefore = keepDepth >= 0;
            step(bytes[at]);
            at++;
            if (keptBefore && keepDepth < 0) {
                keep(bytes, keepFrom, endedBefore ? at - 1 : at);
                deliver();
            } else if (!keptBefore && keepDepth >= 0) {
                keepFrom = at - 1;
            }
        }
        if (keepDepth >= 0) {
            keep(bytes, keepFrom, to);
        }
    }

    /** Most of a text: what stands in strings and keys. */
    private int plainText(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        if (state == State.IN_KEY) {
            path.key(bytes, from, at);
        } else if (reading && at > from) {
            listener.read(bytes, from, at);
        }
        return at;
    }

    private void step(byte b) {
        switch (state) {
            case VALUE -> beginValue(b);
            case KEY_OR_END -> keyOrEnd(b);
            case IN_KEY -> inKey(b);
            case AFTER_KEY -> afterKey(b);
            case IN_STRING -> inString(b);
            case IN_SCALAR -> inScalar(b);
            default -> afterValue(b);
        }
    }

    private void beginValue(byte b) {
        if (isSpace(b)) {
            return;
        }
        if (b == ']') {
            close();
            return;
        }
        Wish wish = keepDepth < 0 ? listener.begins(path.depth(), b) : Wish.NOTHING;
        if (wish == Wish.TEXT) {
            keepDepth = path.depth();
            keptLength = 0;
        }
        switch (b) {
            case '{' -> open(false);
            case '[' -> open(true);
            case '"' -> {
                reading = wish == Wish.READ;
                state = wish == Wish.FILLED || reading ? State.STRING_START : State.IN_STRING;
            }
            default -> state = State.IN_SCALAR;
        }
    }

    private void keyOrEnd(byte b) {
        if (b == '"') {
            state = State.IN_KEY;
            path.beginKey();
        } else if (b == '}') {
            close();
        }
    }

    private void inKey(byte b) {
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            escaped = true;
            path.spoilKey();
        } else if (b == '"') {
            state = State.AFTER_KEY;
        }
    }

    private void afterKey(byte b) {
        if (b == ':') {
            state = State.VALUE;
        }
    }

    private void startString(byte first) {
        if (first != '"') {
            listener.filled();
        }
        state = State.IN_STRING;
    }

    private void inString(byte b) {
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            endValue(false);
        }
    }

    private void inScalar(byte b) {
        if (b == ',' || b == '}' || b == ']' || isSpace(b)) {
            endValue(true);
            afterValue(b);
        }
    }

    private void afterValue(byte b) {
        if (b == ',') {
            state = path.isArray() ? State.VALUE : State.KEY_OR_END;
        } else if (b == '}' || b == ']') {
            close();
        }
    }

    private void open(boolean array) {
        path.open(array);
        state = array ? State.VALUE : State.KEY_OR_END;
    }

    private void close() {
        if (path.depth() > 0) {
            path.close();
            endValue(false);
        }
    }

    private void endValue(boolean before) {
        if (keepDepth == path.depth()) {
            keepDepth = -1;
            endedBefore = before;
        }
        state = State.AFTER_VALUE;
        complete = path.depth() == 0;
    }

    private void keep(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, LONGEST_VALUE - keptLength);
        if (length <= 0) {
            return;
        }
        if (keptLength + length > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(keptLength + length, 2 * kept.length));
        }
        System.arraycopy(bytes, from, kept, keptLength, length);
        keptLength += length;
    }

    private void deliver() {
        listener.value(kept, keptLength);
        keptLength = 0;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
