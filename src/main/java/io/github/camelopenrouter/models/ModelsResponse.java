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
import java.util.Map;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Answers from the model catalogue. In: header {@link OpenRouterConstants#MODEL_ID_HEADER}, absent for the whole list;
 * property {@link OpenRouterConstants#DOOR_VENDOR}, whose models a bare name means.
 * Out: the JSON as bytes. Errors: 404 {@code model_not_found}; 502 if there has never been a list.
 */
public final class ModelsResponse implements Processor {

    private final ModelCatalogue catalogue;
    private final VisibleModels visible;

    public ModelsResponse(ModelCatalogue catalogue, VisibleModels visible) {
        this.catalogue = catalogue;
        this.visible = visible;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String id = message.getHeader(OpenRouterConstants.MODEL_ID_HEADER, String.class);
        String vendor = exchange.getProperty(OpenRouterConstants.DOOR_VENDOR, "", String.class);
        Predicate<String> shown = visible.to(exchange);
        answer(exchange, id == null ? catalogue.list(shown) : catalogue.model(vendor, id, shown));
    }

    static void answer(Exchange exchange, byte[] json) {
        Message message = exchange.getMessage();
        Map<String, Object> headers = exchange.getContext()
                .getCamelContextExtension()
                .getHeadersMapFactory()
                .newMap();
        headers.put(Exchange.HTTP_RESPONSE_CODE, 200);
        headers.put(Exchange.CONTENT_TYPE, "application/json");
        message.setHeaders(headers);
        message.setBody(json);
    }
}
