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
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/** Where each API has the text, the errors and the description of an answer, plain and streamed. */
enum ResponseShape {
    CHAT {
        @Override
        String text(JsonNode answer) {
            return textOf(answer.path("choices").path(0).path("message").path("content"));
        }

        @Override
        String delta(JsonNode event) {
            return textOf(event.path("choices").path(0).path("delta").path("content"));
        }

        @Override
        String refusal(JsonNode answer) {
            JsonNode choice = answer.path("choices").path(0);
            return choice.path("message").path("refusal").asText("")
                    + choice.path("delta").path("refusal").asText("");
        }
    },
    COMPLETIONS {
        @Override
        String text(JsonNode answer) {
            return answer.path("choices").path(0).path("text").asText("");
        }

        @Override
        String delta(JsonNode event) {
            return text(event);
        }
    },
    RESPONSES {
        @Override
        String text(JsonNode answer) {
            List<JsonNode> parts = new ArrayList<>();
            answer.path("output").forEach(item -> {
                if (item.path("type").asText().equals("message")) {
                    item.path("content").forEach(parts::add);
                }
            });
            return joined(parts);
        }

        @Override
        String delta(JsonNode event) {
            return event.path("type").asText().equals("response.output_text.delta")
                    ? event.path("delta").asText("")
                    : "";
        }

        @Override
        String refusal(JsonNode answer) {
            StringBuilder refusal = new StringBuilder();
            described(answer)
                    .path("output")
                    .forEach(item -> item.path("content")
                            .forEach(part -> refusal.append(part.path("refusal").asText(""))));
            return refusal.toString();
        }

        /** Those of streams come within the response that the last event holds. */
        @Override
        boolean isFiltered(JsonNode answer) {
            return described(answer)
                    .path("incomplete_details")
                    .path("reason")
                    .asText()
                    .equals(OpenRouterCallException.WITHHELD);
        }

        @Override
        JsonNode described(JsonNode event) {
            return event.has("response") ? event.path("response") : event;
        }

        /** An error event has code and message itself. */
        @Override
        JsonNode error(JsonNode event) {
            return event.path("type").asText().equals("error")
                            && !event.path("error").isObject()
                    ? event
                    : super.error(described(event));
        }
    };

    /** The text of a whole answer, empty where it has none. */
    abstract String text(JsonNode answer);

    /** The text that this event adds, empty where it adds none. */
    abstract String delta(JsonNode event);

    /** What an answer or event says in place of a text, because a filter or the model wants it so; empty where it does not. */
    String refusal(JsonNode answer) {
        return "";
    }

    /** Whether a filter, the gateway's or the provider's, has ended the answer. */
    boolean isFiltered(JsonNode answer) {
        return answer.path("choices").path(0).path("finish_reason").asText().equals(OpenRouterCallException.WITHHELD);
    }

    /** The part of an event that holds id, model and usage. */
    JsonNode described(JsonNode event) {
        return event;
    }

    /** The error in an answer or event, a missing node where it has none. */
    JsonNode error(JsonNode answer) {
        JsonNode choice = answer.path("choices").path(0);
        if (isGiven(answer.path("error"))) {
            return answer.path("error");
        }
        if (isGiven(choice.path("error"))) {
            return choice.path("error");
        }
        boolean failed = choice.path("finish_reason").asText().equals("error")
                || answer.path("status").asText().equals("failed");
        return failed ? Json.MAPPER.createObjectNode().put("message", "the model failed") : MissingNode.getInstance();
    }

    private static boolean isGiven(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }

    /** Content is a text, or a list of parts of which some are. */
    private static String textOf(JsonNode content) {
        return content.isArray() ? joined(content) : content.asText("");
    }

    private static String joined(Iterable<JsonNode> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }
}
