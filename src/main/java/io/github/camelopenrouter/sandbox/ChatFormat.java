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
import org.jspecify.annotations.Nullable;

/** {@code /chat/completions}: key order and null fields as OpenRouter sent them in 2026. */
final class ChatFormat implements AnswerFormat {

    private static final String WHOLE = "chat.completion";
    private static final String CHUNK = "chat.completion.chunk";

    private final Envelope envelope;
    private final ReasoningDetails details;

    ChatFormat(Call call) {
        envelope = new Envelope(call);
        details = new ReasoningDetails(call.model());
    }

    @Override
    public ObjectNode whole(Reply reply) {
        ObjectNode body = envelope.of(WHOLE).put("system_fingerprint", "fp_sim").put("service_tier", "default");
        ObjectNode choice = envelope.finish(Json.object().put("index", 0).putNull("logprobs"), reply);
        choice.set("message", message(reply));
        body.putArray("choices").add(choice);
        return body.set("usage", reply.usage().chat());
    }

    @Override
    public ObjectNode broken(Reply beginning, Failure form) {
        ObjectNode choice = Json.object().put("index", 0).putNull("logprobs");
        choice.putNull("finish_reason").set("message", message(beginning));
        return envelope.failed(WHOLE, choice, form == Failure.CHUNK ? Failure.IN_CHOICE : form);
    }

    private ObjectNode message(Reply reply) {
        boolean calls = !reply.toolCalls().isEmpty();
        ObjectNode message = Json.object().put("role", "assistant").put("content", calls ? null : reply.text());
        message.putNull("refusal").put("reasoning", reply.reasons() ? reply.reasoningText() : null);
        if (reply.reasons()) {
            message.set("reasoning_details", details.whole(reply.reasoningText()));
        }
        if (calls) {
            ArrayNode toolCalls = message.putArray("tool_calls");
            reply.toolCalls().forEach(call -> toolCalls.add(wholeToolCall(call)));
        }
        return message;
    }

    private static ObjectNode wholeToolCall(Reply.ToolCall call) {
        ObjectNode toolCall =
                Json.object().put("type", "function").put("index", 0).put("id", call.id());
        toolCall.putObject("function").put("name", call.name()).put("arguments", call.arguments());
        return toolCall;
    }

    @Override
    public List<SseEvent> opening(Reply reply) {
        List<SseEvent> events = new ArrayList<>();
        if (reply.reasons()) {
            for (String word : reply.reasoning()) {
                ObjectNode delta = delta("").put("reasoning", word);
                events.add(chunk(delta.set("reasoning_details", details.piece(word)))
                        .with(1));
            }
            ArrayNode proof = details.proof(reply.reasoningText());
            if (!proof.isEmpty()) {
                events.add(chunk(delta("").set("reasoning_details", proof)));
            }
        }
        return events;
    }

    @Override
    public SseEvent word(String word) {
        return chunk(delta(word));
    }

    @Override
    public List<SseEvent> closing(Reply reply) {
        List<SseEvent> events = new ArrayList<>();
        reply.toolCalls().forEach(call -> events.addAll(toolCall(call)));
        events.add(SseEvent.of(envelope.chunk(CHUNK, envelope.finish(choice(delta("")), reply))));
        events.add(SseEvent.of(envelope.usage(CHUNK, choice(delta("")), reply)));
        events.add(SseEvent.DONE);
        return events;
    }

    @Override
    public List<SseEvent> failure(Failure form) {
        ObjectNode choice = Json.object().put("index", 0);
        choice.set("delta", Json.object().put("content", ""));
        return List.of(SseEvent.of(envelope.failed(CHUNK, choice, form)));
    }

    /** Id and name first, then the arguments in fragments, one of them empty. */
    private List<SseEvent> toolCall(Reply.ToolCall call) {
        String arguments = call.arguments();
        int half = arguments.length() / 2;
        ObjectNode first = Json.object().put("index", 0).put("id", call.id()).put("type", "function");
        first.putObject("function").put("name", call.name()).put("arguments", "");
        return List.of(
                toolChunk(first),
                toolChunk(fragment("")),
                toolChunk(fragment(arguments.substring(0, half))),
                toolChunk(fragment(arguments.substring(half))));
    }

    private static ObjectNode fragment(String arguments) {
        ObjectNode fragment = Json.object().put("index", 0);
        fragment.putObject("function").put("arguments", arguments);
        return fragment;
    }

    private SseEvent toolChunk(ObjectNode fragment) {
        ObjectNode delta = delta(null);
        delta.putArray("tool_calls").add(fragment);
        return chunk(delta);
    }

    private SseEvent chunk(ObjectNode delta) {
        return SseEvent.of(envelope.chunk(CHUNK, choice(delta)));
    }

    private static ObjectNode delta(@Nullable String content) {
        return Json.object().put("content", content).put("role", "assistant");
    }

    private static ObjectNode choice(ObjectNode delta) {
        ObjectNode choice = Json.object().put("index", 0);
        choice.set("delta", delta);
        return choice.putNull("finish_reason").putNull("native_finish_reason");
    }
}
