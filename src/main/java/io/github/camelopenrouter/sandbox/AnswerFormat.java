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
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one answer in the form of one API. An instance serves one call; the events must be made in the order in which
 * they are sent, because some APIs number them.
 */
interface AnswerFormat {

    /** The answer in one piece. */
    ObjectNode whole(Reply reply);

    /** An answer in one piece that fails after its beginning. */
    ObjectNode broken(Reply beginning, Failure form);

    /** All events before the first word. */
    List<SseEvent> opening(Reply reply);

    SseEvent word(String word);

    /** All events after the last word, the terminator included. */
    List<SseEvent> closing(Reply reply);

    /** What a stream ends with when it fails, at the point it has reached. */
    List<SseEvent> failure(Failure form);

    default List<SseEvent> events(Reply reply) {
        List<SseEvent> events = beginning(reply);
        List<SseEvent> closing = new ArrayList<>(closing(reply));
        int sent = events.stream().mapToInt(SseEvent::tokens).sum();
        closing.set(0, closing.get(0).with(Math.max(0, reply.usage().completion() - sent)));
        events.addAll(closing);
        return events;
    }

    /** A stream up to its last word. What the model has thought in silence comes with its first. */
    default List<SseEvent> beginning(Reply reply) {
        List<SseEvent> events = new ArrayList<>(opening(reply));
        int silent = reply.reasons() ? 0 : reply.usage().reasoning();
        for (String word : reply.words()) {
            events.add(word(word).with(1 + silent));
            silent = 0;
        }
        return events;
    }
}
