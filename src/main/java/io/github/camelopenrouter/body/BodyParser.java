/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads a body once, into a tree whose scalars are {@link SliceNode}s of the given bytes (which must not change
 * afterwards). Jackson checks the grammar; it never decodes a string here.
 *
 * <p>An object or array stays one slice where no rule looks (below {@link #TREE_DEPTH}, and arrays of numbers, which may
 * be long), and where a tree would not repeat it exactly (an object with a key twice or a key written with an escape).
 *
 * <p>Every method that reads a value begins on its first token and leaves the reader on the token after it.
 */
final class BodyParser {

    /** The deepest level a rule looks at: {@code messages[].tool_calls[].function} and the body itself make six. */
    private static final int TREE_DEPTH = 6;

    /**
     * As many nodes as a tree may have, at most 60 MB: twenty megabytes of {@code [{},{},…]} would make a tree of 600 MB.
     * Tokens for embeddings are not counted (arrays of numbers are one node each), images and long texts hardly.
     */
    private static final int MOST_NODES = 500_000;

    private final TokenReader reader;
    private int nodes;

    private BodyParser(TokenReader reader) {
        this.reader = reader;
    }

    /** Refuses what is not exactly one JSON object in UTF-8 with distinct keys; a byte order mark is dropped. */
    static BodyNode parse(byte[] source) {
        int base = Utf8.afterByteOrderMark(source);
        int invalid = Utf8.firstInvalid(source, base);
        if (invalid >= 0) {
            throw BodyErrors.notUtf8(invalid);
        }
        requireObject(source, base);
        try {
            TokenReader reader = new TokenReader(source, base);
            BodyNode body = new BodyParser(reader).body();
            reader.close();
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An object or array that has been read before, as a tree of its own. */
    static JsonNode unfold(byte[] source) {
        try {
            TokenReader reader = new TokenReader(source, 0);
            reader.advance();
            JsonNode tree = new BodyParser(reader).value(2);
            reader.close();
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A zero byte is valid UTF-8 but means UTF-16 or UTF-32 to Jackson, which would then read these. */
    private static void requireObject(byte[] source, int base) {
        int at = TokenReader.skipSpace(source, base);
        boolean object = at < source.length && source[at] == '{';
        if (!object || at + 1 < source.length && source[at + 1] == 0) {
            throw BodyErrors.noObject(at == source.length);
        }
    }

    private BodyNode body() throws IOException {
        BodyNode body = new BodyNode();
        reader.advance();
        reader.advance();
        while (reader.token() == JsonToken.FIELD_NAME) {
            parameter(body);
        }
        if (reader.rest() >= 0) {
            throw BodyErrors.afterTheObject(reader.rest());
        }
        return body;
    }

    private void parameter(BodyNode body) throws IOException {
        String key = reader.key();
        int keyStart = reader.start();
        reader.advance();
        if (body.has(key)) {
            throw BodyErrors.keyTwice(key);
        }
        if (reader.isEscapedFrom(keyStart)) {
            body.keepSpelling(key, reader.copy(keyStart, reader.endBefore()));
        }
        body.set(key, value(2));
    }

    private JsonNode value(int depth) throws IOException {
        if (++nodes > MOST_NODES) {
            throw BodyErrors.tooManyValues(MOST_NODES);
        }
        JsonToken kind = reader.token();
        int start = reader.start();
        if (kind.isStructStart()) {
            return depth > TREE_DEPTH ? reader.skip(kind, start) : container(kind, start, depth);
        }
        reader.advance();
        return reader.slice(kind, start, reader.endBefore());
    }

    private JsonNode container(JsonToken kind, int start, int depth) throws IOException {
        reader.advance();
        return kind == JsonToken.START_OBJECT ? object(start, depth) : array(start, depth);
    }

    private JsonNode object(int start, int depth) throws IOException {
        ObjectNode object = new ObjectNode(JsonNodeFactory.instance);
        boolean repeatable = true;
        while (reader.token() == JsonToken.FIELD_NAME) {
            String key = reader.key();
            int keyStart = reader.start();
            reader.advance();
            repeatable &= !reader.isEscapedFrom(keyStart);
            repeatable &= object.replace(key, value(depth + 1)) == null;
        }
        int end = reader.start() + 1;
        reader.advance();
        return repeatable ? object : reader.slice(JsonToken.START_OBJECT, start, end);
    }

    private JsonNode array(int start, int depth) throws IOException {
        if (reader.token().isNumeric()) {
            return reader.skip(JsonToken.START_ARRAY, start);
        }
        ArrayNode array = new ArrayNode(JsonNodeFactory.instance);
        while (reader.token() != JsonToken.END_ARRAY) {
            array.add(value(depth + 1));
        }
        reader.advance();
        return array;
    }
}
