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

/** Finds the texts of chat and text completions (source: OpenAI, OpenRouter). */
final class ChoiceTexts {

    private static final Set<String> OF_ANSWER = Set.of(
            "choices",
            "model",
            "provider",
            "usage",
            "error",
            "system_fingerprint",
            "service_tier",
            "openrouter_metadata");
    private static final Set<String> OF_CHOICE = Set.of("delta", "message", "text", "reasoning", "logprobs", "error");
    private static final Set<String> OF_MESSAGE = Set.of(
            "content",
            "refusal",
            "reasoning",
            "reasoning_content",
            "reasoning_details",
            "tool_calls",
            "function_call",
            "audio",
            "images");
    private static final Set<String> OF_PART = Set.of("text");
    private static final Set<String> OF_DETAIL = Set.of("text", "summary", "data");
    private static final Set<String> OF_TOOL_CALL = Set.of("function", "custom");
    private static final Set<String> OF_CALL = Set.of("name", "arguments", "input");
    private static final Set<String> OF_AUDIO = Set.of("transcript", "data");

    /** A spoken answer is an item beside the written one. */
    private static final int SPOKEN = 1;

    private final FoundTexts found;

    private ChoiceTexts(FoundTexts found) {
        this.found = found;
    }

    /** @param whole whether it is a plain body */
    static void find(JsonSpan answer, boolean whole, FoundTexts found) {
        ChoiceTexts texts = new ChoiceTexts(found);
        List<JsonSpan> choices = found.elements(answer.get("choices"), 0, 0, whole);
        for (int at = 0; at < choices.size(); at++) {
            texts.choice(choices.get(at), choices.get(at).get("index").number(at), whole);
        }
        found.others(answer, OF_ANSWER, 0, 0, true);
    }

    private void choice(JsonSpan choice, int index, boolean whole) {
        for (int at = 0; at < choice.names().size(); at++) {
            JsonSpan member = choice.children().get(at);
            switch (choice.names().get(at)) {
                case "delta" -> message(member, index, false);
                case "message" -> message(member, index, true);
                case "text" -> found.text(Kind.TEXT, index, 0, 0, member, whole);
                case "reasoning" -> found.text(Kind.REASONING, index, 0, 0, member, whole);
                case "logprobs" -> found.spelling(member);
                default -> {} // looked at below
            }
        }
        found.others(choice, OF_CHOICE, index, 0, whole);
    }

    private void message(JsonSpan message, int choice, boolean whole) {
        for (int at = 0; at < message.names().size(); at++) {
            JsonSpan member = message.children().get(at);
            switch (message.names().get(at)) {
                case "content" -> content(member, choice, whole);
                case "refusal" -> found.text(Kind.REFUSAL, choice, 0, 0, member, whole);
                case "reasoning" -> found.text(Kind.REASONING, choice, 0, 0, member, whole);
                case "reasoning_content" -> found.text(Kind.REASONING, choice, 0, 1, member, whole);
                case "reasoning_details" -> details(found.elements(member, choice, 0, whole), choice, whole);
                case "tool_calls" -> calls(found.elements(member, choice, 0, whole), choice, whole);
                case "function_call" -> call(member, choice, 0, whole);
                case "audio" -> audio(member, choice, whole);
                case "images" -> found.unreadable(choice, 0, member);
                default -> {} // looked at below
            }
        }
        found.others(message, OF_MESSAGE, choice, 0, whole);
    }

    private void content(JsonSpan content, int choice, boolean whole) {
        if (!content.isArray()) {
            found.text(Kind.TEXT, choice, 0, 0, content, whole);
        }
        List<JsonSpan> parts = content.elements();
        for (int at = 0; at < parts.size(); at++) {
            JsonSpan part = parts.get(at);
            if (part.isObject()) {
                found.text(Kind.TEXT, choice, 0, at, part.get("text"), whole);
                found.others(part, OF_PART, choice, 0, whole);
            } else {
                found.text(Kind.TEXT, choice, 0, at, part, whole);
            }
        }
    }

    private void details(List<JsonSpan> details, int choice, boolean whole) {
        for (int at = 0; at < details.size(); at++) {
            JsonSpan detail = details.get(at);
            int item = detail.get("index").number(at);
            found.text(Kind.SIGNED_REASONING, choice, item, 0, detail.get("text"), whole);
            found.text(Kind.SIGNED_REASONING, choice, item, -1, detail.get("summary"), whole);
            found.unreadable(choice, item, detail.get("data"));
            found.others(detail, OF_DETAIL, choice, item, whole);
        }
    }

    private void calls(List<JsonSpan> calls, int choice, boolean whole) {
        for (int at = 0; at < calls.size(); at++) {
            int item = calls.get(at).get("index").number(at);
            call(calls.get(at).get("function"), choice, item, whole);
            call(calls.get(at).get("custom"), choice, item, whole);
            found.others(calls.get(at), OF_TOOL_CALL, choice, item, whole);
        }
    }

    private void call(JsonSpan call, int choice, int item, boolean whole) {
        found.text(Kind.TOOL_NAME, choice, item, 0, call.get("name"), whole);
        found.text(Kind.TOOL_ARGUMENTS, choice, item, 0, call.get("arguments"), whole);
        found.text(Kind.TOOL_ARGUMENTS, choice, item, 0, call.get("input"), whole);
        found.others(call, OF_CALL, choice, item, whole);
    }

    private void audio(JsonSpan audio, int choice, boolean whole) {
        found.text(Kind.TEXT, choice, SPOKEN, 0, audio.get("transcript"), whole);
        found.unreadable(choice, SPOKEN, audio.get("data"));
        found.others(audio, OF_AUDIO, choice, SPOKEN, whole);
    }
}
