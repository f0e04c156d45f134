/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static io.github.camelopenrouter.error.SmallJson.JSON;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.error.OpenRouterException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one event that the gateway adds to a stream: it tells the client that what it has got is not the whole answer, in
 * the shape that its API's SDKs read as an error (source: OpenRouter's mid-stream errors, OpenAI, Anthropic).
 */
public final class ErrorFrame {

    /** What Anthropic's clients know an error by, and LangChain4j in a chat; OpenAI's read the data alone. */
    private static final String ERROR = "event: error\n";

    /** Those that say what has happened to the stream; any other is that of a call which was never answered. */
    private static final Set<String> TOLD = Set.of(OpenRouterException.TRUNCATED, OpenRouterException.BUDGET_EXCEEDED);

    private static final int PAYMENT_REQUIRED = 402;

    private ErrorFrame() {}

    /**
     * Renders the event, its blank line included.
     *
     * @param seen what the stream has shown of itself so far
     * @param failure what the client would have got if its answer had not begun
     */
    static byte[] render(Operation operation, ResponseInspector seen, OpenRouterException failure) {
        return render(operation, seen, failure.status(), failure.code(), failure.openAiType(), failure.getMessage());
    }

    /**
     * The same.
     *
     * @param status that the failure would have been
     * @param code that its envelope would have had, null for none
     */
    public static byte[] render(
            Operation operation,
            ResponseInspector seen,
            int status,
            @Nullable String code,
            String type,
            String message) {
        String told = code != null && TOLD.contains(code) ? code : null;
        return switch (operation) {
            case RESPONSES -> event("", responses(seen, told, message));
            case MESSAGES -> event(ERROR, messages(status, message));
            case PASS_THROUGH -> event(ERROR, listed(status, told, type, message));
            default -> {
                ObjectNode chunk = chunk(operation, seen);
                ObjectNode error = chunk.putObject("error");
                error.put("code", status).put("message", message).put("type", type);
                if (told != null) { // OpenRouter's own client takes nothing but a number for the code
                    error.putObject("metadata").put("error_type", told);
                }
                yield event(ERROR, chunk);
            }
        };
    }

    /**
     * OpenRouter's own mid-stream error. Each choice that is open finishes by error: strict clients refuse a stream
     * without a finish reason, and Spring AI 1 would take one with another reason, or with none, for a good end.
     */
    private static ObjectNode chunk(Operation operation, ResponseInspector seen) {
        boolean chat = operation == Operation.CHAT_COMPLETIONS;
        ObjectNode chunk = JSON.createObjectNode()
                .put("id", seen.id() == null ? "gen-none" : seen.id())
                .put("object", chat ? "chat.completion.chunk" : "text_completion")
                .put("created", seen.created())
                .put("model", seen.model() == null ? "unknown" : seen.model());
        ArrayNode choices = chunk.putArray("choices");
        for (long open = openChoices(seen); open != 0; open &= open - 1) {
            finish(choices.addObject().put("index", Long.numberOfTrailingZeros(open)), chat);
        }
        return chunk;
    }

    /** The first one, where none is known to be open. */
    private static long openChoices(ResponseInspector seen) {
        return seen.unfinishedChoices() == 0 ? 1 : seen.unfinishedChoices();
    }

    private static void finish(ObjectNode choice, boolean chat) {
        if (chat) {
            choice.putObject("delta").put("content", "");
        } else {
            choice.put("text", "");
        }
        choice.put("finish_reason", "error");
    }

    private static ObjectNode responses(ResponseInspector seen, @Nullable String told, String message) {
        return JSON.createObjectNode()
                .put("type", "error")
                .put("code", told == null ? "server_error" : told)
                .put("message", message)
                .putNull("param")
                .put("sequence_number", seen.sequence() + 1);
    }

    private static ObjectNode listed(int status, @Nullable String code, String type, String message) {
        ObjectNode event = JSON.createObjectNode().put("type", "error");
        ObjectNode error = event.putObject("error");
        error.put("code", status).put("message", message).put("type", type);
        if (code != null) {
            error.putObject("metadata").put("error_type", code);
        }
        return event;
    }

    private static ObjectNode messages(int status, String message) {
        String type = status == PAYMENT_REQUIRED ? "billing_error" : "api_error";
        ObjectNode envelope = JSON.createObjectNode().put("type", "error");
        envelope.putObject("error").put("type", type).put("message", message);
        return envelope;
    }

    private static byte[] event(String name, ObjectNode data) {
        try {
            return (name + "data: " + JSON.writeValueAsString(data) + "\n\n").getBytes(UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of strings and numbers is always writable", e);
        }
    }
}
