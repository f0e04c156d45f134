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
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.error.OpenRouterException;

/** The Kamelet {@code openrouter-responses-action}: its documentation stands in its file in {@code kamelets/}. */
public final class ResponsesAction extends PromptAction {

    private static final String INPUT = "input";

    public ResponsesAction() {
        super(Operation.RESPONSES, ResponseShape.RESPONSES, INPUT, "messages");
    }

    @Override
    ObjectNode asking(String text) {
        return Json.MAPPER.createObjectNode().put(INPUT, text);
    }

    @Override
    ObjectNode asking(Object content, RequestInput requests) {
        if (content instanceof JsonNode object && object.isObject()) {
            throw OpenRouterException.invalidRequest("A map has to be a request with input or messages.", INPUT);
        }
        return requests.aroundList(
                INPUT, content, item -> item.getNodeType() == JsonNodeType.OBJECT, "input items, each a map");
    }

    @Override
    void fillSystemPrompt(ObjectNode request, String prompt) {
        if (!KameletProperty.in(request, "instructions")) {
            request.put("instructions", prompt);
        }
    }

    @Override
    void fillReasoningEffort(ObjectNode request, String effort) {
        if (!KameletProperty.in(request, "reasoning", "reasoning_effort")) {
            request.putObject("reasoning").put("effort", effort);
        }
    }

    @Override
    void fillResponseFormat(ObjectNode request, ResponseFormat format) {
        if (!KameletProperty.in(request, "text", "response_format")) {
            request.putObject("text").set("format", format.forResponses());
        }
    }

    @Override
    String maxTokensKey() {
        return "max_output_tokens";
    }
}
