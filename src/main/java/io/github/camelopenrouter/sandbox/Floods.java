/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.stream.Stream;

/** Answers that are too much: endless ones, and one event that is larger than any sensible buffer. */
final class Floods {

    private static final int HUGE_BYTES = 40 * 1024 * 1024;
    private static final Step PIECE = Step.Bytes.of("x".repeat(64 * 1024));
    private static final long PIECES = HUGE_BYTES / (64 * 1024);
    private static final long COMMENT_MILLIS = 100;
    /** Where in a normal answer the flood breaks in. */
    private static final String MARK = "(filler)";

    private static final int WORDS = 100_000;
    private static final String WORD = " again";

    private Floods() {}

    /** As many words as the longest answers of real models have, or as many as are asked for. */
    static Script longAnswer(Answer answer) {
        Reply reply = answer.writing(Collections.nCopies(WORDS, WORD));
        if (!answer.call().stream()) {
            return answer.delivery().body(answer.format().whole(reply), Pace.AT_ONCE, answer.charge()::complete);
        }
        Stream<Step> opening = answer.format().opening(reply).stream().flatMap(event -> billed(answer, event));
        Stream<Step> words = reply.words().stream()
                .flatMap(word -> billed(answer, answer.format().word(word).with(1)));
        Stream<Step> closing = Stream.of(new Step.Effect(answer.charge()::complete))
                .flatMap(booking -> Stream.concat(
                        Stream.of(booking),
                        answer.format().closing(reply).stream().map(SseEvent::step)));
        return answer.delivery()
                .head(Stream.concat(
                        Stream.concat(opening, words), Stream.concat(closing, Stream.of(Step.Ending.CLEAN))));
    }

    private static Stream<Step> billed(Answer answer, SseEvent event) {
        return Stream.of(new Step.Effect(() -> answer.charge().sent(event.tokens())), event.step());
    }

    static Script comments(Answer answer) {
        answer.charge().begin(Usage.NONE, Finish.STOP);
        Step beat = Step.Bytes.of(answer.delivery().beat());
        return answer.delivery()
                .head(Stream.generate(() -> Stream.of(beat, new Step.Pause(COMMENT_MILLIS)))
                        .flatMap(both -> both));
    }

    static Script hugeLine(Answer answer) {
        boolean[] done = new boolean[1];
        return answer.saying(MARK).rewrite(buffer -> {
            String text = buffer.toString();
            int mark = text.indexOf(MARK);
            if (mark < 0 || done[0]) {
                return Stream.of(new Step.Bytes(buffer));
            }
            done[0] = true;
            return around(text, mark, Collections.nCopies((int) PIECES, PIECE).stream());
        });
    }

    private static Stream<Step> around(String text, int mark, Stream<Step> filler) {
        Step before = Step.Bytes.of(text.substring(0, mark));
        Step after = Step.Bytes.of(text.substring(mark + MARK.length()));
        return Stream.concat(Stream.concat(Stream.of(before), filler), Stream.of(after));
    }

    /** Without a stream: a text that never ends inside a JSON body that never ends. */
    static Script endless(Answer answer) {
        if (answer.call().stream()) {
            Stream<Step> opening =
                    answer.format().opening(answer.reply(MARK)).stream().map(SseEvent::step);
            Step billing = new Step.Effect(() -> answer.charge().sent(1));
            Stream<Step> words = Stream.generate(
                            () -> Stream.of(billing, answer.format().word(WORD).step()))
                    .flatMap(both -> both);
            return answer.delivery().head(Stream.concat(opening, words));
        }
        String body = Json.write(answer.format().whole(answer.reply(MARK)));
        int mark = body.indexOf(MARK);
        Buffer beginning = Buffer.buffer(body.substring(0, mark < 0 ? body.length() - 1 : mark));
        Step filler = Step.Bytes.of(mark < 0 ? "    " : " again");
        return answer.delivery()
                .head(Stream.concat(Stream.of(new Step.Bytes(beginning)), Stream.generate(() -> filler)));
    }
}
