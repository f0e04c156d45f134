/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import io.github.camelopenrouter.api.OpenRouterConstants;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Takes the model id out of a path like {@code /v1/models/openai/gpt-4o:free}, bean {@code openrouter-model-id}. Slashes
 * and colons may be plain or percent-encoded.
 *
 * <p>In: header {@code CamelHttpPath} as the client sent it. Out: header {@link OpenRouterConstants#MODEL_ID_HEADER}.
 */
public final class ModelIdFromPath implements Processor {

    private static final String MODELS = "/models/";

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String path = message.getHeader(Exchange.HTTP_PATH, String.class);
        String id = path.substring(path.indexOf(MODELS) + MODELS.length());
        message.setHeader(OpenRouterConstants.MODEL_ID_HEADER, decode(id));
    }

    /** A path is no form: a plus sign stays one. What is no proper encoding is looked up as it is, and not found. */
    private static String decode(String id) {
        try {
            return URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return id;
        }
    }
}
