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
    private final ArrayNode output = Json.array();
    private int sequence;

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
        if (reply.reasoning() != null) {
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
        List<SseEvent> events = new ArrayList<>();
        events.add(snapshot("response.created", snapshot.inProgress()));
        events.add(snapshot("response.in_progress", snapshot.inProgress()));
        if (reply.reasoning() != null) {
            events.addAll(reasoning(reply));
        }
        if (reply.toolCalls().isEmpty()) {
            events.add(
                    item("response.output_item.added", ResponseItems.message(messageId, "in_progress", Json.array())));
            events.add(part("response.content_part.added", ""));
        }
        return events;
    }

    @Override
    public SseEvent word(String word) {
        ObjectNode delta = text("response.output_text.delta").put("delta", word);
        delta.putArray("logprobs");
        return numbered(delta);
    }

    @Override
    public List<SseEvent> closing(Reply reply) {
        List<SseEvent> events = new ArrayList<>();
        if (reply.toolCalls().isEmpty()) {
            ObjectNode done = text("response.output_text.done").put("text", reply.text());
            done.putArray("logprobs");
            events.add(numbered(done));
            events.add(part("response.content_part.done", reply.text()));
            events.add(done(message(reply, "completed")));
        }
        reply.toolCalls().forEach(call -> events.addAll(functionCall(call)));
        String end = reply.finish() == Finish.LENGTH ? "response.incomplete" : "response.completed";
        events.add(snapshot(end, snapshot.ended(reply, output)));
        events.add(SseEvent.DONE);
        return events;
    }

    @Override
    public List<SseEvent> failure(Failure form) {
        if (form == Failure.CHUNK || form == Failure.IN_CHOICE) {
            return List.of(snapshot("response.failed", snapshot.failed(output)), SseEvent.DONE);
        }
        ObjectNode error = Json.object().put("type", "error");
        ObjectNode detail = form == Failure.BARE ? error.putObject("error") : error;
        detail.put("code", "server_error").put("message", ApiError.PROVIDER_GONE.message());
        return List.of(numbered(form == Failure.BARE ? error : error.putNull("param")));
    }

    private List<SseEvent> reasoning(Reply reply) {
        String id = Ids.item("rs");
        String type = summarised ? "response.reasoning_summary_text" : "response.reasoning_text";
        String part = summarised ? "response.reasoning_summary_part" : "response.content_part";
        List<SseEvent> events = new ArrayList<>();
        events.add(item("response.output_item.added", ResponseItems.emptyReasoning(id)));
        events.add(numbered(thought(part + ".added", id).set("part", thoughtPart(""))));
        reply.reasoning()
                .forEach(
                        word -> events.add(numbered(thought(type + ".delta", id).put("delta", word))));
        events.add(numbered(thought(type + ".done", id).put("text", reply.reasoningText())));
        events.add(numbered(thought(part + ".done", id).set("part", thoughtPart(reply.reasoningText()))));
        events.add(done(ResponseItems.reasoning(id, reply, summarised)));
        return events;
    }

    private ObjectNode thought(String type, String id) {
        ObjectNode event = Json.object()
                .put("type", type)
                .put("output_index", output.size())
                .put("item_id", id);
        return event.put(summarised ? "summary_index" : "content_index", 0);
    }

    private ObjectNode thoughtPart(String text) {
        return ResponseItems.part(summarised ? "summary_text" : "reasoning_text", text);
    }

    private List<SseEvent> functionCall(Reply.ToolCall call) {
        String id = Ids.item("fc");
        int half = call.arguments().length() / 2;
        return List.of(
                item("response.output_item.added", ResponseItems.functionCall(id, "in_progress", call, "")),
                arguments(id, call.arguments().substring(0, half)),
                arguments(id, call.arguments().substring(half)),
                numbered(argumentsEvent("response.function_call_arguments.done", id)
                        .put("name", call.name())
                        .put("arguments", call.arguments())),
                done(ResponseItems.functionCall(id, "completed", call, call.arguments())));
    }

    private SseEvent arguments(String id, String fragment) {
        return numbered(
                argumentsEvent("response.function_call_arguments.delta", id).put("delta", fragment));
    }

    private ObjectNode argumentsEvent(String type, String id) {
        return Json.object()
                .put("type", type)
                .put("output_index", output.size())
                .put("item_id", id);
    }

    private ObjectNode text(String type) {
        ObjectNode event = Json.object().put("type", type).put("output_index", output.size());
        return event.put("item_id", messageId).put("content_index", 0);
    }

    private SseEvent part(String type, String text) {
        return numbered(text(type).set("part", ResponseItems.textPart(text)));
    }

    /** Closes an item: what comes next has the next output index. */
    private SseEvent done(ObjectNode item) {
        SseEvent event = item("response.output_item.done", item);
        output.add(item);
        return event;
    }

    private SseEvent item(String type, ObjectNode item) {
        ObjectNode event = Json.object().put("type", type).put("output_index", output.size());
        return numbered(event.set("item", item));
    }

    private SseEvent snapshot(String type, ObjectNode response) {
        ObjectNode event = Json.object().put("type", type);
        return numbered(event.set("response", response));
    }

    private SseEvent numbered(ObjectNode event) {
        return SseEvent.of(event.put("sequence_number", sequence++));
    }
}
