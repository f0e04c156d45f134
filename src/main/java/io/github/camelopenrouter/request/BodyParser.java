/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Reads a body once, into a tree whose scalars are {@link SliceNode}s of the given bytes (which must not change
 * afterwards). Jackson checks the grammar; it never decodes a string here.
 *
 * <p>Jackson tells where a token begins but, for a string it has not decoded, not where it ends: so every method here
 * leaves the parser one token after what it has read, and the end is found backwards from there.
 *
 * <p>An object or array stays one slice where no rule looks (below {@link #TREE_DEPTH}, and arrays of numbers, which may
 * be long), and where a tree would not repeat it exactly (an object with a key twice or a key written with an escape).
 */
final class BodyParser {

    /** The deepest level a rule looks at: {@code messages[].tool_calls[].function} and the body itself make six. */
    private static final int TREE_DEPTH = 6;

    private final byte[] source;
    private final int base;
    private final JsonParser parser;
    private JsonToken token;
    private boolean longNames;

    private BodyParser(byte[] source, int base) throws IOException {
        this.source = source;
        this.base = base;
        this.parser = Json.factory().createParser(source, base, source.length - base);
    }

    /** Refuses what is not exactly one JSON object in UTF-8 with distinct keys; a byte order mark is dropped. */
    static BodyNode parse(byte[] source) {
        int base = Utf8.afterByteOrderMark(source);
        int invalid = Utf8.firstInvalid(source, base);
        if (invalid >= 0) {
            throw BodyRefusal.notUtf8(invalid);
        }
        requireObject(source, base);
        try {
            return new BodyParser(source, base).parse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A zero byte is valid UTF-8 but means UTF-16 or UTF-32 to Jackson, which would then read these. */
    private static void requireObject(byte[] source, int base) {
        int at = skipSpace(source, base);
        boolean object = at < source.length && source[at] == '{';
        if (!object || at + 1 < source.length && source[at + 1] == 0) {
            throw BodyRefusal.noObject(at == source.length);
        }
    }

    /** Closes the parser only after success: closing shares what it has learnt, and a broken body teaches nothing. */
    private BodyNode parse() throws IOException {
        try {
            BodyNode body = body();
            parser.close();
            return body;
        } catch (JsonProcessingException e) {
            throw BodyRefusal.notJson(e, parser);
        } finally {
            if (longNames) {
                Json.forgetNames();
            }
        }
    }

    private BodyNode body() throws IOException {
        BodyNode body = new BodyNode();
        advance();
        advance();
        while (token == JsonToken.FIELD_NAME) {
            member(body);
        }
        int rest = skipSpace(source, tokenStart() + 1);
        if (rest < source.length) {
            throw BodyRefusal.afterTheObject(rest);
        }
        return body;
    }

    private void member(BodyNode body) throws IOException {
        String key = parser.currentName();
        int keyStart = tokenStart();
        advance();
        if (body.has(key)) {
            throw BodyRefusal.keyTwice(key);
        }
        if (isEscaped(keyStart, tokenStart())) {
            body.keepSpelling(key, Arrays.copyOfRange(source, keyStart, endBefore(tokenStart())));
        }
        body.set(key, value(2));
    }

    private JsonNode value(int depth) throws IOException {
        JsonToken kind = token;
        int start = tokenStart();
        if (kind.isStructStart()) {
            return depth > TREE_DEPTH ? skipped(kind, start) : container(kind, start, depth);
        }
        advance();
        return new SliceNode(kind, source, start, endBefore(tokenStart()));
    }

    private JsonNode container(JsonToken kind, int start, int depth) throws IOException {
        advance();
        return kind == JsonToken.START_OBJECT ? object(start, depth) : array(start, depth);
    }

    private JsonNode object(int start, int depth) throws IOException {
        ObjectNode object = new ObjectNode(JsonNodeFactory.instance);
        boolean repeatable = true;
        while (token == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            int keyStart = tokenStart();
            advance();
            repeatable &= !isEscaped(keyStart, tokenStart());
            repeatable &= object.replace(key, value(depth + 1)) == null;
        }
        int end = tokenStart() + 1;
        advance();
        return repeatable ? object : new SliceNode(JsonToken.START_OBJECT, source, start, end);
    }

    private JsonNode array(int start, int depth) throws IOException {
        if (token.isNumeric()) {
            return skipped(JsonToken.START_ARRAY, start);
        }
        ArrayNode array = new ArrayNode(JsonNodeFactory.instance);
        while (token != JsonToken.END_ARRAY) {
            array.add(value(depth + 1));
        }
        advance();
        return array;
    }

    /** Passes over the rest of a container whose start, and perhaps a first scalar, has been read. */
    private SliceNode skipped(JsonToken kind, int start) throws IOException {
        for (int open = 1; open > 0; ) {
            advance();
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        int end = tokenStart() + 1;
        advance();
        return new SliceNode(kind, source, start, end);
    }

    private void advance() throws IOException {
        token = parser.nextToken();
        if (token == JsonToken.FIELD_NAME) {
            longNames |= parser.currentName().length() > Json.LONG_NAME;
        }
    }

    private int tokenStart() {
        return base + (int) parser.currentTokenLocation().getByteOffset();
    }

    /** The end of the key or value before the token that begins here: back over white space and separators. */
    private int endBefore(int next) {
        int end = next;
        while (isSpace(source[end - 1]) || source[end - 1] == ',' || source[end - 1] == ':') {
            end--;
        }
        return end;
    }

    private boolean isEscaped(int from, int to) {
        for (int at = from; at < to; at++) {
            if (source[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    private static int skipSpace(byte[] source, int from) {
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
