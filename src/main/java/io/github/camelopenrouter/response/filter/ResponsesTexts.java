/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import io.github.camelopenrouter.spi.TextPlace.Kind;
import java.util.List;
import java.util.Set;

/**
 * Finds the texts of the Responses API (source: OpenAI). Whether an item of reasoning is signed shows at its end only, so all
 * of it counts as signed.
 */
final class ResponsesTexts {

    /** Its items, and what repeats the request or describes. */
    private static final Set<String> OF_RESPONSE = Set.of(
            "output",
            "output_text",
            "model",
            "provider",
            "usage",
            "error",
            "error_type",
            "incomplete_details",
            "instructions",
            "input",
            "tools",
            "tool_choice",
            "metadata",
            "text",
            "reasoning",
            "truncation",
            "user",
            "safety_identifier",
            "prompt",
            "prompt_cache_key",
            "prompt_cache_options",
            "prompt_cache_retention",
            "previous_response_id",
            "conversation",
            "context_management",
            "include",
            "service_tier",
            "billing",
            "openrouter_metadata");

    private static final Set<String> OF_ITEM = Set.of(
            "content",
            "summary",
            "name",
            "arguments",
            "input",
            "code",
            "encrypted_content",
            "result",
            "namespace",
            "server_label");
    private static final Set<String> OF_EVENT = Set.of(
            "response",
            "item",
            "part",
            "delta",
            "text",
            "refusal",
            "name",
            "arguments",
            "input",
            "code",
            "transcript",
            "partial_image_b64",
            "obfuscation",
            "logprobs",
            "usage",
            "error");
    private static final Set<String> OF_PART = Set.of("text", "refusal", "transcript", "data", "logprobs");

    /** The text beside the items that repeats theirs. */
    private static final int NO_ITEM = -1;

    private final FoundTexts found;

    private ResponsesTexts(FoundTexts found) {
        this.found = found;
    }

    /** @param whole whether it is a plain body */
    static void find(JsonSpan answer, boolean whole, FoundTexts found) {
        ResponsesTexts texts = new ResponsesTexts(found);
        texts.response(whole ? answer : answer.get("response"));
        if (!whole) {
            texts.event(
                    answer,
                    answer.get("type").text(),
                    answer.get("output_index").number(0));
        }
    }

    private void response(JsonSpan response) {
        List<JsonSpan> items = found.elements(response.get("output"), 0, 0, true);
        for (int at = 0; at < items.size(); at++) {
            item(items.get(at), at);
        }
        found.text(Kind.TEXT, 0, NO_ITEM, 0, response.get("output_text"), true);
        found.others(response, OF_RESPONSE, 0, 0, true);
    }

    private void item(JsonSpan item, int index) {
        Kind kind = item.get("type").is("reasoning") ? Kind.SIGNED_REASONING : Kind.TEXT;
        found.text(Kind.TOOL_NAME, 0, index, 0, item.get("name"), true);
        found.text(Kind.TOOL_ARGUMENTS, 0, index, 0, item.get("arguments"), true);
        found.text(Kind.TOOL_ARGUMENTS, 0, index, 0, item.get("input"), true);
        found.text(Kind.TOOL_ARGUMENTS, 0, index, 0, item.get("code"), true);
        found.unreadable(0, index, item.get("encrypted_content"));
        found.unreadable(0, index, item.get("result"));
        List<JsonSpan> content = found.elements(item.get("content"), 0, index, true);
        for (int part = 0; part < content.size(); part++) {
            part(content.get(part), kind, index, part);
        }
        List<JsonSpan> summary = found.elements(item.get("summary"), 0, index, true);
        for (int part = 0; part < summary.size(); part++) {
            part(summary.get(part), kind, index, -1 - part);
        }
        found.others(item, OF_ITEM, 0, index, true);
    }

    private void part(JsonSpan part, Kind kind, int item, int index) {
        found.text(kind, 0, item, index, part.get("text"), true);
        found.text(Kind.REFUSAL, 0, item, index, part.get("refusal"), true);
        found.text(Kind.TEXT, 0, item, index, part.get("transcript"), true);
        found.unreadable(0, item, part.get("data"));
        found.spelling(part.get("logprobs"));
        found.others(part, OF_PART, 0, item, true);
    }

    private void event(JsonSpan event, String type, int item) {
        int summary = event.get("summary_index").number(-1);
        int part = summary >= 0 ? -1 - summary : event.get("content_index").number(0);
        item(event.get("item"), item);
        part(event.get("part"), type.contains("reasoning") ? Kind.SIGNED_REASONING : Kind.TEXT, item, part);
        Kind kind = kindOf(type);
        if (type.startsWith("response.audio.delta")) {
            found.unreadable(0, item, event.get("delta"));
        } else {
            found.text(kind, 0, item, part, event.get("delta"), false);
        }
        found.text(kind, 0, item, part, event.get("text"), true);
        found.text(Kind.REFUSAL, 0, item, part, event.get("refusal"), true);
        found.text(Kind.TOOL_NAME, 0, item, part, event.get("name"), true);
        found.text(Kind.TOOL_ARGUMENTS, 0, item, part, event.get("arguments"), true);
        found.text(Kind.TOOL_ARGUMENTS, 0, item, part, event.get("input"), true);
        found.text(Kind.TOOL_ARGUMENTS, 0, item, part, event.get("code"), true);
        found.text(Kind.TEXT, 0, item, part, event.get("transcript"), true);
        found.unreadable(0, item, event.get("partial_image_b64"));
        found.others(event, OF_EVENT, 0, item, true);
        found.spelling(event.get("logprobs"));
    }

    private static Kind kindOf(String type) {
        if (type.contains("reasoning")) {
            return Kind.SIGNED_REASONING;
        }
        if (type.contains("refusal")) {
            return Kind.REFUSAL;
        }
        boolean call = type.contains("arguments") || type.contains("call_input") || type.contains("call_code");
        return call ? Kind.TOOL_ARGUMENTS : Kind.TEXT;
    }
}
