/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.spi.ResponseEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** One event of a stream, or a plain body, as filters see it; keeps its bytes, and of its JSON only where texts stand. */
final class AnswerEvent implements ResponseEvent {

    private static final String DONE = "[DONE]";
    /** With the spaces that clients forgive. */
    private static final int LONGEST_DONE = 16;

    private static final byte[] NULL = "null".getBytes(US_ASCII);
    private static final byte[] EMPTY = "[]".getBytes(US_ASCII);

    /** What it is to the stream; a body and most events are nothing but content. */
    enum Role {
        CONTENT,
        /** Keeps the connection alive. */
        COMMENT,
        ERROR,
        /** The end marker. */
        DONE,
        /** Has data that no filter can read. */
        UNREADABLE
    }

    private final byte[] bytes;
    private Role role = Role.CONTENT;
    private String type = "";
    private int index;
    private List<AnswerText> texts = List.of();
    private List<Edit> withoutSpelling = List.of();
    /** Whether its {@code logprobs} go: they may spell a text that has been replaced in an event before it. */
    private boolean unspelled;

    private boolean leftOut;
    private int counted;

    private AnswerEvent(byte[] bytes) {
        this.bytes = bytes;
    }

    static AnswerEvent ofStream(Operation operation, byte[] bytes) {
        AnswerEvent event = new AnswerEvent(bytes);
        SseEvent sse = new SseEvent(bytes);
        byte[] data = sse.data();
        if (!sse.hasData() || isBlank(data)) {
            event.role = Role.COMMENT;
        } else if (isDone(data)) {
            event.role = Role.DONE;
        } else {
            event.read(operation, data, false, sse::place);
        }
        return event;
    }

    static AnswerEvent ofBody(Operation operation, byte[] body) {
        AnswerEvent event = new AnswerEvent(body);
        event.read(operation, body, true, IntUnaryOperator.identity());
        return event;
    }

    private void read(Operation operation, byte[] data, boolean whole, IntUnaryOperator place) {
        try {
            JsonSpan json = JsonSpan.parse(data);
            type = json.get("type").text();
            index = json.get("index").number(0);
            FoundTexts found = new FoundTexts();
            switch (operation) {
                case RESPONSES -> ResponsesTexts.find(json, whole, found);
                case MESSAGES -> MessagesTexts.find(json, whole, found);
                case CHAT_COMPLETIONS, COMPLETIONS -> ChoiceTexts.find(json, whole, found);
                case PASS_THROUGH -> ListedTexts.find(json, whole, found);
                default -> {} // vectors are no text
            }
            keep(found, place);
            role = roleOf(json);
        } catch (IOException e) {
            role = Role.UNREADABLE;
        }
    }

    private Role roleOf(JsonSpan json) {
        if (type.equals("ping") && texts.isEmpty()) {
            return Role.COMMENT;
        }
        boolean error = type.equals("error")
                || type.equals("response.failed")
                || json.get("error").isFilled();
        return error ? Role.ERROR : Role.CONTENT;
    }

    private void keep(FoundTexts found, IntUnaryOperator place) {
        texts = new ArrayList<>(found.texts().size());
        for (FoundTexts.Found text : found.texts()) {
            JsonSpan value = text.value();
            texts.add(new AnswerText(
                    bytes, text.place(), text.whole(), place.applyAsInt(value.from()), endOf(value, place)));
        }
        withoutSpelling = new ArrayList<>(found.spellings().size());
        for (JsonSpan value : found.spellings()) {
            withoutSpelling.add(
                    new Edit(place.applyAsInt(value.from()), endOf(value, place), value.isArray() ? EMPTY : NULL));
        }
    }

    private static int endOf(JsonSpan value, IntUnaryOperator place) {
        return place.applyAsInt(value.to() - 1) + 1;
    }

    @Override
    public List<AnswerText> texts() {
        return texts;
    }

    @Override
    public void leaveOut() {
        leftOut = true;
    }

    boolean isLeftOut() {
        return leftOut;
    }

    @Override
    public byte[] bytes() {
        boolean changed = isEdited() || unspelled && !withoutSpelling.isEmpty();
        return changed ? Edit.apply(bytes, edits()) : bytes;
    }

    Role role() {
        return role;
    }

    /** Whether it tells of an error, and of nothing that anybody would have to judge. */
    boolean isBareError() {
        return role == Role.ERROR && texts.isEmpty();
    }

    /** What an event with a type says it is, else empty. */
    String type() {
        return type;
    }

    /** Of the content block that it is about. */
    int index() {
        return index;
    }

    int size() {
        return bytes.length;
    }

    /** Counts in the account of what is held from now on. */
    void count(int size) {
        counted = size;
    }

    int counted() {
        return counted;
    }

    void dropSpelling() {
        unspelled = true;
    }

    boolean isEdited() {
        for (AnswerText text : texts) {
            if (text.isReplaced()) {
                return true;
            }
        }
        return false;
    }

    private List<Edit> edits() {
        List<Edit> edits = new ArrayList<>(withoutSpelling);
        texts.stream().filter(AnswerText::isReplaced).map(AnswerText::edit).forEach(edits::add);
        return edits;
    }

    private static boolean isDone(byte[] data) {
        return data.length < LONGEST_DONE && new String(data, US_ASCII).strip().equals(DONE);
    }

    private static boolean isBlank(byte[] data) {
        for (byte b : data) {
            if (b != ' ' && b != '\n' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
