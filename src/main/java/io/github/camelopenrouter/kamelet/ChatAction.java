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
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestTree;
import io.github.camelopenrouter.body.SliceNode;
import io.github.camelopenrouter.error.OpenRouterException;

/** The Kamelet {@code openrouter-chat-action}: its documentation stands in {@code openrouter-chat-action.kamelet.yaml}. */
public final class ChatAction extends PromptAction {

    private static final String MESSAGES = "messages";

    public ChatAction() {
        super(Operation.CHAT_COMPLETIONS, ResponseShape.CHAT, MESSAGES);
    }

    @Override
    ObjectNode asking(String text) {
        ObjectNode request = Json.MAPPER.createObjectNode();
        request.putArray(MESSAGES).addObject().put("role", "user").put("content", text);
        return request;
    }

    /** A list of messages, or one of them. */
    @Override
    ObjectNode asking(Object content, RequestInput requests) {
        if (!(content instanceof ObjectNode message)) {
            return requests.aroundList(
                    MESSAGES, content, ChatAction::isMessage, "messages, each a map with a role and a content");
        }
        if (!isMessage(message)) {
            throw OpenRouterException.invalidRequest(
                    "A map has to be a request with messages or a message with a role.", MESSAGES);
        }
        ObjectNode request = Json.MAPPER.createObjectNode();
        request.putArray(MESSAGES).add(message);
        return request;
    }

    @Override
    void fillSystemPrompt(ObjectNode request, String prompt) {
        if (request.get(MESSAGES) instanceof ArrayNode messages && !hasSystemPrompt(messages)) {
            messages.insertObject(0).put("role", "system").put("content", prompt);
        }
    }

    @Override
    void fillReasoningEffort(ObjectNode request, String effort) {
        if (!KameletProperty.in(request, "reasoning", "reasoning_effort")) {
            request.put("reasoning_effort", effort);
        }
    }

    @Override
    void fillResponseFormat(ObjectNode request, ResponseFormat format) {
        if (!KameletProperty.in(request, "response_format")) {
            request.set("response_format", format.forChat());
        }
    }

    /** One that is written so that a tree cannot repeat it shows no members. */
    private static boolean isMessage(JsonNode message) {
        return message instanceof SliceNode slice
                ? slice.getNodeType() == JsonNodeType.OBJECT
                : RequestTree.isName(message.get("role"));
    }

    private static boolean hasSystemPrompt(ArrayNode messages) {
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            if (role.equals("system") || role.equals("developer")) {
                return true;
            }
        }
        return false;
    }
}
