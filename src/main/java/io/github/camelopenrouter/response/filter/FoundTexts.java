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

    /** What describes, and is never written by a model; what hides thoughts counts as unreadable where it is known. */
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
            "model",
            "provider",
            "finish_reason",
            "native_finish_reason",
            "stop_reason",
            "stop_sequence",
            "logprobs",
            "usage",
            "error");

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

    /** A string that is not empty; all else is none. */
    void text(Kind kind, int choice, int item, int part, JsonSpan value, boolean whole) {
        if (value.isText() && value.isFilled()) {
            texts.add(new Found(new TextPlace(kind, choice, item, part), whole, value));
        }
    }

    /** The arguments of a call as an object, not as the text of one. */
    void object(int item, JsonSpan value) {
        if (value.isObject() && value.isFilled()) {
            texts.add(new Found(new TextPlace(Kind.TOOL_ARGUMENTS, 0, item, 0), true, value));
        }
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

    /** The strings in all members but these. */
    void others(JsonSpan object, Set<String> known, int choice, int item, boolean whole) {
        for (int at = 0; at < object.names().size(); at++) {
            String name = object.names().get(at);
            if (!known.contains(name) && !NO_TEXT.contains(name)) {
                others(object.children().get(at), choice, item, whole);
            }
        }
    }

    private void others(JsonSpan value, int choice, int item, boolean whole) {
        if (value.isObject()) {
            others(value, Set.of(), choice, item, whole);
        } else if (value.isArray()) {
            value.elements().forEach(element -> others(element, choice, item, whole));
        } else if (value.isText() && value.isFilled()) {
            text(Kind.OTHER, choice, item, others++, value, whole);
        }
    }
}
