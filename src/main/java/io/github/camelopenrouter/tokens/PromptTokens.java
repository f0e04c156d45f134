/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.SliceNode;
import java.util.Map;
import java.util.Set;

/**
 * Estimates the tokens of a request's prompt, without a call to anybody: for any operation, and rather a little too many
 * than too few. It counts
 *
 * <ul>
 *   <li>the texts of {@code system}, {@code instructions}, {@code messages}, {@code input}, {@code prompt}, {@code query} and
 *       {@code documents}: contents, thinking, tool calls with their names and arguments, and results of tools, and four
 *       tokens for the frame of each message;
 *   <li>tools, functions and the schema of the answer, as compact JSON;
 *   <li>texts that are tokens already ({@code input} and {@code prompt} of numbers), one by one;
 *   <li>images, documents and sounds by the rules of {@link MediaTokens}.
 * </ul>
 *
 * Not counted are ids, signatures, encrypted contents and what a vendor adds on its own, as for the use of tools.
 *
 * <p>It never fails: what it does not know it counts as text.
 */
public final class PromptTokens {

    private static final int FRAME = 4;
    /** Around the shortest prompt. */
    private static final int FRAMES = 8;

    private static final Set<String> TEXTS =
            Set.of("system", "instructions", "messages", "input", "prompt", "query", "documents");

    private static final Set<String> SCHEMAS =
            Set.of("tools", "functions", "response_format", "output_config", "output_format", "text");

    /** Of messages and their parts: what no model reads. */
    private static final Set<String> SILENT = Set.of(
            "type",
            "role",
            "id",
            "call_id",
            "tool_call_id",
            "tool_use_id",
            "cache_control",
            "signature",
            "encrypted_content",
            "detail",
            "index",
            "status",
            "is_error",
            "citations",
            "annotations");

    /** How often a part that the parser has left as it was is read into; the rest counts as JSON. */
    private static final int DEEPEST = 2;

    private final TextTokens texts = new TextTokens();
    private long others;

    private PromptTokens() {}

    /** The estimate for a request of any operation. */
    public static long of(ObjectNode request) {
        PromptTokens prompt = new PromptTokens();
        for (Map.Entry<String, JsonNode> entry : request.properties()) {
            if (TEXTS.contains(entry.getKey())) {
                prompt.read(entry.getValue(), 0);
            } else if (SCHEMAS.contains(entry.getKey())) {
                prompt.json(entry.getValue());
            }
        }
        return prompt.others + prompt.texts.tokens();
    }

    /**
     * As many as a prompt with that estimate may come to wherever it is counted. The estimate is that of OpenAI's tokenizer,
     * others make up to a third more of the same text, as Claude's since Opus 4.7, and all have words of their own around it.
     */
    public static long most(long estimate) {
        return estimate + estimate / 2 + FRAMES;
    }

    /** The estimate for one part that is a sound or a film, as {@link #of} has it among others. */
    public static long ofRecording(ObjectNode part) {
        return MediaTokens.ofRecording(part);
    }

    /** The same for a file of so many bytes. */
    public static long ofRecording(long bytes) {
        return bytes / MediaTokens.BYTES_OF_SOUND + 1;
    }

    private void read(JsonNode node, int unfolded) {
        if (node.isTextual()) {
            JsonBytes.of(node).content().text(texts);
            texts.end();
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                read(array.get(i), unfolded);
            }
        } else if (node instanceof ObjectNode part) {
            part(part, unfolded);
        } else if (node instanceof SliceNode slice && slice.isContainerNode()) {
            unfold(slice, unfolded);
        } else if (node.isNumber()) {
            others++; // a token
        }
    }

    /** Numbers, which are tokens, and what stands too deep for the rules of requests. */
    private void unfold(SliceNode slice, int unfolded) {
        int numbers = JsonBytes.of(slice).numbers();
        JsonNode tree = numbers == 0 && unfolded < DEEPEST ? slice.unfolded() : slice;
        if (numbers > 0) {
            others += numbers;
        } else if (tree instanceof SliceNode) {
            json(slice);
        } else {
            read(tree, unfolded + 1);
        }
    }

    private void part(ObjectNode part, int unfolded) {
        if (part.has("role")) {
            others += FRAME;
        }
        switch (part.path("type").asText()) {
            case "image", "image_url", "input_image" -> others += MediaTokens.ofImage(part);
            case "document", "file", "input_file" -> document(part, unfolded);
            case "input_audio", "input_video", "video_url" -> others += MediaTokens.ofRecording(part);
            case "tool_use", "server_tool_use", "mcp_tool_use" -> call(part);
            case "redacted_thinking" -> {}
            default -> members(part, unfolded);
        }
    }

    private void members(ObjectNode part, int unfolded) {
        for (Map.Entry<String, JsonNode> member : part.properties()) {
            if (!SILENT.contains(member.getKey())) {
                read(member.getValue(), unfolded);
            }
        }
    }

    private void call(ObjectNode call) {
        others += FRAME;
        read(call.path("name"), DEEPEST);
        json(call.path("input"));
    }

    /** Texts and parts among the sources of documents are what they are anywhere else. */
    private void document(ObjectNode document, int unfolded) {
        JsonNode source = document.path("source");
        String kind = source.path("type").asText();
        if (kind.equals("text") || kind.equals("content")) {
            read(source.path(kind.equals("text") ? "data" : kind), unfolded);
        } else {
            others += MediaTokens.ofDocument(document);
        }
        read(document.path("title"), DEEPEST);
        read(document.path("context"), DEEPEST);
    }

    private void json(JsonNode node) {
        if (!node.isMissingNode() && !node.isNull()) {
            write(node);
            texts.end();
        }
    }

    private void write(JsonNode node) {
        if (node instanceof ObjectNode object) {
            char before = '{';
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                texts.add(before);
                texts.add('"');
                member.getKey().codePoints().forEach(texts::add);
                texts.add('"');
                texts.add(':');
                write(member.getValue());
                before = ',';
            }
            texts.add('}');
        } else if (node instanceof ArrayNode array) {
            char before = '[';
            for (int i = 0; i < array.size(); i++) {
                texts.add(before);
                write(array.get(i));
                before = ',';
            }
            texts.add(']');
        } else {
            JsonBytes.of(node).json(texts);
        }
    }
}
