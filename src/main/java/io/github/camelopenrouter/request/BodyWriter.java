/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes a tree to bytes: slices are copied, keys keep their order and spelling, no white space is added.
 *
 * <p>Walks the tree twice, first only counting, so that the one array it makes has exactly the right size: for a body
 * full of images growing and trimming would cost more than the walk.
 */
final class BodyWriter {

    private final byte[] out;
    private int size;

    private BodyWriter(byte[] out) {
        this.out = out;
    }

    static byte[] write(ObjectNode body) {
        BodyWriter counter = new BodyWriter(null);
        counter.node(body);
        byte[] bytes = new byte[counter.size];
        new BodyWriter(bytes).node(body);
        return bytes;
    }

    private void node(JsonNode node) {
        if (node instanceof SliceNode slice) {
            slice(slice);
        } else if (node instanceof ObjectNode object) {
            object(object);
        } else if (node instanceof ArrayNode array) {
            array(array);
        } else {
            made(node);
        }
    }

    private void slice(SliceNode slice) {
        if (out != null) {
            slice.copyTo(out, size);
        }
        size += slice.length();
    }

    private void object(ObjectNode object) {
        put('{');
        boolean first = true;
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!first) {
                put(',');
            }
            first = false;
            key(object, entry.getKey());
            put(':');
            node(entry.getValue());
        }
        put('}');
    }

    private void array(ArrayNode array) {
        put('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                put(',');
            }
            node(array.get(i));
        }
        put(']');
    }

    /** A value that a rule has put in, or that came from a host's own Map. */
    private void made(JsonNode node) {
        if (node.isTextual()) {
            quoted(node.textValue());
            return;
        }
        try {
            put(Json.MAPPER.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void key(ObjectNode object, String key) {
        byte[] spelling = object instanceof BodyNode body ? body.spelling(key) : null;
        if (spelling != null) {
            put(spelling);
        } else {
            quoted(key);
        }
    }

    private void quoted(String text) {
        put('"');
        if (isPlain(text)) {
            plain(text);
        } else {
            put(escaped(text).getBytes(StandardCharsets.UTF_8));
        }
        put('"');
    }

    /** By way of a String, because half a surrogate pair then becomes a question mark instead of an exception. */
    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
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

    private void plain(String text) {
        if (out != null) {
            for (int i = 0; i < text.length(); i++) {
                out[size + i] = (byte) text.charAt(i);
            }
        }
        size += text.length();
    }

    private void put(byte[] bytes) {
        if (out != null) {
            System.arraycopy(bytes, 0, out, size, bytes.length);
        }
        size += bytes.length;
    }

    private void put(char ascii) {
        if (out != null) {
            out[size] = (byte) ascii;
        }
        size++;
    }
}
