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
import java.util.ArrayList;
import java.util.List;

/** The Anthropic {@code /messages}: named events around content blocks, no {@code [DONE]}. */
final class MessagesFormat implements AnswerFormat {

    private final Call call;
    private int block;

    MessagesFormat(Call call) {
        this.call = call;
    }

    @Override
    public ObjectNode whole(Reply reply) {
        ObjectNode message =
                message(content(reply)).put("stop_reason", reply.finish().anthropic());
        return message.putNull("stop_sequence").set("usage", reply.usage().messages());
    }

    @Override
    public ObjectNode broken(Reply beginning, Failure form) {
        return ApiError.PROVIDER_GONE.anthropic();
    }

    private ObjectNode message(ArrayNode content) {
        ObjectNode message =
                Json.object().put("id", call.id()).put("type", "message").put("role", "assistant");
        message.set("content", content);
        return message.put("model", call.model().id()).put("provider", Call.PROVIDER);
    }

    private ArrayNode content(Reply reply) {
        ArrayNode content = Json.array();
        if (reply.reasons()) {
            content.add(thinking(reply.reasoningText(), ReasoningProof.signature(reply.reasoningText())));
        }
        if (reply.toolCalls().isEmpty()) {
            content.add(text(reply.text()));
        }
        for (Reply.ToolCall toolCall : reply.toolCalls()) {
            content.add(toolUse(toolCall).set("input", Json.parse(toolCall.arguments())));
        }
        return content;
    }

    @Override
    public List<SseEvent> opening(Reply reply) {
        List<SseEvent> events = new ArrayList<>();
        ObjectNode message = message(Json.array()).putNull("stop_reason").putNull("stop_sequence");
        message.set("usage", reply.usage().messagesBegun());
        events.add(SseEvent.named(event("message_start").set("message", message)));
        events.add(SseEvent.named(event("ping")));
        if (reply.reasons()) {
            events.addAll(thinking(reply));
        }
        if (reply.toolCalls().isEmpty()) {
            events.add(start(text("")));
        }
        return events;
    }

    @Override
    public SseEvent word(String word) {
        return delta("text_delta", "text", word);
    }

    @Override
    public List<SseEvent> closing(Reply reply) {
        List<SseEvent> events = new ArrayList<>();
        if (reply.toolCalls().isEmpty()) {
            events.add(stop());
        }
        reply.toolCalls().forEach(toolCall -> events.addAll(toolUses(toolCall)));
        ObjectNode end = event("message_delta");
        end.putObject("delta").put("stop_reason", reply.finish().anthropic()).putNull("stop_sequence");
        events.add(SseEvent.named(end.set("usage", reply.usage().messages())));
        events.add(SseEvent.named(event("message_stop")));
        return events;
    }

    @Override
    public List<SseEvent> failure(Failure form) {
        return List.of(SseEvent.named(ApiError.PROVIDER_GONE.anthropic()));
    }

    private List<SseEvent> thinking(Reply reply) {
        List<SseEvent> events = new ArrayList<>();
        events.add(start(thinking("", "")));
        reply.reasoning()
                .forEach(word ->
                        events.add(delta("thinking_delta", "thinking", word).with(1)));
        events.add(delta("signature_delta", "signature", ReasoningProof.signature(reply.reasoningText())));
        events.add(stop());
        return events;
    }

    private List<SseEvent> toolUses(Reply.ToolCall toolCall) {
        String arguments = toolCall.arguments();
        int half = arguments.length() / 2;
        return List.of(
                start(toolUse(toolCall).set("input", Json.object())),
                delta("input_json_delta", "partial_json", ""),
                delta("input_json_delta", "partial_json", arguments.substring(0, half)),
                delta("input_json_delta", "partial_json", arguments.substring(half)),
                stop());
    }

    private static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    private static ObjectNode thinking(String text, String signature) {
        return Json.object().put("type", "thinking").put("thinking", text).put("signature", signature);
    }

    private static ObjectNode toolUse(Reply.ToolCall toolCall) {
        return Json.object().put("type", "tool_use").put("id", toolCall.id()).put("name", toolCall.name());
    }

    private SseEvent start(ObjectNode content) {
        ObjectNode event = event("content_block_start").put("index", block);
        return SseEvent.named(event.set("content_block", content));
    }

    private SseEvent delta(String type, String field, String value) {
        ObjectNode event = event("content_block_delta").put("index", block);
        event.putObject("delta").put("type", type).put(field, value);
        return SseEvent.named(event);
    }

    private SseEvent stop() {
        return SseEvent.named(event("content_block_stop").put("index", block++));
    }

    private static ObjectNode event(String type) {
        return Json.object().put("type", type);
    }
}
