/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What OpenRouter refuses before any provider sees it, in its own words where they are known. */
final class RequestCheck {

    private RequestCheck() {}

    static void check(Api api, ObjectNode body, Model model) {
        input(api, body);
        reasoning(body);
        if (api == Api.RESPONSES) {
            responses(body);
        }
        ReasoningProof.check(body, model);
    }

    private static void input(Api api, ObjectNode body) {
        String name = switch (api) {
            case CHAT, MESSAGES -> "messages";
            case COMPLETIONS -> "prompt";
            case RESPONSES, EMBEDDINGS -> "input";
        };
        JsonNode input = body.path(name);
        boolean absent = input.isMissingNode() || input.isNull();
        boolean empty = input.isTextual() ? input.asText().isEmpty() : input.isEmpty();
        if (absent || empty && api != Api.COMPLETIONS) {
            throw Refusal.badRequest("Input required: specify \"" + name + "\"");
        }
    }

    private static void reasoning(ObjectNode body) {
        JsonNode reasoning = body.path("reasoning");
        JsonNode shorthand = body.path("reasoning_effort");
        if (reasoning.hasNonNull("effort") && reasoning.hasNonNull("max_tokens")) {
            throw Refusal.badRequest("Only one of \"reasoning.effort\" and \"reasoning.max_tokens\" can be specified");
        }
        if (reasoning.isObject() && shorthand.isTextual() && !shorthand.equals(reasoning.path("effort"))) {
            throw Refusal.badRequest("Only one of \"reasoning\" and \"reasoning_effort\" may be provided");
        }
    }

    private static void responses(ObjectNode body) {
        if (body.has("messages")) {
            throw Refusal.badRequest("Unrecognized key: \"messages\". The Responses API takes \"input\"");
        }
        if (body.hasNonNull("store") && body.path("store").asBoolean(true)) {
            throw Refusal.badRequest("Invalid input: \"store\" must be false");
        }
        if (body.hasNonNull("previous_response_id")) {
            throw Refusal.badRequest("Invalid input: \"previous_response_id\" must be null");
        }
    }
}
