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
import io.github.camelopenrouter.body.SliceNode;
import io.github.camelopenrouter.error.OpenRouterException;

/** The Kamelet {@code openrouter-completions-action}: its documentation stands in its file in {@code kamelets/}. */
public final class CompletionsAction extends TextAction {

    private static final String PROMPT = "prompt";

    public CompletionsAction() {
        super(Operation.COMPLETIONS, ResponseShape.COMPLETIONS, PROMPT);
    }

    @Override
    ObjectNode asking(String text) {
        return Json.MAPPER.createObjectNode().put(PROMPT, text);
    }

    @Override
    ObjectNode asking(Object content, RequestInput requests) {
        if (content instanceof JsonNode object && object.isObject()) {
            throw OpenRouterException.invalidRequest("A map has to be a request with a prompt.", PROMPT);
        }
        ObjectNode request = requests.around(PROMPT, content);
        if (request.get(PROMPT) instanceof SliceNode tokens && tokens.getNodeType() == JsonNodeType.ARRAY) {
            return request; // of numbers
        }
        return requests.aroundList(
                PROMPT,
                content,
                one -> one.isTextual() || one.getNodeType() == JsonNodeType.ARRAY,
                "texts, or the numbers of tokens");
    }
}
