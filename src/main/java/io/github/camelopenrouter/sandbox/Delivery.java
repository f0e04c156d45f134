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

/** Puts an answer on the wire the way OpenRouter does: head at once, heartbeats, then the answer at some pace. */
final class Delivery {

    /** Lets what was written arrive before a reset could overtake it. */
    static final Step BEFORE_RESET = new Step.Pause(50);

    /** After so many events comes a comment, as it does on the real thing when a model pauses. */
    private static final int EVENTS_BEFORE_COMMENT = 3;

    private static final String PADDING = "\n         \n";

    private final Call call;
    private final Charge charge;

    Delivery(Call call, Charge charge) {
        this.call = call;
        this.charge = charge;
    }

    /** Status 200 and its headers around any steps. */
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

    /** A JSON body even where a stream was asked for; {@code booking} says before it how the call has ended. */
    Script body(ObjectNode body, Pace pace, Runnable booking) {
        List<Step> steps = waiting(pace, PADDING);
        steps.add(new Step.Effect(booking));
        steps.add(Step.Bytes.of(Json.write(body)));
        return ended(steps, Step.Ending.CLEAN);
    }

    /** The first half of a JSON body. */
    Script half(ObjectNode body, Step.Ending ending, Runnable booking) {
        Buffer bytes = Buffer.buffer(Json.write(body));
        List<Step> steps = waiting(Pace.AT_ONCE, PADDING);
        steps.add(new Step.Effect(booking));
        steps.add(new Step.Bytes(bytes.getBuffer(0, bytes.length() / 2)));
        return ended(steps, ending);
    }

    /** The model has ended before the last {@code after} events: {@code booking} says how. */
    Script stream(List<SseEvent> events, Pace pace, Step.Ending ending, int after, Runnable booking) {
        List<Step> steps = waiting(pace, beat());
        for (int i = 0; i < events.size(); i++) {
            if (i == EVENTS_BEFORE_COMMENT) {
                steps.add(Step.Bytes.of(beat()));
            }
            if (i == events.size() - after) {
                steps.add(new Step.Effect(booking));
            }
            add(events.get(i), steps);
            steps.add(new Step.Pause(pace.word()));
        }
        if (after == 0) {
            steps.add(new Step.Effect(booking));
        }
        return ended(steps, ending);
    }

    private void add(SseEvent event, List<Step> steps) {
        if (event.tokens() > 0) {
            steps.add(new Step.Effect(() -> charge.sent(event.tokens())));
        }
        steps.add(event.step());
    }

    private Script ended(List<Step> steps, Step.Ending ending) {
        if (ending == Step.Ending.RESET) {
            steps.add(BEFORE_RESET);
        }
        steps.add(ending);
        return head(steps.stream());
    }

    /** Head and heartbeats until the first token is due. */
    private static List<Step> waiting(Pace pace, String beat) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Head());
        steps.add(Step.Bytes.of(beat));
        long left = pace.first();
        for (; left > pace.beat(); left -= pace.beat()) {
            steps.add(new Step.Pause(pace.beat()));
            steps.add(Step.Bytes.of(beat));
        }
        steps.add(new Step.Pause(left));
        return steps;
    }
}
