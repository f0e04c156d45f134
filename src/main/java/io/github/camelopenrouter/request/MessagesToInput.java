/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.RequestTree;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Lets a chat history be sent to the Responses API: {@code messages} (the provider guide's example) becomes
 * {@code input}, which is all OpenRouter reads, at the same place, and what stands beside it follows ({@link ChatParameters}).
 * Stands before {@link RequestValidation}.
 */
final class MessagesToInput implements Processor {

    private static final String MESSAGES = "messages";
    private static final String INPUT = "input";

    @Override
    public void process(Exchange exchange) {
        ObjectNode body = RequestTree.of(exchange);
        JsonNode messages = body.get(MESSAGES);
        if (!RequestTree.isGiven(messages)) {
            return;
        }
        RequestValidation.require(
                !RequestTree.isGiven(body.get(INPUT)), MESSAGES, "and 'input' must not both be given");
        RequestValidation.require(
                messages instanceof ArrayNode && !messages.isEmpty(), MESSAGES, "must be a non-empty array");
        RequestTree.replace(body, MESSAGES, Map.of(INPUT, items(messages)));
        ChatParameters.convert(body);
    }

    private static ArrayNode items(JsonNode messages) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode(messages.size());
        for (JsonNode message : messages) {
            if (message instanceof ObjectNode object) {
                InputItems.append(object, items);
            } else {
                items.add(message);
            }
        }
        return items;
    }
}
