/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import io.github.camelopenrouter.spi.TextPlace;
import io.github.camelopenrouter.spi.TextPlace.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Collects what those who know an API find in one event or body. */
final class FoundTexts {

    /** What describes wherever the API is known, and is never written by a model. */
    private static final Set<String> NO_TEXT = Set.of(
            "role",
            "type",
            "id",
            "call_id",
            "item_id",
            "object",
            "status",
            "signature",
            "format",
            "phase",
            "finish_reason",
            "native_finish_reason",
            "stop_reason",
            "stop_sequence");

    /** Members whose own members are known too; in all others every string counts. */
    private static final Set<String> KNOWN_INSIDE = Set.of(
            "annotations", "annotation", "citations", "citation", "content", "results", "action", "sources", "outputs");

    /** A text, or where {@code logprobs} spell one. */
    record Found(TextPlace place, boolean whole, JsonSpan value) {}

    private final List<Found> texts = new ArrayList<>(2);
    private final List<JsonSpan> spellings = new ArrayList<>(0);
    private int others;

    List<Found> texts() {
        return texts;
    }

    List<JsonSpan> spellings() {
        return spellings;
    }

    /** A string that is not empty; of anything else, which nobody expects there, the strings in it. */
    void text(Kind kind, int choice, int item, int part, JsonSpan value, boolean whole) {
        if (!value.isText()) {
            others(value, choice, item, whole);
        } else if (value.isFilled()) {
            texts.add(new Found(new TextPlace(kind, choice, item, part), whole, value));
        }
    }

    /** The arguments of a call as an object, not as the text of one. */
    void object(int item, JsonSpan value) {
        if (!value.isObject()) {
            others(value, 0, item, true);
        } else if (value.isFilled()) {
            texts.add(new Found(new TextPlace(Kind.TOOL_ARGUMENTS, 0, item, 0), true, value));
        }
    }

    /** The elements of an array; where it is none, it has none but the strings in it. */
    List<JsonSpan> elements(JsonSpan array, int choice, int item, boolean whole) {
        if (!array.isArray()) {
            others(array, choice, item, whole);
        }
        return array.elements();
    }

    void unreadable(int choice, int item, JsonSpan value) {
        if (value.isFilled()) {
            texts.add(new Found(new TextPlace(Kind.UNREADABLE, choice, item, 0), true, value));
        }
    }

    void spelling(JsonSpan logprobs) {
        if (logprobs.isFilled()) {
            spellings.add(logprobs);
        }
    }

    /** The strings in all members but these, and in what should be an object and is none. */
    void others(JsonSpan object, Set<String> known, int choice, int item, boolean whole) {
        if (!object.isObject()) {
            others(object, choice, item, whole);
            return;
        }
        for (int at = 0; at < object.names().size(); at++) {
            String name = object.names().get(at);
            JsonSpan member = object.children().get(at);
            if (!known.contains(name) && !(member.isText() && NO_TEXT.contains(name))) {
                member(name, member, choice, item, whole);
            }
        }
    }

    private void member(String name, JsonSpan member, int choice, int item, boolean whole) {
        if (!KNOWN_INSIDE.contains(name)) {
            others(member, choice, item, whole);
        } else if (member.isArray()) {
            member.elements().forEach(element -> others(element, Set.of(), choice, item, whole));
        } else {
            others(member, Set.of(), choice, item, whole);
        }
    }

    /** Every string in it. */
    void others(JsonSpan value, int choice, int item, boolean whole) {
        if (value.isText() && value.isFilled()) {
            text(Kind.OTHER, choice, item, others++, value, whole);
        } else {
            value.children().forEach(child -> others(child, choice, item, whole));
        }
    }
}
