/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One value of a JSON text, and where it stands in its bytes; keys may repeat, and each of their values is there. */
final class JsonSpan {

    static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    static final JsonSpan NONE = new JsonSpan(new byte[0], JsonToken.NOT_AVAILABLE, 0);

    private final byte[] json;
    private final JsonToken type;
    private final int from;
    private int to;
    /** The key of each child of an object. */
    private List<String> names = List.of();

    private List<JsonSpan> children = List.of();

    private JsonSpan(byte[] json, JsonToken type, int from) {
        this.json = json;
        this.type = type;
        this.from = from;
    }

    /** @throws IOException if it is anything but one JSON value */
    static JsonSpan parse(byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() == null
                    || parser.currentTokenLocation().getByteOffset() < 0) { // UTF-16 has no places
                throw new JsonParseException(parser, "No JSON in UTF-8");
            }
            JsonSpan value = read(parser, json);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "More than one value");
            }
            return value;
        }
    }

    private static JsonSpan read(JsonParser parser, byte[] json) throws IOException {
        JsonSpan value = new JsonSpan(
                json, parser.currentToken(), (int) parser.currentTokenLocation().getByteOffset());
        if (value.isObject()) {
            value.names = new ArrayList<>(4);
            value.children = new ArrayList<>(4);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                value.names.add(parser.currentName());
                parser.nextToken();
                value.children.add(read(parser, json));
            }
        } else if (value.isArray()) {
            value.children = new ArrayList<>(2);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value.children.add(read(parser, json));
            }
        } else {
            parser.finishToken();
        }
        value.to = (int) parser.currentLocation().getByteOffset();
        return value;
    }

    /** Its first byte. */
    int from() {
        return from;
    }

    /** Behind its last byte. */
    int to() {
        return to;
    }

    boolean isObject() {
        return type == JsonToken.START_OBJECT;
    }

    boolean isArray() {
        return type == JsonToken.START_ARRAY;
    }

    boolean isText() {
        return type == JsonToken.VALUE_STRING;
    }

    /** Whether there is anything: no value, null, and what is empty is nothing. */
    boolean isFilled() {
        return switch (type) {
            case NOT_AVAILABLE, VALUE_NULL, VALUE_FALSE -> false;
            case VALUE_STRING -> to - from > 2;
            case START_OBJECT, START_ARRAY -> !children.isEmpty();
            default -> true;
        };
    }

    /** The keys of an object, in their order. */
    List<String> names() {
        return names;
    }

    /** The values of an object or array, in their order. */
    List<JsonSpan> children() {
        return children;
    }

    /** The elements of an array; none where it is anything else. */
    List<JsonSpan> elements() {
        return isArray() ? children : List.of();
    }

    /** The value of this key, as most readers see it: the last one; {@link #NONE} without one. */
    JsonSpan get(String name) {
        int at = names.lastIndexOf(name);
        return at < 0 ? NONE : children.get(at);
    }

    /** The whole number that stands there, or else this one. */
    int number(int orElse) {
        if (type != JsonToken.VALUE_NUMBER_INT || to - from > 9) {
            return orElse;
        }
        return Integer.parseInt(raw());
    }

    /** The decoded string, empty where there is none. */
    String text() {
        if (!isText()) {
            return "";
        }
        return JsonStrings.decode(json, from, to);
    }

    /** Whether it is this string. */
    boolean is(String text) {
        return isText() && text().equals(text);
    }

    /** As it stands in its text. */
    String raw() {
        return new String(json, from, to - from, UTF_8);
    }
}
