/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that is still the bytes the client wrote: where no rule touches it, it goes up as it came, escapes and
 * digits included. Immutable; nothing is decoded before somebody asks, and nothing decoded is kept.
 *
 * <p>Usually a scalar. Objects and arrays are slices where no rule looks into them or where a tree could not repeat them
 * exactly (see {@link BodyParser}); such a slice has no children.
 */
public final class SliceNode extends DecodingNode {

    private final JsonToken token;
    private final byte[] source;
    private final int offset;
    private final int length;

    SliceNode(JsonToken token, byte[] source, int offset, int end) {
        this.token = token;
        this.source = source;
        this.offset = offset;
        this.length = end - offset;
    }

    /** The number of bytes in the source, quotes included. */
    public int length() {
        return length;
    }

    /** Reads JSON where it stands, without a copy. */
    @FunctionalInterface
    public interface Reader<T> {

        /** @param to where the value has ended */
        T read(byte[] source, int from, int to);
    }

    /** Lets somebody read it as it was written, quotes included; they change nothing. */
    public <T> T read(Reader<T> reader) {
        return reader.read(source, offset, offset + length);
    }

    /**
     * An object or array as a tree of slices, as deep as that of a body; itself where a tree could not repeat it or would be
     * too large.
     */
    public JsonNode unfolded() {
        try {
            return token.isStructStart()
                    ? BodyParser.unfold(Arrays.copyOfRange(source, offset, offset + length))
                    : this;
        } catch (OpenRouterException tooLarge) {
            return this;
        }
    }

    /** The bytes it stands in, with another value in its place. */
    byte[] replacedBy(byte[] value) {
        byte[] all = new byte[source.length - length + value.length];
        System.arraycopy(source, 0, all, 0, offset);
        System.arraycopy(value, 0, all, offset, value.length);
        System.arraycopy(source, offset + length, all, offset + value.length, source.length - offset - length);
        return all;
    }

    void putInto(ByteSink out) {
        out.put(source, offset, length);
    }

    @Override
    public JsonToken asToken() {
        return token;
    }

    @Override
    public JsonNodeType getNodeType() {
        return switch (token) {
            case VALUE_STRING -> JsonNodeType.STRING;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonNodeType.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> JsonNodeType.BOOLEAN;
            case START_OBJECT -> JsonNodeType.OBJECT;
            case START_ARRAY -> JsonNodeType.ARRAY;
            default -> JsonNodeType.NULL;
        };
    }

    @Override
    public @Nullable String textValue() {
        return token == JsonToken.VALUE_STRING ? text() : null;
    }

    /** As in Jackson: a string's text, the digits of a number, the word of a literal, nothing for objects and arrays. */
    @Override
    public String asText() {
        return token == JsonToken.VALUE_STRING ? text() : token.isScalarValue() ? raw() : "";
    }

    @Override
    public boolean booleanValue() {
        return token == JsonToken.VALUE_TRUE;
    }

    @Override
    public boolean isIntegralNumber() {
        return token == JsonToken.VALUE_NUMBER_INT;
    }

    @Override
    public boolean isFloatingPointNumber() {
        return token == JsonToken.VALUE_NUMBER_FLOAT;
    }

    @Override
    public BigDecimal decimalValue() {
        return isNumber() ? new BigDecimal(raw()) : decoded().decimalValue();
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
        generator.writeRawValue(raw());
    }

    /** Two slices are equal when they are spelt the same, not when they mean the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SliceNode slice
                && Arrays.equals(
                        source, offset, offset + length, slice.source, slice.offset, slice.offset + slice.length);
    }

    @Override
    public int hashCode() {
        return raw().hashCode();
    }

    private String text() {
        return isEscaped() ? decoded().textValue() : new String(source, offset + 1, length - 2, StandardCharsets.UTF_8);
    }

    private String raw() {
        return new String(source, offset, length, StandardCharsets.UTF_8);
    }

    private boolean isEscaped() {
        for (int at = offset; at < offset + length; at++) {
            if (source[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    @Override
    public JsonNode decoded() {
        try {
            return Json.MAPPER.readTree(source, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
