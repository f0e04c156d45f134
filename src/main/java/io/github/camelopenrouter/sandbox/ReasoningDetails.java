/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code reasoning_details} as each vendor's models have them: signed texts, or summaries with a sealed original. */
final class ReasoningDetails {

    private final boolean summarised;
    private final boolean signed;
    private final String format;

    ReasoningDetails(Model model) {
        summarised = model.vendor().equals("openai");
        signed = model.vendor().equals("anthropic");
        format = switch (model.vendor()) {
            case "openai" -> "openai-responses-v1";
            case "anthropic" -> "anthropic-claude-v1";
            case "google" -> "google-gemini-v1";
            default -> "unknown";
        };
    }

    /** The details of a whole answer. */
    ArrayNode whole(String reasoning) {
        ObjectNode detail = text(reasoning);
        if (signed) {
            detail.remove("format");
            detail.remove("index");
            detail.put("signature", ReasoningProof.signature(reasoning));
            detail.put("format", format).put("index", 0);
        }
        ArrayNode details = Json.array().add(detail);
        return summarised ? details.add(sealed()) : details;
    }

    /** The detail of one streamed piece. */
    ArrayNode piece(String word) {
        return Json.array().add(text(word));
    }

    /** What follows the last piece, without text; empty where nothing does. */
    ArrayNode proof(String reasoning) {
        if (summarised) {
            return Json.array().add(sealed());
        }
        ArrayNode details = Json.array();
        if (signed) {
            details.addObject()
                    .put("type", "reasoning.text")
                    .put("signature", ReasoningProof.signature(reasoning))
                    .put("format", format)
                    .put("index", 0);
        }
        return details;
    }

    private ObjectNode text(String text) {
        ObjectNode detail = summarised
                ? Json.object().put("type", "reasoning.summary").put("summary", text)
                : Json.object().put("type", "reasoning.text").put("text", text);
        return detail.put("format", format).put("index", 0);
    }

    private ObjectNode sealed() {
        return Json.object()
                .put("type", "reasoning.encrypted")
                .put("data", ReasoningProof.SEALED)
                .put("id", "rs_sim")
                .put("format", format)
                .put("index", 0);
    }
}
