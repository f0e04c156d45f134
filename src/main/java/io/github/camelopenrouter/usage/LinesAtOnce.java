/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Lines that go to the file in one write; for one thread at a time. */
final class LinesAtOnce {

    /** So many bytes, and the line that exceeds them. */
    private static final int MOST = 32 * 1024;

    private final UnaryOperator<byte[]> last;
    private final List<WaitingLine> lines = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * MOST);

    /** @param last what becomes of each line right before it is written */
    LinesAtOnce(UnaryOperator<byte[]> last) {
        this.last = last;
    }

    /** Begins anew with this one. */
    void begin(WaitingLine line) {
        lines.clear();
        bytes.reset();
        take(line);
    }

    /**
     * Takes as many more as there are.
     *
     * @param room what the file has left, in bytes; the line that exceeds it is the last
     */
    void takeMore(WaitingLines<WaitingLine> waiting, long room) {
        while (bytes.size() < Math.min(MOST, room)) {
            WaitingLine next = waiting.poll();
            if (next == null) {
                return;
            }
            take(next);
        }
    }

    private void take(WaitingLine line) {
        if (line.prepare(last)) {
            lines.add(line);
            bytes.writeBytes(line.bytes);
        }
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    byte[] bytes() {
        return lines.size() == 1 ? lines.get(0).bytes : bytes.toByteArray();
    }

    /**
     * Tells who waits for a line that it is lost, and of the others whoever asks.
     *
     * @param arrived so many bytes are written: a disk that becomes full takes a part
     */
    void lost(IOException why, long arrived, Consumer<WaitingLine> nobodyWaitsFor) {
        long end = 0;
        for (WaitingLine line : lines) {
            end += line.bytes.length;
            if (end <= arrived) {
                continue;
            }
            if (line.kind == WaitingLine.Kind.AWAITED) {
                line.failed(why);
            } else {
                nobodyWaitsFor.accept(line);
            }
        }
    }
}
