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

/** {@code /responses}: numbered events that open and close items and parts around the deltas. */
final class ResponsesFormat implements AnswerFormat {

    private final ResponseSnapshot snapshot;
    private final boolean summarised;
    private final String messageId = Ids.item("msg");
    private final ResponseEvents events = new ResponseEvents();

    ResponsesFormat(Call call) {
        snapshot = new ResponseSnapshot(call);
        summarised = call.model().vendor().equals("openai");
    }

    @Override
    public ObjectNode whole(Reply reply) {
        return snapshot.ended(reply, output(reply, "completed"));
    }

    @Override
    public ObjectNode broken(Reply beginning, Failure form) {
        return form == Failure.BARE
                ? ApiError.PROVIDER_GONE.body(Api.RESPONSES)
                : snapshot.failed(output(beginning, "incomplete"));
    }

    private ArrayNode output(Reply reply, String status) {
        ArrayNode items = Json.array();
        if (reply.reasons()) {
            items.add(ResponseItems.reasoning(Ids.item("rs"), reply, summarised));
        }
        if (reply.toolCalls().isEmpty()) {
            items.add(message(reply, status));
        }
        for (Reply.ToolCall call : reply.toolCalls()) {
            items.add(ResponseItems.functionCall(Ids.item("fc"), status, call, call.arguments()));
        }
        return items;
    }

    private ObjectNode message(Reply reply, String status) {
        return ResponseItems.message(messageId, status, Json.array().add(ResponseItems.textPart(reply.text())));
    }

    @Override
    public List<SseEvent> opening(Reply reply) {
        List<SseEvent> opening = new ArrayList<>();
        opening.add(events.snapshot("response.created", snapshot.inProgress()));
        opening.add(events.snapshot("response.in_progress", snapshot.inProgress()));
        if (reply.reasons()) {
            opening.addAll(reasoning(reply));
        }
        if (reply.toolCalls().isEmpty()) {
            opening.add(events.added(ResponseItems.message(messageId, "in_progress", Json.array())));
            opening.add(part("response.content_part.added", ""));
        }
        return opening;
    }

    @Override
    public SseEvent word(String word) {
        ObjectNode delta = text("response.output_text.delta").put("delta", word);
        return events.numbered(delta.set("logprobs", Json.array()));
    }

    @Override
    public List<SseEvent> closing(Reply reply) {
        List<SseEvent> closing = new ArrayList<>();
        if (reply.toolCalls().isEmpty()) {
            ObjectNode done = text("response.output_text.done").put("text", reply.text());
            closing.add(events.numbered(done.set("logprobs", Json.array())));
            closing.add(part("response.content_part.done", reply.text()));
            closing.add(events.done(message(reply, "completed")));
        }
        reply.toolCalls().forEach(call -> closing.addAll(functionCall(call)));
        String end = reply.finish() == Finish.LENGTH ? "response.incomplete" : "response.completed";
        closing.add(events.snapshot(end, snapshot.ended(reply, events.output())));
        closing.add(SseEvent.DONE);
        return closing;
    }

    @Override
    public List<SseEvent> failure(Failure form) {
        if (form == Failure.CHUNK || form == Failure.IN_CHOICE) {
            return List.of(events.snapshot("response.failed", snapshot.failed(events.output())), SseEvent.DONE);
        }
        ObjectNode error = Json.object().put("type", "error");
        ObjectNode detail = form == Failure.BARE ? error.putObject("error") : error;
        detail.put("code", "server_error")
                .put("message", ApiError.PROVIDER_GONE.message())
                .putNull("param");
        return List.of(events.numbered(error));
    }

    private List<SseEvent> reasoning(Reply reply) {
        String id = Ids.item("rs");
        String type = summarised ? "response.reasoning_summary_text" : "response.reasoning_text";
        String part = summarised ? "response.reasoning_summary_part" : "response.content_part";
        List<SseEvent> thoughts = new ArrayList<>();
        thoughts.add(events.added(ResponseItems.emptyReasoning(id)));
        thoughts.add(events.numbered(thought(part + ".added", id).set("part", thoughtPart(""))));
        for (String word : reply.reasoning()) {
            thoughts.add(events.numbered(thought(type + ".delta", id).put("delta", word))
                    .with(1));
        }
        thoughts.add(events.numbered(thought(type + ".done", id).put("text", reply.reasoningText())));
        thoughts.add(events.numbered(thought(part + ".done", id).set("part", thoughtPart(reply.reasoningText()))));
        thoughts.add(events.done(ResponseItems.reasoning(id, reply, summarised)));
        return thoughts;
    }

    private ObjectNode thought(String type, String id) {
        return events.about(id, type).put(summarised ? "summary_index" : "content_index", 0);
    }

    private ObjectNode thoughtPart(String text) {
        return ResponseItems.part(summarised ? "summary_text" : "reasoning_text", text);
    }

    private List<SseEvent> functionCall(Reply.ToolCall call) {
        String id = Ids.item("fc");
        String arguments = call.arguments();
        int half = arguments.length() / 2;
        ObjectNode open = ResponseItems.functionCall(id, "in_progress", call, "");
        return List.of(
                events.added(open),
                fragment(id, arguments.substring(0, half)),
                fragment(id, arguments.substring(half)),
                events.numbered(events.about(id, "response.function_call_arguments.done")
                        .put("name", call.name())
                        .put("arguments", arguments)),
                events.done(ResponseItems.functionCall(id, "completed", call, arguments)));
    }

    private SseEvent fragment(String id, String arguments) {
        return events.numbered(
                events.about(id, "response.function_call_arguments.delta").put("delta", arguments));
    }

    private ObjectNode text(String type) {
        return events.about(messageId, type).put("content_index", 0);
    }

    private SseEvent part(String type, String text) {
        return events.numbered(text(type).set("part", ResponseItems.textPart(text)));
    }
}
