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
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestTree;
import io.github.camelopenrouter.error.OpenRouterException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what no model could answer, with the name of the parameter; everything else is the upstream's to judge.
 * Stands before {@link ModelName}, and for responses after {@link MessagesToInput}.
 */
public final class RequestValidation implements Processor {

    private final Operation operation;

    public RequestValidation(Operation operation) {
        this.operation = operation;
    }

    @Override
    public void process(Exchange exchange) {
        ObjectNode body = RequestTree.of(exchange);
        PrimaryModel.validate(body, operation);
        content(body);
        FallbackModels.validate(body, operation);
    }

    private void content(ObjectNode body) {
        switch (operation) {
            case CHAT_COMPLETIONS, MESSAGES, COUNT_TOKENS ->
                require(isFilledArray(body.get("messages")), "messages", "must be given and be a non-empty array");
            case COMPLETIONS -> require(RequestTree.isGiven(body.get("prompt")), "prompt", "must be given");
            case RESPONSES -> require(isFilled(body.get("input")), "input", "must be given and not be empty");
            case EMBEDDINGS -> {
                require(isFilled(body.get("input")), "input", "must be given and not be empty");
                require(!isTrue(body.get("stream")), "stream", "must not be true: embeddings do not stream");
            }
            default -> {}
        }
    }

    private static boolean isTrue(@Nullable JsonNode value) {
        return value != null && value.booleanValue();
    }

    private static boolean isFilledArray(@Nullable JsonNode value) {
        return value instanceof ArrayNode && !value.isEmpty();
    }

    private static boolean isFilled(@Nullable JsonNode value) {
        if (!RequestTree.isGiven(value)) {
            return false;
        }
        return value instanceof ArrayNode ? !value.isEmpty() : !RequestTree.isEmptyText(value);
    }

    public static void require(boolean condition, String param, String rule) {
        if (!condition) {
            throw OpenRouterException.invalidRequest("'" + param + "' " + rule + ".", param);
        }
    }
}
