/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.RequestDecoder;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * Tells a whole request from its mere content. A text is a request if it is a JSON object with the content's key in it; any
 * other text is content, also if it looks like JSON. What a request says stays as it was written, digits and escapes
 * included.
 */
final class RequestInput {

    private static final RequestDecoder DECODER = new RequestDecoder(Integer.MAX_VALUE - 1);

    private final Supplier<CamelContext> context;
    private final String[] contentKeys;

    /**
     * @param context asked for with each request
     * @param contentKeys one of these makes an object a request, for example {@code messages}
     */
    RequestInput(Supplier<CamelContext> context, String... contentKeys) {
        this.context = context;
        this.contentKeys = contentKeys;
    }

    /** The request in this text, null if it is none. */
    @Nullable
    ObjectNode in(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return null;
        }
        try {
            ObjectNode object = tree(text);
            return isRequest(object) ? object : null;
        } catch (OpenRouterException e) {
            return null; // no JSON object, so it is what somebody wants to say to the model
        }
    }

    /** The object of a map or tree. */
    ObjectNode of(Object object) {
        return tree(object);
    }

    /** A request with nothing but this content, which may be a list of maps. */
    ObjectNode around(String key, Object content) {
        return tree(Map.of(key, content));
    }

    boolean isRequest(JsonNode object) {
        return Arrays.stream(contentKeys).anyMatch(object::has);
    }

    private ObjectNode tree(Object body) {
        Exchange scratch = new DefaultExchange(context.get());
        scratch.getMessage().setBody(body);
        try {
            DECODER.process(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (ObjectNode) scratch.getMessage().getBody();
    }
}
