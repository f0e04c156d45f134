/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.config.Operation;
import java.util.Arrays;

/**
 * Reads from the JSON texts of one answer, a stream's events or a plain body, what the gateway has to know: whether it is
 * an error, whether it is whole, its id, model and usage (source: OpenRouter, OpenAI, Anthropic).
 *
 * <p>Allocates where something new is learnt, which is a handful of times in an answer, not per event.
 */
final class AnswerReader implements JsonScanner.Listener {

    private enum Wanted {
        NOTHING,
        ID,
        MODEL,
        CREATED,
        TYPE,
        SEQUENCE,
        USAGE,
        ERROR,
        FINISH
    }

    private static final byte[] ID = ascii("id");
    private static final byte[] MODEL = ascii("model");
    private static final byte[] CREATED = ascii("created");
    private static final byte[] CREATED_AT = ascii("created_at");
    private static final byte[] TYPE = ascii("type");
    private static final byte[] SEQUENCE = ascii("sequence_number");
    private static final byte[] USAGE = ascii("usage");
    private static final byte[] ERROR = ascii("error");
    private static final byte[] CHOICES = ascii("choices");
    private static final byte[] OUTPUT = ascii("output");
    private static final byte[] DATA = ascii("data");
    private static final byte[] CONTENT = ascii("content");
    private static final byte[] RESPONSE = ascii("response");
    private static final byte[] MESSAGE = ascii("message");
    private static final byte[] FINISH_REASON = ascii("finish_reason");

    private final Operation operation;
    private final JsonScanner scanner = new JsonScanner(this);
    private Wanted wanted = Wanted.NOTHING;
    private String id;
    private String model;
    private long created;
    private long sequence = -1;
    private byte[] usage;
    private String error;
    private boolean whole;
    private boolean erroneous;
    private boolean hasResult;
    private boolean hasError;

    AnswerReader(Operation operation) {
        this.operation = operation;
    }

    /** The next JSON text begins, an event's data or the body. */
    void begin() {
        scanner.reset();
        hasResult = false;
        hasError = false;
    }

    void feed(byte[] bytes, int from, int to) {
        scanner.feed(bytes, from, to);
    }

    /** Whether the text that was begun last has come to its end. */
    boolean isTextComplete() {
        return scanner.isComplete();
    }

    /** Whether the text that was begun last is nothing but an error. */
    boolean isErrorOnly() {
        return hasError && !hasResult;
    }

    /** Whether the answer has shown that it is whole: a finish reason or a final event. */
    boolean isWhole() {
        return whole;
    }

    /** The stream's own end marker has come. */
    void done() {
        whole = true;
    }

    /** Whether the answer carried an error somewhere. */
    boolean isErroneous() {
        return erroneous;
    }

    /** The last {@code sequence_number} seen, -1 for none. */
    long sequence() {
        return sequence;
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
        String text = usage == null ? null : new String(usage, UTF_8);
        return new ResponseFacts(outcome, id, model, created, text, error, events);
    }

    @Override
    public boolean begins(int depth, byte first) {
        wanted = Wanted.NOTHING;
        if (depth == 1) {
            wanted = atTop(first);
        } else if (depth == 2) {
            wanted = inside(first);
        } else if (depth == 3 && scanner.isKey(1, CHOICES) && first != 'n') {
            wanted = scanner.isKey(3, FINISH_REASON) ? Wanted.FINISH : inChoice();
        }
        return wanted != Wanted.NOTHING;
    }

    private Wanted inChoice() {
        erroneous |= scanner.isKey(3, ERROR);
        return Wanted.NOTHING;
    }

    private Wanted atTop(byte first) {
        if (first == 'n') {
            return Wanted.NOTHING; // null is as good as absent
        }
        if (scanner.isKey(1, ERROR)) {
            hasError = true;
            erroneous = true;
            return Wanted.ERROR;
        }
        if (isResult()) {
            hasResult |= first != '['; // an array counts once it holds something
            return Wanted.NOTHING;
        }
        if (scanner.isKey(1, TYPE)) {
            return Wanted.TYPE;
        }
        return scanner.isKey(1, SEQUENCE) ? Wanted.SEQUENCE : identity(1, first);
    }

    private Wanted inside(byte first) {
        if (isResult()) {
            hasResult = true;
            return Wanted.NOTHING;
        }
        return scanner.isKey(1, RESPONSE) || scanner.isKey(1, MESSAGE) ? identity(2, first) : Wanted.NOTHING;
    }

    private Wanted identity(int depth, byte first) {
        if (first == '{') {
            return scanner.isKey(depth, USAGE) ? Wanted.USAGE : Wanted.NOTHING;
        }
        if (id == null && scanner.isKey(depth, ID)) {
            return Wanted.ID;
        }
        if (model == null && scanner.isKey(depth, MODEL)) {
            return Wanted.MODEL;
        }
        boolean dated = created == 0 && (scanner.isKey(depth, CREATED) || scanner.isKey(depth, CREATED_AT));
        return dated ? Wanted.CREATED : Wanted.NOTHING;
    }

    private boolean isResult() {
        return scanner.isKey(1, CHOICES)
                || scanner.isKey(1, OUTPUT)
                || scanner.isKey(1, DATA)
                || scanner.isKey(1, CONTENT);
    }

    @Override
    public void value(byte[] text, int length) {
        switch (wanted) {
            case ID -> id = string(text, length);
            case MODEL -> model = string(text, length);
            case CREATED -> created = number(text, length);
            case SEQUENCE -> sequence = number(text, length);
            case USAGE -> usage = Arrays.copyOf(text, length);
            case ERROR -> error = new String(text, 0, length, UTF_8);
            case TYPE -> type(text, length);
            case FINISH -> finish(text, length);
            default -> throw new IllegalStateException("Nothing was asked for");
        }
    }

    private void finish(byte[] quoted, int length) {
        whole = true;
        erroneous |= is(quoted, length, "error");
    }

    private void type(byte[] quoted, int length) {
        if (operation == Operation.RESPONSES) {
            whole |= is(quoted, length, "response.completed")
                    || is(quoted, length, "response.incomplete")
                    || is(quoted, length, "response.failed");
            erroneous |= is(quoted, length, "response.failed") || is(quoted, length, "error");
        } else if (operation == Operation.MESSAGES) {
            whole |= is(quoted, length, "message_stop");
            erroneous |= is(quoted, length, "error");
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

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
