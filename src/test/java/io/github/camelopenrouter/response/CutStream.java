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
import io.github.camelopenrouter.call.CallWatch;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** An upstream's bytes, handed over in pieces of a given size and ended cleanly or by a reset. */
final class CutStream extends InputStream {

    static final BooleanSupplier STILL_THERE = () -> false;

    private final InputStream bytes;
    private final int piece;
    private final boolean reset;
    private boolean closed;

    CutStream(byte[] bytes, int length, int piece, boolean reset) {
        this.bytes = new ByteArrayInputStream(bytes, 0, length);
        this.piece = piece;
        this.reset = reset;
    }

    static CutStream clean(String text) {
        return clean(text, Integer.MAX_VALUE);
    }

    static CutStream clean(String text, int piece) {
        byte[] bytes = text.getBytes(UTF_8);
        return new CutStream(bytes, bytes.length, piece, false);
    }

    static CutStream reset(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new CutStream(bytes, bytes.length, Integer.MAX_VALUE, true);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("Read with read(byte[])");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = bytes.read(target, offset, Math.min(length, piece));
        if (read < 0 && reset) {
            throw new IOException("Connection reset");
        }
        return read;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** What has become of one stream. */
    record Passed(String text, List<ResponseFacts> reports) {

        ResponseFacts facts() {
            return reports.get(0);
        }
    }

    /** A watch that only knows whether the client has left. */
    static CallWatch watch(BooleanSupplier isAbandoned) {
        return new CallWatch() {
            @Override
            public void progress() {
                // nobody looks at clocks here
            }

            @Override
            public boolean isAbandoned() {
                return isAbandoned.getAsBoolean();
            }

            @Override
            public OpenRouterException failure() {
                return null;
            }
        };
    }

    /** Passes this upstream through an {@link EventStream} to its end. */
    Passed throughEventStream(Operation operation) throws IOException {
        return throughEventStream(operation, STILL_THERE);
    }

    Passed throughEventStream(Operation operation, BooleanSupplier isAbandoned) throws IOException {
        ResponseReport report = new ResponseReport();
        List<ResponseFacts> reports = new ArrayList<>();
        report.whenEnded(reports::add);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EventStream events = new EventStream(this, operation, watch(isAbandoned), report)) {
            events.transferTo(out);
        }
        return new Passed(out.toString(UTF_8), reports);
    }
}
