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
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Answers from the model catalogue in Anthropic's shape. In: header {@link OpenRouterConstants#MODEL_ID_HEADER}, absent for
 * the list; the request's query says which page of it. Out: the JSON as bytes. Errors: 400, 404; 502 if there has never been
 * a list.
 */
public final class AnthropicModelsResponse implements Processor {

    private final ModelCatalogue catalogue;
    private final VisibleModels visible;

    public AnthropicModelsResponse(ModelCatalogue catalogue, VisibleModels visible) {
        this.catalogue = catalogue;
        this.visible = visible;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String id = message.getHeader(OpenRouterConstants.MODEL_ID_HEADER, String.class);
        String query = message.getHeader(Exchange.HTTP_QUERY, String.class);
        Predicate<String> shown = visible.to(exchange);
        ModelsResponse.answer(
                exchange,
                id == null ? catalogue.anthropicPage(PageQuery.of(query), shown) : catalogue.anthropicModel(id, shown));
    }
}
