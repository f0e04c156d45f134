/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import java.util.List;
import java.util.stream.Stream;

/** One call's answer on its way to a {@link Script}; what special models bend to their purpose. */
final class Answer {

    /** What answers say that break off, and after how many words they do. */
    private static final String BEGINNING =
            "This answer of the sandbox will not reach its end, and that is on purpose.";

    private static final int WORDS_BEFORE_FAULT = 3;

    private final Call call;
    private final AnswerFormat format;
    private final Delivery delivery;
    private final ReplyComposer composer;
    private final GenerationLog generations;

    Answer(Call call, ReplyComposer composer, GenerationLog generations) {
        this.call = call;
        this.format = call.api().format(call);
        this.delivery = new Delivery(call);
        this.composer = composer;
        this.generations = generations;
    }

    Call call() {
        return call;
    }

    AnswerFormat format() {
        return format;
    }

    Delivery delivery() {
        return delivery;
    }

    /** The answer as OpenRouter gives it. */
    Script normal(Pace pace) {
        return script(logged(composer.compose(call)), pace);
    }

    Script normal() {
        return normal(Pace.AT_ONCE);
    }

    /** The same with a text of one's own choice. */
    Script saying(String text) {
        return script(reply(text), Pace.AT_ONCE);
    }

    Script error(ApiError error) {
        return error.script(call.api());
    }

    /** Begins like a normal answer and then reports a failure. */
    Script failing(Failure form) {
        if (!call.stream()) {
            return delivery.body(format.broken(beginning(), form), Pace.AT_ONCE);
        }
        List<SseEvent> events = format.beginning(beginning());
        events.addAll(format.failure(form));
        return delivery.stream(events, Pace.AT_ONCE, Step.Ending.CLEAN);
    }

    /** Reports a failure before anything else, though with status 200. */
    Script failingFirst(Failure form) {
        return call.stream()
                ? delivery.stream(format.failure(form), Pace.AT_ONCE, Step.Ending.CLEAN)
                : errorBodyWithStatus200();
    }

    /** Answers a plain error body with status 200, even where a stream was asked for. */
    Script errorBodyWithStatus200() {
        Script script = delivery.body(ApiError.PROVIDER_GONE.body(call.api()), Pace.AT_ONCE);
        return script.with("Content-Type", Script.JSON);
    }

    /** Begins like a normal answer and then stops in the given way. */
    Script stopping(Step.Ending ending) {
        return call.stream()
                ? delivery.stream(format.beginning(beginning()), Pace.AT_ONCE, ending)
                : delivery.half(format.whole(reply(BEGINNING)), ending);
    }

    /** Sends the head and stops in the given way. */
    Script headThen(Step.Ending ending) {
        return delivery.head(Stream.of(new Step.Head(), Delivery.BEFORE_RESET, ending));
    }

    Reply reply(String text) {
        return logged(composer.verbatim(call, text));
    }

    private Reply beginning() {
        return reply(BEGINNING).first(WORDS_BEFORE_FAULT);
    }

    private Reply logged(Reply reply) {
        generations.add(call, reply);
        return reply;
    }

    private Script script(Reply reply, Pace pace) {
        return call.stream()
                ? delivery.stream(format.events(reply), pace, Step.Ending.CLEAN)
                : delivery.body(format.whole(reply), pace);
    }
}
