/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.api.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the JSON texts of one answer, a stream's events or a plain body, what the gateway has to know: whether
 * content or an error came first, whether it is whole, its id, model and usage (source: OpenRouter, OpenAI, Anthropic).
 *
 * <p>Content, an error, a finish and a sequence number count once their text has ended, see {@link #end()}: a text that
 * is cut off never reaches the client.
 *
 * <p>Allocates where something new is learnt, which is a handful of times in an answer, not per event.
 */
public final class ResponseInspector implements JsonScanner.Listener {

    /** What has come first, announcements aside. */
    enum First {
        NOTHING,
        CONTENT,
        ERROR
    }

    private final Operation operation;
    private final JsonScanner scanner = new JsonScanner(this);
    private final ResponseContent content;
    private final ChoiceTally choices = new ChoiceTally();
    private ResponseField wanted = ResponseField.NONE;
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String provider;
    private @Nullable String stopReason;
    private @Nullable String status;
    private long created;
    private long sequence = -1;
    private final UsageTally usage = new UsageTally();
    private @Nullable String error;
    private First first = First.NOTHING;
    private boolean closed;
    private boolean erroneous;
    /** Whether an event has ended what it is about, and whether the last one has: a stream may hold several such. */
    private boolean completed;

    private boolean lastCompletes;

    // of the text begun last, until it ends
    private byte top;
    private boolean failing;
    private boolean finishing;
    private boolean closing;
    private boolean completing;
    private boolean endsPicture;
    private long textSequence;

    /** Counts what is written; null where nobody wants to know. */
    private @Nullable OutputTally output;

    private boolean mayBeFilled;

    public ResponseInspector(Operation operation) {
        this.operation = operation;
        this.content = new ResponseContent(operation);
    }

    /** It is told how much each event of a stream has written, once that has ended. */
    void meteredBy(OutputMeter meter) {
        output = new OutputTally(meter);
    }

    /** The next JSON text begins, an event's data or the body. */
    void begin() {
        scanner.reset();
        choices.beginText();
        if (first == First.NOTHING) {
            content.beginText();
        }
        top = 0;
        failing = false;
        finishing = false;
        closing = false;
        completing = false;
        lastCompletes = false;
        endsPicture = false;
        textSequence = sequence;
    }

    /** The JSON text begun last has ended: from now on it counts. */
    void end() {
        choices.endText();
        closed |= closing;
        erroneous |= failing;
        completed |= completing;
        lastCompletes = completing;
        usage.endText(endsPicture);
        sequence = textSequence;
        if (first == First.NOTHING) {
            first = kind();
        }
        if (output != null) {
            output.tell();
        }
    }

    void feed(byte[] bytes, int from, int to) {
        scanner.feed(bytes, from, to);
    }

    /** Whether the text that was begun last has come to its end. */
    boolean isTextComplete() {
        return scanner.isComplete();
    }

    /** Whether it is an object that has come to its end; any other text may be anything, an event stream for example. */
    boolean isObjectComplete() {
        return top == '{' && scanner.isComplete();
    }

    /** What has come first in the texts that have ended: nothing, as long as they only announce. */
    First first() {
        return first;
    }

    /** Whether content has come, be it in a text that has not ended. */
    boolean showsContent() {
        return first == First.CONTENT || content.isFound() || content.isTypeOfContent() && !failing;
    }

    /** Whether the answer has shown that it is whole: finished choices, a final event or the end marker. */
    boolean isWhole() {
        return closed || choices.areFinished() || lastCompletes;
    }

    /** Whether something in it has been completed, which is enough where its stream then ends cleanly. */
    boolean hasCompleted() {
        return completed;
    }

    /** Whether the stream's last event has come: its final event, or the end marker. */
    boolean isClosed() {
        return closed;
    }

    /** The text that was begun last is the stream's own end marker. */
    void done() {
        closing = true;
    }

    /** The text that was begun last is an error, whatever stands in it. */
    void fail() {
        failing = true;
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

    /** The indexes of the choices that have finished, a bit for each. */
    long finishedChoices() {
        return choices.finished();
    }

    @Nullable
    String id() {
        return id;
    }

    @Nullable
    String model() {
        return model;
    }

    long created() {
        return created;
    }

    ResponseFacts facts(ResponseFacts.Outcome outcome) {
        String finish = stopReason == null ? status : stopReason;
        return new ResponseFacts(outcome, id, model, provider, finish, created, usage.json(), error);
    }

    @Override
    public JsonScanner.Wish begins(int depth, byte firstByte) {
        if (depth == 0) {
            top = firstByte;
            return JsonScanner.Wish.NOTHING;
        }
        wanted = ResponseField.find(scanner.path(), depth, firstByte);
        return switch (wanted) {
            case NONE -> ofContent(depth, firstByte);
            case ID -> textIf(id == null);
            case MODEL -> textIf(model == null);
            case PROVIDER -> textIf(provider == null);
            case CREATED -> textIf(created == 0);
            case CHOICE_INDEX -> textIf(firstByte != '0'); // which is all there is to it, and known without asking
            case CHOICE -> {
                choices.beginChoice();
                yield JsonScanner.Wish.NOTHING;
            }
            default -> JsonScanner.Wish.TEXT;
        };
    }

    private JsonScanner.Wish ofContent(int depth, byte firstByte) {
        mayBeFilled = mayBeContent(depth, firstByte);
        if (output != null && firstByte == '"' && OutputTally.isOutput(scanner.path(), depth)) {
            return JsonScanner.Wish.READ;
        }
        return mayBeFilled ? JsonScanner.Wish.FILLED : JsonScanner.Wish.NOTHING;
    }

    @Override
    public void filled() {
        if (mayBeFilled) {
            content.found();
        }
    }

    @Override
    public void read(byte[] bytes, int from, int to) {
        if (output != null) {
            output.add(bytes, from, to);
        }
    }

    @Override
    public void value(byte[] text, int length) {
        switch (wanted) {
            case ID -> id = JsonText.string(text, length);
            case MODEL -> model = JsonText.string(text, length);
            case PROVIDER -> provider = JsonText.string(text, length);
            case STOP_REASON -> stopReason = JsonText.string(text, length);
            case CREATED -> created = JsonText.number(text, length);
            case SEQUENCE -> textSequence = JsonText.number(text, length);
            case USAGE -> usage.found(new String(text, 0, length, UTF_8));
            case BEGUN_USAGE -> usage.found(UsageMerge.begun(new String(text, 0, length, UTF_8)));
            case ERROR -> error(text, length);
            case TYPE -> type(text, length);
            case STATUS -> {
                status(text, length);
                failing |= operation == Operation.RESPONSES && JsonText.is(text, length, "failed");
            }
            case RESPONSE_STATUS -> status(text, length);
            case PART_TYPE -> content.partType(text, length);
            case CHOICE_INDEX -> choices.index(JsonText.number(text, length));
            case FINISH_REASON -> finish(text, length);
            default -> throw new IllegalStateException("Nothing was asked for");
        }
    }

    /** An error makes a text one, unless content stands beside it; a finish does not. */
    private First kind() {
        if (content.isFound()) {
            return First.CONTENT;
        }
        if (failing && scanner.isComplete()) {
            return First.ERROR;
        }
        return announces() ? First.NOTHING : First.CONTENT;
    }

    /** An event without data announces nothing, but is none to its client either. */
    private boolean announces() {
        return top == 0 || top == '{' && scanner.isComplete() && !finishing && content.isAnnounced();
    }

    private boolean mayBeContent(int depth, byte firstByte) {
        return first == First.NOTHING && content.begins(scanner.path(), depth, firstByte);
    }

    private static JsonScanner.Wish textIf(boolean unknown) {
        return unknown ? JsonScanner.Wish.TEXT : JsonScanner.Wish.NOTHING;
    }

    private void error(byte[] text, int length) {
        if (!JsonText.isVoid(text, length)) {
            error = new String(text, 0, length, UTF_8);
            failing = true;
        }
    }

    private void finish(byte[] text, int length) {
        if (!JsonText.isVoid(text, length)) {
            finishing = true;
            choices.finish();
            stopReason = JsonText.string(text, length);
            failing |= JsonText.is(text, length, "error");
        }
    }

    private void status(byte[] text, int length) {
        if (operation == Operation.RESPONSES && !JsonText.is(text, length, "in_progress")) {
            status = JsonText.string(text, length);
        }
    }

    private void type(byte[] text, int length) {
        if (first == First.NOTHING) {
            content.type(text, length);
        }
        failing |= JsonText.is(text, length, "error");
        if (operation == Operation.RESPONSES) {
            boolean failed = JsonText.is(text, length, "response.failed");
            failing |= failed;
            closing |= failed
                    || JsonText.is(text, length, "response.completed")
                    || JsonText.is(text, length, "response.incomplete");
        } else if (operation == Operation.MESSAGES) {
            closing |= JsonText.is(text, length, "message_stop");
        } else if (operation == Operation.PASS_THROUGH) {
            boolean failed = JsonText.is(text, length, "image_generation.error");
            failing |= failed;
            closing |= failed;
            endsPicture |= JsonText.is(text, length, "image_generation.completed");
            completing |= JsonText.endsWith(text, length, ".completed") || JsonText.endsWith(text, length, ".done");
        }
    }
}
