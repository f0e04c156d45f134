/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One call's answer on its way to a {@link Script}; what special models bend to their purpose. */
final class Answer {

    /** How far answers get that break off: so many words, and in plain answers half the body. */
    private static final int WORDS_BEFORE_FAULT = 3;
    /** Lets what was written arrive before a reset could overtake it. */
    private static final Step BEFORE_RESET = new Step.Pause(50);
    /** After so many events comes a comment, as it does on the real thing when a model pauses. */
    private static final int EVENTS_BEFORE_COMMENT = 3;

    private static final String PADDING = "\n         \n";

    private final Call call;
    private final AnswerFormat format;
    private final ReplyComposer composer;
    private final GenerationLog generations;

    Answer(Call call, ReplyComposer composer, GenerationLog generations) {
        this.call = call;
        this.format = call.api().format(call);
        this.composer = composer;
        this.generations = generations;
    }

    Call call() {
        return call;
    }

    AnswerFormat format() {
        return format;
    }

    /** The answer as OpenRouter gives it. */
    Script normal(Pace pace) {
        return script(composer.compose(call), pace);
    }

    Script normal() {
        return normal(Pace.AT_ONCE);
    }

    /** The same with a text of one's own choice. */
    Script saying(String text) {
        return script(text(text), Pace.AT_ONCE);
    }

    Script error(ApiError error) {
        return error.script(call.api());
    }

    /** Begins like a normal answer and then reports a failure. */
    Script failing(Failure form) {
        if (!call.stream()) {
            return plain(format.broken(beginning(), form), Pace.AT_ONCE);
        }
        List<SseEvent> events = format.beginning(beginning());
        events.addAll(format.failure(form));
        return stream(events, Pace.AT_ONCE, Step.Ending.CLEAN);
    }

    /** Reports a failure before anything else, though with status 200. */
    Script failingFirst(Failure form) {
        return call.stream()
                ? stream(format.failure(form), Pace.AT_ONCE, Step.Ending.CLEAN)
                : plain(format.broken(beginning(), Failure.BARE), Pace.AT_ONCE);
    }

    /** Answers a plain error body with status 200, even where a stream was asked for. */
    Script errorBodyWithStatus200() {
        return plain(ApiError.PROVIDER_GONE.body(call.api()), Pace.AT_ONCE);
    }

    /** Begins like a normal answer and then stops in the given way. */
    Script stopping(Step.Ending ending) {
        if (call.stream()) {
            return stream(format.beginning(beginning()), Pace.AT_ONCE, ending);
        }
        return plain(format.whole(text(words())), Pace.AT_ONCE, ending, 2);
    }

    /** Sends the head and stops in the given way. */
    Script headThen(Step.Ending ending) {
        return head(Stream.of(new Step.Head(), BEFORE_RESET, ending));
    }

    /** Head, comment or padding, and then what the caller makes. */
    Script head(Stream<Step> steps) {
        Script script = Script.of(200, call.stream() ? Script.EVENTS : Script.JSON, steps);
        if (call.stream()) {
            script = script.with("Cache-Control", "no-cache");
        }
        return call.api() == Api.EMBEDDINGS ? script : script.with("X-Generation-Id", call.id());
    }

    /** What keeps the connection alive while the model thinks: a comment, or blanks before the JSON. */
    String beat() {
        return call.stream() ? call.api().comment() : PADDING;
    }

    Reply text(String text) {
        return logged(composer.verbatim(call, text));
    }

    private Reply beginning() {
        return text(words()).first(WORDS_BEFORE_FAULT);
    }

    private static String words() {
        return "This answer of the sandbox will not reach its end, and that is on purpose.";
    }

    private Reply logged(Reply reply) {
        generations.add(call, reply);
        return reply;
    }

    private Script script(Reply reply, Pace pace) {
        logged(reply);
        return call.stream() ? stream(format.events(reply), pace, Step.Ending.CLEAN) : plain(format.whole(reply), pace);
    }

    private Script plain(ObjectNode body, Pace pace) {
        return plain(body, pace, Step.Ending.CLEAN, 1);
    }

    private Script plain(ObjectNode body, Pace pace, Step.Ending ending, int divisor) {
        Buffer bytes = Buffer.buffer(Json.write(body));
        List<Step> steps = waiting(pace);
        steps.add(new Step.Bytes(bytes.getBuffer(0, bytes.length() / divisor)));
        return head(ended(steps, ending));
    }

    private Script stream(List<SseEvent> events, Pace pace, Step.Ending ending) {
        List<Step> steps = waiting(pace);
        for (int i = 0; i < events.size(); i++) {
            if (i == EVENTS_BEFORE_COMMENT) {
                steps.add(Step.Bytes.of(beat()));
            }
            steps.add(events.get(i).step());
            steps.add(new Step.Pause(pace.word()));
        }
        return head(ended(steps, ending));
    }

    private static Stream<Step> ended(List<Step> steps, Step.Ending ending) {
        if (ending == Step.Ending.RESET) {
            steps.add(BEFORE_RESET);
        }
        steps.add(ending);
        return steps.stream();
    }

    /** Head and heartbeats until the first token is due. */
    private List<Step> waiting(Pace pace) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Head());
        steps.add(Step.Bytes.of(beat()));
        long left = pace.first();
        for (; left > pace.beat(); left -= pace.beat()) {
            steps.add(new Step.Pause(pace.beat()));
            steps.add(Step.Bytes.of(beat()));
        }
        steps.add(new Step.Pause(left));
        return steps;
    }
}
