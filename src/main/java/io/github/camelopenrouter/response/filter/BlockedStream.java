/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import static io.github.camelopenrouter.error.SmallJson.JSON;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.TokenUsage;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ShownAnswer;
import io.github.camelopenrouter.response.UsageReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Ends a stream as its API does where it does not let content through (source: OpenAI, Anthropic): every choice finishes, open
 * blocks are closed, the end marker follows. Strict clients refuse a stream that does not begin as its API's do, so a
 * beginning that a filter has held goes first.
 */
final class BlockedStream {

    private static final String DONE = "data: [DONE]\n\n";
    private static final Set<String> ENDS =
            Set.of("message_stop", "response.completed", "response.incomplete", "response.failed");

    private final Operation operation;
    private final ShownAnswer shown;
    /** The event that the API begins with, where it has one. */
    private @Nullable AnswerEvent opening;

    private boolean opened;
    private boolean over;
    private long choices;
    private final Set<Integer> openBlocks = new TreeSet<>();

    BlockedStream(Operation operation, ShownAnswer shown) {
        this.operation = operation;
        this.shown = shown;
    }

    /** The event has come, whatever the filters make of it. */
    void received(AnswerEvent event) {
        if (opening == null && isOpening(event) && event.texts().isEmpty()) {
            opening = event;
        }
        for (AnswerText text : event.texts()) {
            if (text.place().choice() < Long.SIZE) {
                choices |= 1L << text.place().choice();
            }
        }
    }

    /** The event has gone out. */
    void shown(AnswerEvent event) {
        opened |= isOpening(event);
        over |= event.role() == AnswerEvent.Role.DONE || ENDS.contains(event.type());
        if (event.type().equals("content_block_start")) {
            openBlocks.add(event.index());
        } else if (event.type().equals("content_block_stop")) {
            openBlocks.remove(event.index());
        }
    }

    /** Whether the client has the API's end already, so that nothing can be ended. */
    boolean isOver() {
        return over;
    }

    /**
     * The last events.
     *
     * @param notice for the client, where the API has a place for it
     * @param received what the answer has shown of itself
     */
    byte[] render(String notice, ResponseFacts received) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (operation) {
            case RESPONSES -> responses(out, received);
            case MESSAGES -> messages(out, received);
            case PASS_THROUGH ->
                out.writeBytes(
                        ("event: error\ndata: {\"type\":\"error\",\"error\":" + BlockedBody.error(notice) + "}\n\n")
                                .getBytes(UTF_8));
            default -> {
                event(out, null, chunk(notice, received));
                out.writeBytes(DONE.getBytes(UTF_8));
            }
        }
        return out.toByteArray();
    }

    private ObjectNode chunk(String notice, ResponseFacts received) {
        boolean chat = operation == Operation.CHAT_COMPLETIONS;
        ObjectNode chunk = JSON.createObjectNode()
                .put("id", idOf(received))
                .put("object", chat ? "chat.completion.chunk" : "text_completion")
                .put("created", received.created())
                .put("model", modelOf(received));
        ArrayNode ended = chunk.putArray("choices");
        for (long open = openChoices(); open != 0; open &= open - 1) {
            ObjectNode choice = ended.addObject().put("index", Long.numberOfTrailingZeros(open));
            if (chat) {
                choice.putObject("delta").put("refusal", notice);
            } else {
                choice.put("text", "");
            }
            choice.putNull("logprobs").put("finish_reason", "content_filter");
        }
        return chunk;
    }

    /** Those that have begun and not finished for the client; the first where none has. */
    private long openChoices() {
        long open = (choices | shown.unfinishedChoices()) & ~shown.finishedChoices();
        return open == 0 ? 1 : open;
    }

    private void responses(ByteArrayOutputStream out, ResponseFacts received) throws IOException {
        ObjectNode response = response(received);
        long sequence = shown.sequence() + 1;
        if (!opened) {
            response.put("status", "in_progress").putArray("output");
            event(out, "response.created", responseEvent("response.created", response, sequence++));
        }
        response.put("status", "incomplete").putNull("error").putArray("output");
        response.putObject("incomplete_details").put("reason", "content_filter");
        event(out, "response.incomplete", responseEvent("response.incomplete", response, sequence));
        out.writeBytes(DONE.getBytes(UTF_8));
    }

    private ObjectNode response(ResponseFacts received) throws IOException {
        if (opening != null
                && JSON.readTree(new SseEvent(opening.bytes()).data()).path("response") instanceof ObjectNode known) {
            return known;
        }
        return JSON.createObjectNode()
                .put("id", idOf(received))
                .put("object", "response")
                .put("created_at", received.created())
                .put("model", modelOf(received));
    }

    private static ObjectNode responseEvent(String type, ObjectNode response, long sequence) {
        ObjectNode event = JSON.createObjectNode().put("type", type).put("sequence_number", sequence);
        event.set("response", response);
        return event;
    }

    private void messages(ByteArrayOutputStream out, ResponseFacts received) throws IOException {
        if (!opened && opening != null) {
            out.writeBytes(opening.bytes());
        } else if (!opened) {
            event(out, "message_start", messageStart(received));
        }
        for (int block : openBlocks) {
            event(
                    out,
                    "content_block_stop",
                    JSON.createObjectNode().put("type", "content_block_stop").put("index", block));
        }
        ObjectNode end = JSON.createObjectNode().put("type", "message_delta");
        end.putObject("delta").put("stop_reason", "refusal").putNull("stop_sequence");
        Long written = UsageReader.read(received.usage()).completion();
        end.putObject("usage").put("output_tokens", written == null ? writtenAtFirst() : written);
        event(out, "message_delta", end);
        event(out, "message_stop", JSON.createObjectNode().put("type", "message_stop"));
    }

    /** What its beginning says, which its end must not take back. */
    private long writtenAtFirst() throws IOException {
        return opening == null
                ? 0
                : JSON.readTree(new SseEvent(opening.bytes()).data())
                        .at("/message/usage/output_tokens")
                        .asLong();
    }

    private static ObjectNode messageStart(ResponseFacts received) {
        ObjectNode start = JSON.createObjectNode().put("type", "message_start");
        ObjectNode message = start.putObject("message")
                .put("id", idOf(received))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", modelOf(received));
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        TokenUsage usage = UsageReader.read(received.usage());
        message.putObject("usage")
                .put("input_tokens", usage.prompt() == null ? 0 : usage.prompt())
                .put("output_tokens", 0);
        return start;
    }

    private static boolean isOpening(AnswerEvent event) {
        return event.type().equals("message_start") || event.type().equals("response.created");
    }

    private static String idOf(ResponseFacts received) {
        return received.id() == null ? "gen-none" : received.id();
    }

    private static String modelOf(ResponseFacts received) {
        return received.model() == null ? "unknown" : received.model();
    }

    private static void event(ByteArrayOutputStream out, @Nullable String name, ObjectNode data) throws IOException {
        String head = name == null ? "" : "event: " + name + "\n";
        out.writeBytes((head + "data: " + JSON.writeValueAsString(data) + "\n\n").getBytes(UTF_8));
    }
}
