/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.config.Operation;

/**
 * Reads from the JSON texts of one answer, a stream's events or a plain body, what the gateway has to know: whether it is
 * an error, whether it is whole, its id, model and usage (source: OpenRouter, OpenAI, Anthropic).
 *
 * <p>An error, a finish and a sequence number count once their text has ended, see {@link #end()}: a text that is cut off
 * never reaches the client.
 *
 * <p>Allocates where something new is learnt, which is a handful of times in an answer, not per event.
 */
final class AnswerReader implements JsonScanner.Listener {

    private final Operation operation;
    private final JsonScanner scanner = new JsonScanner(this);
    private final ChoiceTally choices = new ChoiceTally();
    private AnswerField wanted = AnswerField.NONE;
    private String id;
    private String model;
    private long created;
    private long sequence = -1;
    private String usage;
    private String error;
    private boolean whole;
    private boolean erroneous;

    // of the text begun last, until it ends
    private boolean hasResult;
    private boolean hasError;
    private boolean failing;
    private boolean finishing;
    private long textSequence;

    AnswerReader(Operation operation) {
        this.operation = operation;
    }

    /** The next JSON text begins, an event's data or the body. */
    void begin() {
        scanner.reset();
        choices.beginText();
        hasResult = false;
        hasError = false;
        failing = false;
        finishing = false;
        textSequence = sequence;
    }

    /** The JSON text begun last has ended: from now on it counts. */
    void end() {
        choices.endText();
        whole |= finishing;
        erroneous |= failing;
        sequence = textSequence;
    }

    void feed(byte[] bytes, int from, int to) {
        scanner.feed(bytes, from, to);
    }

    /** Whether the text that was begun last has come to its end. */
    boolean isTextComplete() {
        return scanner.isComplete();
    }

    /** Whether the text that was begun last is nothing but an error, inside an envelope or flat with a type that says so. */
    boolean isErrorOnly() {
        return hasError && !hasResult && scanner.isComplete();
    }

    /** Whether the answer has shown that it is whole: finished choices, a final event or the end marker. */
    boolean isWhole() {
        return whole || choices.areFinished();
    }

    /** The text that was begun last is the stream's own end marker. */
    void done() {
        finishing = true;
    }

    /** Whether the answer carried an error somewhere. */
    boolean isErroneous() {
        return erroneous;
    }

    /** The last {@code sequence_number} seen, -1 for none. */
    long sequence() {
        return sequence;
    }

    /** The indexes of the choices that have begun and not finished, a bit for each. */
    long unfinishedChoices() {
        return choices.unfinished();
    }

    String id() {
        return id;
    }

    String model() {
        return model;
    }

    long created() {
        return created;
    }

    String error() {
        return error;
    }

    ResponseFacts facts(ResponseFacts.Outcome outcome, long events) {
        return new ResponseFacts(outcome, id, model, created, usage, error, events);
    }

    @Override
    public boolean begins(int depth, byte first) {
        wanted = AnswerField.find(scanner.path(), depth, first);
        return switch (wanted) {
            case NONE -> false;
            case ID -> id == null;
            case MODEL -> model == null;
            case CREATED -> created == 0;
            case CHOICE -> {
                choices.beginChoice();
                hasResult = true;
                yield false;
            }
            case CHOICE_INDEX -> first != '0'; // which is all there is to it, and known without asking
            case RESULT -> {
                hasResult = true;
                yield false;
            }
            case TOP_ERROR, ERROR -> {
                hasError |= wanted == AnswerField.TOP_ERROR;
                failing = true;
                yield true;
            }
            default -> true;
        };
    }

    @Override
    public void value(byte[] text, int length) {
        switch (wanted) {
            case ID -> id = string(text, length);
            case MODEL -> model = string(text, length);
            case CREATED -> created = number(text, length);
            case SEQUENCE -> textSequence = number(text, length);
            case USAGE -> usage = UsageMerge.of(usage, new String(text, 0, length, UTF_8));
            case TOP_ERROR, ERROR -> error = new String(text, 0, length, UTF_8);
            case TYPE -> type(text, length);
            case CHOICE_INDEX -> choices.index(number(text, length));
            case FINISH_REASON -> finish(text, length);
            default -> throw new IllegalStateException("Nothing was asked for");
        }
    }

    private void finish(byte[] quoted, int length) {
        if (!is(quoted, length, "")) {
            choices.finish();
            failing |= is(quoted, length, "error");
        }
    }

    private void type(byte[] quoted, int length) {
        if (operation == Operation.RESPONSES) {
            finishing |= is(quoted, length, "response.completed")
                    || is(quoted, length, "response.incomplete")
                    || is(quoted, length, "response.failed");
            failing |= is(quoted, length, "response.failed");
            error(quoted, length);
        } else if (operation == Operation.MESSAGES) {
            finishing |= is(quoted, length, "message_stop");
            error(quoted, length);
        }
    }

    private void error(byte[] quoted, int length) {
        if (is(quoted, length, "error")) {
            hasError = true;
            failing = true;
        }
    }

    private static boolean is(byte[] quoted, int length, String name) {
        if (length != name.length() + 2) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (quoted[i + 1] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Ids and model names hold nothing that JSON escapes, but for a slash that some writers do. */
    private static String string(byte[] text, int length) {
        boolean quoted = length >= 2 && text[0] == '"';
        String string = quoted ? new String(text, 1, length - 2, UTF_8) : new String(text, 0, length, UTF_8);
        return string.indexOf('\\') < 0 ? string : string.replace("\\/", "/");
    }

    private static long number(byte[] text, int length) {
        long number = 0;
        for (int i = 0; i < length && text[i] >= '0' && text[i] <= '9' && i < 18; i++) {
            number = number * 10 + text[i] - '0';
        }
        return number;
    }
}
