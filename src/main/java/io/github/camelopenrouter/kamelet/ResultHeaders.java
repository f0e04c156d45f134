/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import io.github.camelopenrouter.api.TokenUsage;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The headers by which a Kamelet tells the host about the answer beside its body; what is unknown has no header. */
final class ResultHeaders {

    /** The model that served (String). */
    static final String MODEL = "CamelOpenRouterModel";

    /** OpenRouter's id of the answer (String). */
    static final String GENERATION_ID = "CamelOpenRouterGenerationId";

    /** Tokens of the request (Integer). */
    static final String PROMPT_TOKENS = "CamelOpenRouterPromptTokens";

    /** Tokens of the answer (Integer). */
    static final String COMPLETION_TOKENS = "CamelOpenRouterCompletionTokens";

    /** What it cost in credits (BigDecimal), exactly as OpenRouter writes it. */
    static final String COST = "CamelOpenRouterCost";

    private ResultHeaders() {}

    static void id(Message target, @Nullable String id) {
        set(target, GENERATION_ID, id);
    }

    static void model(Message target, @Nullable String model) {
        set(target, MODEL, model);
    }

    static void usage(Message target, TokenUsage usage) {
        set(target, PROMPT_TOKENS, count(usage.prompt()));
        set(target, COMPLETION_TOKENS, count(usage.completion()));
        set(target, COST, usage.cost());
    }

    /**
     * What the headers said of the body that was asked with is not true of the answer.
     *
     * @param contentType null for a Java object
     */
    static void body(Message target, @Nullable String contentType) {
        target.removeHeaders("Content-*", "Content-Disposition");
        target.removeHeader(Exchange.TRANSFER_ENCODING);
        set(target, Exchange.CONTENT_TYPE, contentType);
    }

    /** As the headers have it; null where nobody knows, or no prompt is so long. */
    static @Nullable Integer count(@Nullable Long tokens) {
        return tokens == null || tokens > Integer.MAX_VALUE ? null : (Integer) tokens.intValue();
    }

    private static void set(Message target, String name, @Nullable Object value) {
        if (value != null) {
            target.setHeader(name, value);
        }
    }
}
