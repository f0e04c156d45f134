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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.error.OpenRouterException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells a whole request from its mere content. A text is a request if it is a JSON object with the content's key in it; any
 * other text is content, also if it looks like JSON. What a request says stays as it was written, digits and escapes
 * included.
 */
final class RequestInput {

    private final String[] contentKeys;

    /** @param contentKeys one of these makes an object a request, for example {@code messages} */
    RequestInput(String... contentKeys) {
        this.contentKeys = contentKeys;
    }

    /** The request that a step in front has decoded, null if it is none. */
    @Nullable
    ObjectNode in(RequestBody known) {
        return isRequest(known.tree()) ? known.copy().tree() : null;
    }

    /** The request in this text, null if it is none. */
    @Nullable
    ObjectNode in(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return null;
        }
        try {
            ObjectNode object = of(text);
            return isRequest(object) ? object : null;
        } catch (OpenRouterException e) {
            return null; // no JSON object, so it is what somebody wants to say to the model
        }
    }

    /** The object of a map, a tree or a text. */
    ObjectNode of(Object object) {
        return RequestBody.read(object).tree();
    }

    /** A request with nothing but this content, which may be a list of maps. */
    ObjectNode around(String key, Object content) {
        return of(Map.of(key, content));
    }

    /**
     * A request with nothing but this list, of which each element has to be what the API takes.
     *
     * @param wanted says what that is
     */
    ObjectNode aroundList(String key, Object list, Predicate<JsonNode> element, String wanted) {
        ObjectNode request = around(key, list);
        JsonNode elements = request.get(key);
        boolean fits = elements instanceof ArrayNode;
        for (JsonNode one : elements) {
            fits &= element.test(one);
        }
        if (!fits) {
            throw OpenRouterException.invalidRequest("A list has to hold " + wanted + ".", key);
        }
        return request;
    }

    boolean isRequest(JsonNode object) {
        return Arrays.stream(contentKeys).anyMatch(object::has);
    }
}
