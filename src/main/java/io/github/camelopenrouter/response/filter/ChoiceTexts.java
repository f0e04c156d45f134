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

    private static final Set<String> OF_ANSWER =
            Set.of("choices", "created", "system_fingerprint", "service_tier", "openrouter_metadata");
    private static final Set<String> OF_CHOICE = Set.of("delta", "message", "text", "reasoning", "index");
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

    /** A spoken answer is an item beside the written one. */
    private static final int SPOKEN = 1;

    private final FoundTexts found;

    private ChoiceTexts(FoundTexts found) {
        this.found = found;
    }

    /** @param whole whether it is a plain body */
    static void find(JsonSpan answer, boolean whole, FoundTexts found) {
        ChoiceTexts texts = new ChoiceTexts(found);
        List<JsonSpan> choices = answer.get("choices").elements();
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
                case "reasoning_details" -> details(member.elements(), choice, whole);
                case "tool_calls" -> calls(member.elements(), choice, whole);
                case "function_call" -> call(member, choice, 0, whole);
                case "audio" -> audio(member, choice, whole);
                case "images" -> found.unreadable(choice, 0, member);
                default -> {} // looked at below
            }
        }
        found.others(message, OF_MESSAGE, choice, 0, whole);
    }

    private void content(JsonSpan content, int choice, boolean whole) {
        found.text(Kind.TEXT, choice, 0, 0, content, whole);
        List<JsonSpan> parts = content.elements();
        for (int part = 0; part < parts.size(); part++) {
            found.text(Kind.TEXT, choice, 0, part, parts.get(part), whole);
            found.text(Kind.TEXT, choice, 0, part, parts.get(part).get("text"), whole);
            found.others(parts.get(part), Set.of("text"), choice, 0, whole);
        }
    }

    private void details(List<JsonSpan> details, int choice, boolean whole) {
        for (int at = 0; at < details.size(); at++) {
            JsonSpan detail = details.get(at);
            int item = detail.get("index").number(at);
            found.text(Kind.SIGNED_REASONING, choice, item, 0, detail.get("text"), whole);
            found.text(Kind.SIGNED_REASONING, choice, item, -1, detail.get("summary"), whole);
            found.unreadable(choice, item, detail.get("data"));
        }
    }

    private void calls(List<JsonSpan> calls, int choice, boolean whole) {
        for (int at = 0; at < calls.size(); at++) {
            int item = calls.get(at).get("index").number(at);
            call(calls.get(at).get("function"), choice, item, whole);
            call(calls.get(at).get("custom"), choice, item, whole);
        }
    }

    private void call(JsonSpan call, int choice, int item, boolean whole) {
        found.text(Kind.TOOL_NAME, choice, item, 0, call.get("name"), whole);
        found.text(Kind.TOOL_ARGUMENTS, choice, item, 0, call.get("arguments"), whole);
        found.text(Kind.TOOL_ARGUMENTS, choice, item, 0, call.get("input"), whole);
    }

    private void audio(JsonSpan audio, int choice, boolean whole) {
        found.text(Kind.TEXT, choice, SPOKEN, 0, audio.get("transcript"), whole);
        found.unreadable(choice, SPOKEN, audio.get("data"));
    }
}
