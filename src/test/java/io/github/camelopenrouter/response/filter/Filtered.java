/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.call.ByteBudget;
import io.github.camelopenrouter.call.CallWatch;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.response.EventStream;
import io.github.camelopenrouter.response.JsonResponse;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.spi.ResponseFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** An answer that comes in pieces of a given size, and what filters let through of it. */
final class Filtered {

    static final int WHOLE = 8 * 1024;

    private final Upstream upstream;
    private final ResponseReport received = new ResponseReport();
    private final ResponseReport report = new ResponseReport();
    final ClientLink client = new ClientLink();
    final InputStream stream;

    private Filtered(Operation operation, Upstream upstream, ByteBudget.Account account, ResponseFilter... filters) {
        this.upstream = upstream;
        client.countIn(account);
        EventStream events = new EventStream(upstream, operation, new WatchOfClient(), received);
        stream = new CallFilters(List.of(filters)).stream(events, operation, client, received, report);
    }

    static Filtered stream(Operation operation, String text, int piece, ResponseFilter... filters) {
        return new Filtered(operation, new Upstream(text, piece, false), uncounted(), filters);
    }

    /** Byte by byte, and what is held counts. */
    static Filtered counted(ByteBudget budget, Operation operation, String text, ResponseFilter... filters) {
        return countedIn(budget.open(), operation, text, filters);
    }

    static Filtered countedIn(ByteBudget.Account account, Operation operation, String text, ResponseFilter... filters) {
        return new Filtered(operation, new Upstream(text, 1, false), account, filters);
    }

    private static ByteBudget.Account uncounted() {
        return new ByteBudget(Long.MAX_VALUE).open();
    }

    static Filtered stream(Operation operation, String text, ResponseFilter... filters) {
        return stream(operation, text, WHOLE, filters);
    }

    /** One that breaks off behind these bytes. */
    static Filtered reset(Operation operation, String text, ResponseFilter... filters) {
        return new Filtered(operation, new Upstream(text, WHOLE, true), uncounted(), filters);
    }

    /** What comes from this stream, which is closed so. */
    static Filtered of(Operation operation, InputStream bytes, Runnable close, ResponseFilter... filters) {
        return new Filtered(operation, new Upstream(bytes, WHOLE, false, close), uncounted(), filters);
    }

    /** What becomes of a plain body. */
    static Plain plain(Operation operation, String text, ResponseFilter... filters) throws IOException {
        return plain(operation, text, new ClientLink(), filters);
    }

    static Plain plain(Operation operation, String text, ClientLink client, ResponseFilter... filters)
            throws IOException {
        Upstream upstream = new Upstream(text, WHOLE, false);
        ResponseReport received = new ResponseReport();
        ResponseReport report = new ResponseReport();
        JsonResponse answer = new JsonResponse(upstream, operation, new Watch(), received);
        answer.awaitStart();
        Object body = new CallFilters(List.of(filters)).body(answer, operation, client, received, () -> report);
        byte[] bytes = body instanceof InputStream rest ? rest.readAllBytes() : (byte[]) body;
        return new Plain(new String(bytes, UTF_8), report.facts(), upstream.closed);
    }

    record Plain(String text, ResponseFacts facts, boolean upstreamClosed) {}

    /** Everything up to the end. */
    String text() throws IOException {
        return new String(stream.readAllBytes(), UTF_8);
    }

    /** The same where the reader may be cut off. */
    String textOrNone() {
        try {
            return text();
        } catch (IOException e) {
            return "";
        }
    }

    /** What there is at once. */
    String next() throws IOException {
        byte[] piece = new byte[256 * 1024];
        int read = stream.read(piece);
        return read < 0 ? null : new String(piece, 0, read, UTF_8);
    }

    /** How it has ended for its client, null as long as it has not. */
    ResponseFacts facts() {
        return report.facts();
    }

    /** How it has ended as it came. */
    ResponseFacts received() {
        return received.facts();
    }

    boolean isUpstreamClosed() {
        return upstream.closed;
    }

    void close() throws IOException {
        stream.close();
    }

    private static final class Upstream extends InputStream {

        private final InputStream bytes;
        private final int piece;
        private final boolean reset;
        private final Runnable close;
        private volatile boolean closed;

        Upstream(String text, int piece, boolean reset) {
            this(new ByteArrayInputStream(text.getBytes(UTF_8)), piece, reset, () -> {});
        }

        Upstream(InputStream bytes, int piece, boolean reset, Runnable close) {
            this.bytes = bytes;
            this.piece = piece;
            this.reset = reset;
            this.close = close;
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
            close.run();
        }
    }

    private final class WatchOfClient extends Watch {
        @Override
        public boolean isAbandoned() {
            return client.isGone();
        }
    }

    private static class Watch implements CallWatch {
        @Override
        public void progress() {
            // nobody looks at clocks here
        }

        @Override
        public boolean isAbandoned() {
            return false;
        }

        @Override
        public OpenRouterException failure() {
            return null;
        }
    }
}
