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
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The parts of one request that its tree keeps as the client's bytes, for those who must not miss anything in them: keys
 * with escapes are read by what they mean, as OpenRouter reads them, and a key that stands there twice is refused, for
 * nobody knows which of the two OpenRouter takes.
 *
 * <p>Scalars stay slices here, too: no number and no text is decoded before somebody asks. All that is read for a request
 * is counted, so that a part that says nothing cannot fill the memory.
 */
public final class PlainJson {

    /** As many as {@link BodyParser} lets a tree have. */
    static final int MOST_VALUES = 500_000;

    private int values;

    /** Whether it has children that only {@link #of} shows. */
    public static boolean hides(JsonNode node) {
        return node instanceof SliceNode slice && slice.isContainerNode() && slice.read(PlainJson::hasObject);
    }

    /**
     * The same with all its children, where it is a slice.
     *
     * @throws OpenRouterException 400 if a key stands there twice, or if there are too many values
     */
    public JsonNode of(JsonNode node) {
        return node instanceof SliceNode slice && slice.isContainerNode() ? slice.read(this::parse) : node;
    }

    /**
     * The same in which nothing is hidden, however deep; itself where nothing is.
     *
     * @throws OpenRouterException as {@link #of} does
     */
    public JsonNode whole(JsonNode node) {
        if (!hasHidden(node)) {
            return node;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode shown = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(entry -> shown.set(entry.getKey(), whole(entry.getValue())));
            return shown;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode shown = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(element -> shown.add(whole(element)));
            return shown;
        }
        return of(node);
    }

    private static boolean hasHidden(JsonNode node) {
        if (hides(node)) {
            return true;
        }
        for (JsonNode child : node) {
            if (child.isContainerNode() && hasHidden(child)) {
                return true;
            }
        }
        return false;
    }

    /** Arrays of numbers, which may be long, have none. */
    private static boolean hasObject(byte[] source, int from, int to) {
        for (int at = from; at < to; at++) {
            if (source[at] == '{') {
                return true;
            }
        }
        return false;
    }

    private JsonNode parse(byte[] source, int from, int to) {
        try {
            TokenReader reader = new TokenReader(source, from, to);
            reader.advance();
            JsonNode whole = value(reader);
            reader.close();
            return whole;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins on the first token of a value, and leaves the reader on the token after it. */
    private JsonNode value(TokenReader reader) throws IOException {
        if (++values > MOST_VALUES) {
            throw BodyErrors.tooManyValues(MOST_VALUES);
        }
        JsonToken kind = reader.token();
        int start = reader.start();
        reader.advance();
        return switch (kind) {
            case START_OBJECT -> object(reader);
            case START_ARRAY -> array(reader);
            default -> reader.slice(kind, start, reader.endBefore());
        };
    }

    private ObjectNode object(TokenReader reader) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (reader.token() == JsonToken.FIELD_NAME) {
            String key = reader.key();
            reader.advance();
            if (object.replace(key, value(reader)) != null) {
                throw BodyErrors.keyTwice(key);
            }
        }
        reader.advance();
        return object;
    }

    private ArrayNode array(TokenReader reader) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (reader.token() != JsonToken.END_ARRAY) {
            array.add(value(reader));
        }
        reader.advance();
        return array;
    }
}
