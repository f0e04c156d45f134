/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A text action that knows a system prompt, a reasoning effort and a response format: chat and responses, which only say
 * them in other words. Each of the three yields to what the request says itself.
 */
public abstract class PromptAction extends TextAction {

    private @Nullable String systemPrompt;
    private @Nullable String reasoningEffort;
    private @Nullable ResponseFormat responseFormat;

    PromptAction(Operation operation, ResponseShape shape, String... contentKeys) {
        super(operation, shape, contentKeys);
    }

    @Override
    void configure(TemplateParameters given) {
        super.configure(given);
        systemPrompt = given.text("systemPrompt");
        reasoningEffort = given.value("reasoningEffort");
        String format = given.text("responseFormat");
        responseFormat = format == null ? null : ResponseFormat.parse(format);
    }

    @Override
    final void fill(ObjectNode request) {
        super.fill(request);
        if (systemPrompt != null) {
            fillSystemPrompt(request, systemPrompt);
        }
        if (reasoningEffort != null) {
            fillReasoningEffort(request, reasoningEffort);
        }
        if (responseFormat != null) {
            fillResponseFormat(request, responseFormat);
        }
    }

    @Override
    final String textType() {
        return responseFormat != null && responseFormat.isJson() ? "application/json" : super.textType();
    }

    abstract void fillSystemPrompt(ObjectNode request, String prompt);

    abstract void fillReasoningEffort(ObjectNode request, String effort);

    abstract void fillResponseFormat(ObjectNode request, ResponseFormat format);
}
