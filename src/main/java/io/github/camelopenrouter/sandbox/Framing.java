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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The same answer in other chunks, line ends or encodings: everything a reader of streams must not care about. */
final class Framing {

    private static final long DRIP_MILLIS = 20;
    private static final long BETWEEN_PIECES_MILLIS = 2;

    private Framing() {}

    static Script oneByteChunks(Script script) {
        return script.rewrite(Framing::bytes);
    }

    static Script drip(Script script) {
        return script.rewrite(buffer -> bytes(buffer).flatMap(one -> Stream.of(new Step.Pause(DRIP_MILLIS), one)));
    }

    /** Cuts inside every character that is longer than a byte, with pauses, so that the pieces travel apart. */
    static Script cutInsideCharacters(Script script) {
        return script.rewrite(buffer -> {
            List<Step> steps = new ArrayList<>();
            int begin = 0;
            for (int at = 1; at < buffer.length(); at++) {
                if (isContinuation(buffer.getByte(at)) && !isContinuation(buffer.getByte(at - 1))) {
                    steps.add(new Step.Bytes(buffer.getBuffer(begin, at)));
                    steps.add(new Step.Pause(BETWEEN_PIECES_MILLIS));
                    begin = at;
                }
            }
            steps.add(new Step.Bytes(buffer.getBuffer(begin, buffer.length())));
            return steps.stream();
        });
    }

    static Script crlf(Script script) {
        return script.rewrite(
                buffer -> Stream.of(Step.Bytes.of(buffer.toString().replace("\n", "\r\n"))));
    }

    /** Spreads each event's JSON over several {@code data:} lines, which a reader joins with line feeds. */
    static Script multiData(Script script) {
        return script.rewrite(buffer -> Stream.of(Step.Bytes.of(multiData(buffer.toString()))));
    }

    private static String multiData(String event) {
        int data = event.indexOf("data: {");
        if (data < 0) {
            return event;
        }
        String json = event.substring(data + "data: ".length()).trim();
        String lines = Json.pretty(Json.parse(json))
                .lines()
                .map(line -> "data: " + line)
                .collect(Collectors.joining("\n"));
        return event.substring(0, data) + lines + "\n\n";
    }

    private static Stream<Step> bytes(Buffer buffer) {
        return IntStream.range(0, buffer.length()).mapToObj(at -> new Step.Bytes(buffer.getBuffer(at, at + 1)));
    }

    private static boolean isContinuation(byte value) {
        return (value & 0xC0) == 0x80;
    }
}
