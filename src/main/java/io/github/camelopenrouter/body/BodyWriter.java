/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes a tree to bytes: slices are copied, keys keep their order and spelling, no white space is added. */
final class BodyWriter {

    private final ByteSink out;

    private BodyWriter(ByteSink out) {
        this.out = out;
    }

    static int size(ObjectNode body) {
        ByteSink counter = ByteSink.counting();
        new BodyWriter(counter).node(body);
        return counter.size();
    }

    /** @param size what {@link #size} says of the body */
    static byte[] write(ObjectNode body, int size) {
        byte[] bytes = new byte[size];
        new BodyWriter(ByteSink.into(bytes)).node(body);
        return bytes;
    }

    /** Large slices go from the array they stand in to the stream. */
    static void write(ObjectNode body, OutputStream stream) throws IOException {
        ByteSink out = ByteSink.to(stream);
        try {
            new BodyWriter(out).node(body);
            out.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void node(JsonNode node) {
        if (node instanceof SliceNode slice) {
            slice.putInto(out);
        } else if (node instanceof ObjectNode object) {
            object(object);
        } else if (node instanceof ArrayNode array) {
            array(array);
        } else {
            made(node);
        }
    }

    private void object(ObjectNode object) {
        char before = '{';
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            out.put(before);
            key(object, entry.getKey());
            out.put(':');
            node(entry.getValue());
            before = ',';
        }
        end(before, '{', '}');
    }

    private void array(ArrayNode array) {
        char before = '[';
        for (int i = 0; i < array.size(); i++) {
            out.put(before);
            node(array.get(i));
            before = ',';
        }
        end(before, '[', ']');
    }

    /** An empty container has not been opened yet. */
    private void end(char before, char open, char close) {
        if (before == open) {
            out.put(open);
        }
        out.put(close);
    }

    /** A value that a rule has put in, or another processor of the host's. */
    private void made(JsonNode node) {
        if (node.isTextual()) {
            out.putQuoted(node.textValue());
            return;
        }
        try {
            out.put(Json.MAPPER.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void key(ObjectNode object, String key) {
        byte[] spelling = object instanceof BodyNode body ? body.spelling(key) : null;
        if (spelling != null) {
            out.put(spelling);
        } else {
            out.putQuoted(key);
        }
    }
}
