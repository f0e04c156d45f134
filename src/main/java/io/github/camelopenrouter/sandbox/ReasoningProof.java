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
import java.util.Base64;

/**
 * Providers sign their reasoning and refuse a history in which it was changed or dropped. A gateway that loses a byte
 * of {@code reasoning_details} is found out here.
 */
final class ReasoningProof {

    /** The encrypted original that OpenAI's models hand out. */
    static final String SEALED = "gAAAAABsandbox";

    private static final String CLAUDE = "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
            + "\"message\":\"messages: Invalid `signature` in `thinking` block\"}}";
    private static final String GEMINI =
            "Gemini models require OpenRouter reasoning details to be preserved in each request.";

    private ReasoningProof() {}

    static String signature(String reasoning) {
        return Base64.getEncoder().encodeToString(Hash.of(reasoning));
    }

    static void check(ObjectNode body, Model model) {
        for (JsonNode message : body.path("messages")) {
            message.path("reasoning_details").forEach(detail -> signed(detail, "text"));
            message.path("content").forEach(block -> signed(block, "thinking"));
            if (model.id().startsWith("google/gemini-3") && dropsDetails(message)) {
                throw refused(GEMINI, "Google AI Studio");
            }
        }
    }

    private static void signed(JsonNode detail, String textName) {
        boolean proves = detail.hasNonNull("signature") && detail.hasNonNull(textName);
        if (proves
                && !signature(detail.path(textName).asText())
                        .equals(detail.path("signature").asText())) {
            throw refused(CLAUDE, "Anthropic");
        }
    }

    private static boolean dropsDetails(JsonNode message) {
        return message.has("tool_calls") && message.path("reasoning_details").isEmpty();
    }

    private static Refusal refused(String raw, String provider) {
        ObjectNode metadata = Json.object().put("raw", raw).put("provider_name", provider);
        return new Refusal(ApiError.of(400, "Provider returned error").with(Json.write(metadata)));
    }
}
