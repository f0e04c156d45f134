/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/**
 * Jackson's tokens with their places in the source. Jackson tells where a token begins but, for a string nobody has
 * decoded, not where it ends: that is found backwards from the token after it.
 */
final class TokenReader {

    private final byte[] source;
    private final int base;
    private final JsonParser parser;
    private JsonToken token = JsonToken.NOT_AVAILABLE;
    private int start;
    private boolean longKeys;

    TokenReader(byte[] source, int base) throws IOException {
        this(source, base, source.length);
    }

    /** @param to behind the last byte that is read */
    TokenReader(byte[] source, int base, int to) throws IOException {
        this.source = source;
        this.base = base;
        this.parser = Json.factory().createParser(source, base, to - base);
    }

    /** Goes on by one token; whatever is wrong with the JSON until there is refused here. */
    void advance() throws IOException {
        try {
            token = parser.nextToken();
        } catch (JsonProcessingException e) {
            throw BodyErrors.notJson(e, parser);
        }
        start = base + (int) parser.currentTokenLocation().getByteOffset();
        if (token == JsonToken.FIELD_NAME) {
            longKeys |= parser.currentName().length() > Json.LONG_KEY;
        }
    }

    JsonToken token() {
        return token;
    }

    /** Where the token begins. */
    int start() {
        return start;
    }

    String key() throws IOException {
        return parser.currentName();
    }

    /** The end of the key or value before this token: back over white space and separators. */
    int endBefore() {
        int end = start;
        while (isSpace(source[end - 1]) || source[end - 1] == ',' || source[end - 1] == ':') {
            end--;
        }
        return end;
    }

    /** Whether a backslash stands between there and this token. */
    boolean isEscapedFrom(int from) {
        for (int at = from; at < start; at++) {
            if (source[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(source, from, to);
    }

    SliceNode slice(JsonToken kind, int from, int to) {
        return new SliceNode(kind, source, from, to);
    }

    /** Passes over the rest of a container whose start, and perhaps a first scalar, is what was read last. */
    SliceNode skip(JsonToken kind, int from) throws IOException {
        for (int open = 1; open > 0; ) {
            advance();
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        int end = start + 1;
        advance();
        return slice(kind, from, end);
    }

    /** The first byte after this token, the body's last, that is no white space; -1 if there is none. */
    int rest() {
        int at = skipSpace(source, start + 1);
        return at < source.length ? at : -1;
    }

    /** Ends a successful reading. Closing shares the keys Jackson has met, so a broken body is never closed. */
    void close() throws IOException {
        parser.close();
        if (longKeys) {
            Json.forgetKeys();
        }
    }

    static int skipSpace(byte[] source, int from) {
        int at = from;
        while (at < source.length && isSpace(source[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
