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
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a message body, whatever a door or a host's route has put there. Its headers may speak of an earlier body, so
 * what comes is asked what it is: they only say that it may be zipped.
 */
final class BodyBytes {

    private BodyBytes() {}

    /** At most {@code maxBytes}; a stream is read to its end and closed. */
    static byte[] of(Message message, long maxBytes) throws IOException {
        Object body = message.getBody();
        if (body instanceof Map || body instanceof List || body instanceof JsonNode) {
            return written(body, maxBytes);
        }
        byte[] raw = raw(message, body, maxBytes);
        LimitedRead.requireWithin(raw.length, maxBytes);
        return ContentCoding.decode(raw, message.getHeader(Exchange.CONTENT_ENCODING, String.class), maxBytes);
    }

    /** Those of a Java object, or of a text. */
    static byte[] of(Object json) {
        return json instanceof String text ? encoded(text) : written(json, Integer.MAX_VALUE);
    }

    private static byte[] raw(Message message, @Nullable Object body, long maxBytes) throws IOException {
        if (body == null) {
            return new byte[0];
        }
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        if (body instanceof String text) {
            LimitedRead.requireWithin(text.length(), maxBytes);
            return encoded(text);
        }
        return streamed(message, body, maxBytes);
    }

    private static byte[] streamed(Message message, Object body, long maxBytes) throws IOException {
        if (body instanceof StreamCache cache) {
            cache.reset();
        }
        try (InputStream in = message.getBody(InputStream.class)) {
            if (in == null) {
                throw OpenRouterException.invalidRequest("The request body cannot be read as JSON.", null);
            }
            return LimitedRead.all(in, maxBytes);
        }
    }

    /** Half a surrogate pair has no UTF-8 form: refused instead of quietly becoming a question mark. */
    private static byte[] encoded(String text) {
        try {
            ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw OpenRouterException.invalidRequest("The request body has no UTF-8 form.", null);
        }
    }

    private static byte[] written(Object body, long maxBytes) {
        try {
            byte[] bytes = body instanceof BodyNode request
                    ? BodyWriter.write(request, BodyWriter.size(request))
                    : Json.MAPPER.writeValueAsBytes(body);
            LimitedRead.requireWithin(bytes.length, maxBytes);
            return bytes;
        } catch (JsonProcessingException e) {
            throw OpenRouterException.invalidRequest("The request body cannot be written as JSON.", null);
        }
    }
}
