/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestTree;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.request.RequestValidation;
import org.jspecify.annotations.Nullable;

/**
 * Puts a text of the operator's in front of what a client tells the model: as the first message of a chat, at the head of
 * a Responses request's {@code instructions} and of an Anthropic request's {@code system}. Completions and embeddings know
 * no such thing and pass.
 */
public final class SystemPrompt extends RequestRule {

    private @Nullable String text;

    public void setText(String text) {
        if (text.isBlank()) {
            throw new SettingException("A system prompt must have a text.");
        }
        this.text = text.strip();
    }

    @Override
    void form() {
        // knows no system prompt
    }

    @Override
    boolean apply(ObjectNode body, Operation operation) {
        if (text == null) {
            throw new IllegalStateException("The system prompt has no property text");
        }
        switch (operation) {
            case CHAT_COMPLETIONS -> firstMessage(body);
            case RESPONSES -> head(body, "instructions");
            case MESSAGES -> head(body, "system");
            default -> {
                return false;
            }
        }
        return true;
    }

    private void firstMessage(ObjectNode body) {
        ((ArrayNode) body.get("messages")).insertObject(0).put("role", "system").put("content", text);
    }

    private void head(ObjectNode body, String key) {
        JsonNode own = body.get(key);
        if (own instanceof ArrayNode parts) {
            parts.insertObject(0).put("type", "text").put("text", text);
        } else if (RequestTree.isGiven(own)) {
            RequestValidation.require(RequestTree.isText(own), key, "must be a string");
            body.put(key, text + "\n\n" + own.textValue());
        } else {
            body.put(key, text);
        }
    }
}
