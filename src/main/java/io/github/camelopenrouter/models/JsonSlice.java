/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value as the bytes it was written with, so that what the gateway does not change keeps its digits, escapes and
 * key order to the letter.
 *
 * <p>Every method reads the slice to its end and fails on anything that is not exactly one UTF-8 JSON value.
 */
record JsonSlice(byte[] source, int start, int end) {

    private static final JsonFactory JSON = new JsonFactory();

    static JsonSlice document(byte[] body) {
        return new JsonSlice(body, 0, body.length);
    }

    /** The members of an object in their order; of a name that comes twice the last value counts, as everywhere. */
    Map<String, JsonSlice> members() throws IOException {
        Map<String, JsonSlice> members = new LinkedHashMap<>();
        try (JsonParser parser = parser()) {
            expect(JsonToken.START_OBJECT, parser.nextToken());
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                members.put(name, value(parser));
            }
            expect(JsonToken.END_OBJECT, parser.currentToken());
            expect(null, parser.nextToken());
        }
        return members;
    }

    List<JsonSlice> elements() throws IOException {
        List<JsonSlice> elements = new ArrayList<>();
        try (JsonParser parser = parser()) {
            expect(JsonToken.START_ARRAY, parser.nextToken());
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value(parser));
            }
            expect(null, parser.nextToken());
        }
        return elements;
    }

    /** The decoded text of a string, null for every other kind of value. */
    @Nullable
    String text() throws IOException {
        try (JsonParser parser = parser()) {
            return parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
        }
    }

    boolean isObject() {
        return source[start] == '{';
    }

    boolean isArray() {
        return source[start] == '[';
    }

    /** As it is written. */
    String raw() {
        return new String(source, start, end - start, StandardCharsets.UTF_8);
    }

    boolean isNull() {
        return source[start] == 'n';
    }

    void writeTo(ByteArrayOutputStream out) {
        out.write(source, start, end - start);
    }

    private JsonParser parser() throws IOException {
        return JSON.createParser(source, start, end - start);
    }

    private JsonSlice value(JsonParser parser) throws IOException {
        int from = offset(parser.currentTokenLocation());
        parser.skipChildren();
        parser.finishToken();
        return new JsonSlice(source, from, offset(parser.currentLocation()));
    }

    /** Jackson counts bytes only in UTF-8, the one encoding of JSON between systems (RFC 8259, 8.1). */
    private int offset(JsonLocation location) throws IOException {
        if (location.getByteOffset() < 0) {
            throw new IOException("not UTF-8");
        }
        return start + (int) location.getByteOffset();
    }

    private static void expect(@Nullable JsonToken expected, @Nullable JsonToken found) throws IOException {
        if (expected != found) {
            throw new IOException("expected " + expected + ", found " + found);
        }
    }
}
