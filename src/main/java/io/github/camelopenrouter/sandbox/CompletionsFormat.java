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
import java.util.List;

/** The legacy {@code /completions}: one object for whole answers and chunks alike. */
final class CompletionsFormat implements AnswerFormat {

    private static final String OBJECT = "text_completion";

    private final Envelope envelope;

    CompletionsFormat(Call call) {
        envelope = new Envelope(call);
    }

    @Override
    public ObjectNode whole(Reply reply) {
        ObjectNode choice = choice(reply.text());
        if (reply.reasons()) {
            choice.put("reasoning", reply.reasoningText());
        }
        ObjectNode body = envelope.chunk(OBJECT, envelope.finish(choice, reply));
        return body.set("usage", reply.usage().chat());
    }

    @Override
    public ObjectNode broken(Reply beginning, Failure form) {
        Failure whole = form == Failure.CHUNK ? Failure.IN_CHOICE : form;
        return envelope.failed(OBJECT, choice(beginning.text()), whole);
    }

    @Override
    public List<SseEvent> opening(Reply reply) {
        return reply.reasoning().stream()
                .map(word -> SseEvent.of(envelope.chunk(OBJECT, choice("").put("reasoning", word)))
                        .with(1))
                .toList();
    }

    @Override
    public SseEvent word(String word) {
        return SseEvent.of(envelope.chunk(OBJECT, choice(word)));
    }

    @Override
    public List<SseEvent> closing(Reply reply) {
        return List.of(
                SseEvent.of(envelope.chunk(OBJECT, envelope.finish(choice(""), reply))),
                SseEvent.of(envelope.usage(OBJECT, choice(""), reply)),
                SseEvent.DONE);
    }

    @Override
    public List<SseEvent> failure(Failure form) {
        return List.of(SseEvent.of(envelope.failed(OBJECT, choice(""), form)));
    }

    private static ObjectNode choice(String text) {
        return Json.object()
                .put("index", 0)
                .put("text", text)
                .putNull("logprobs")
                .putNull("finish_reason")
                .putNull("native_finish_reason");
    }
}
