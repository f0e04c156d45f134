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
import java.util.function.Function;
import java.util.stream.Stream;

/** One call's answer on its way to a {@link Script}; what special models bend to their purpose. */
final class Answer {

    /** What answers say that break off, and after how many words they do. */
    private static final String BEGINNING =
            "This answer of the sandbox will not reach its end, and that is on purpose.";

    private static final int WORDS_BEFORE_FAULT = 3;

    /** The events that tell the usage and the end: behind them nothing is generated. */
    private static final int LAST_EVENTS = 2;

    private final Call call;
    private final AnswerFormat format;
    private final Charge charge;
    private final Delivery delivery;
    private final ReplyComposer composer;

    Answer(Call call, ReplyComposer composer, Charge charge) {
        this.call = call;
        this.format = call.api().format(call);
        this.charge = charge;
        this.delivery = new Delivery(call, charge);
        this.composer = composer;
    }

    Call call() {
        return call;
    }

    Charge charge() {
        return charge;
    }

    AnswerFormat format() {
        return format;
    }

    Delivery delivery() {
        return delivery;
    }

    /** The answer as OpenRouter gives it. */
    Script normal(Pace pace) {
        return script(begun(composer.compose(call)), pace);
    }

    Script normal() {
        return normal(Pace.AT_ONCE);
    }

    /** The same with a text of one's own choice. */
    Script saying(String text) {
        return script(reply(text), Pace.AT_ONCE);
    }

    /** These words, or as many of them as the request lets come. */
    Reply writing(List<String> words) {
        return begun(composer.words(call, words));
    }

    /** The same as OpenRouter's own cache gives it: all tokens and the cost are zero. */
    Script cached() {
        charge.cached();
        return script(begun(composer.compose(call).costing(Usage.NONE)), Pace.AT_ONCE);
    }

    Script error(ApiError error) {
        return error.script(call.api());
    }

    /** A provider that had worked before it failed, and bills for it: the answer that {@code failing} gives. */
    Script billed(Function<Answer, Script> failing) {
        charge.failuresCost();
        begun(composer.compose(call));
        return failing.apply(this).with("X-Generation-Id", call.id());
    }

    /** An error status that is sent after the model had begun. */
    Script lateError(ApiError error) {
        return error(error).after(new Step.Effect(charge::failed));
    }

    /** Begins like a normal answer and then reports a failure. */
    Script failing(Failure form) {
        if (!call.stream()) {
            return delivery.body(format.broken(beginning(), form), Pace.AT_ONCE, charge::failed);
        }
        List<SseEvent> events = format.beginning(beginning());
        List<SseEvent> failure = format.failure(form);
        events.addAll(failure);
        return delivery.stream(events, Pace.AT_ONCE, Step.Ending.CLEAN, failure.size(), charge::failed);
    }

    /** Reports a failure before anything else, though with status 200. */
    Script failingFirst(Failure form) {
        if (!call.stream()) {
            return errorBodyWithStatus200();
        }
        reply(BEGINNING);
        List<SseEvent> failure = format.failure(form);
        return delivery.stream(failure, Pace.AT_ONCE, Step.Ending.CLEAN, failure.size(), charge::failed);
    }

    /** Answers a plain error body with status 200, even where a stream was asked for. */
    Script errorBodyWithStatus200() {
        reply(BEGINNING);
        Script script = delivery.body(ApiError.PROVIDER_GONE.body(call.api()), Pace.AT_ONCE, charge::failed);
        return script.with("Content-Type", Script.JSON);
    }

    /** Begins like a normal answer and then stops in the given way. */
    Script stopping(Step.Ending ending) {
        Runnable booking = ending == Step.Ending.HANG ? () -> {} : charge::truncated;
        return call.stream()
                ? delivery.stream(format.beginning(beginning()), Pace.AT_ONCE, ending, 0, booking)
                : delivery.half(format.whole(reply(BEGINNING)), ending, booking);
    }

    /** Sends the head and stops in the given way. */
    Script headThen(Step.Ending ending) {
        charge.begin(Usage.NONE, Finish.STOP);
        Step booking = new Step.Effect(charge::truncated);
        return delivery.head(Stream.of(booking, new Step.Head(), Delivery.BEFORE_RESET, ending));
    }

    Reply reply(String text) {
        return begun(composer.verbatim(call, text));
    }

    private Reply beginning() {
        return reply(BEGINNING).first(WORDS_BEFORE_FAULT);
    }

    /** Of two replies to one call the first is billed. */
    private Reply begun(Reply reply) {
        charge.begin(reply.usage(), reply.finish());
        return reply;
    }

    private Script script(Reply reply, Pace pace) {
        return call.stream()
                ? delivery.stream(format.events(reply), pace, Step.Ending.CLEAN, LAST_EVENTS, charge::complete)
                : delivery.body(format.whole(reply), pace, charge::complete);
    }
}
