/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.bench;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.call.CallWatch;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.response.EventStream;
import io.github.camelopenrouter.response.JsonResponse;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.response.filter.ResponseFilters;
import io.github.camelopenrouter.spi.ResponseEnd;
import io.github.camelopenrouter.spi.ResponseEvent;
import io.github.camelopenrouter.spi.ResponseFilter;
import io.github.camelopenrouter.spi.ResponseFilterFactory;
import io.github.camelopenrouter.spi.ResponseText;
import io.github.camelopenrouter.spi.ResponseVerdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The response inspection: a plain answer of 1 kB, and one event of a chat stream that comes event by event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class AnswerBenchmark {

    private static final CallWatch NOBODY = new CallWatch() {
        @Override
        public void progress() {
            // nobody watches
        }

        @Override
        public boolean isAbandoned() {
            return false;
        }

        @Override
        public OpenRouterException failure() {
            return null;
        }
    };

    private final byte[] plain = Bodies.answer(1000);
    private final byte[][] events = Bodies.events(Bodies.EVENTS);
    private final byte[] piece = new byte[16 * 1024];
    private final CamelContext context = new DefaultCamelContext();
    private final ResponseFilters filters = new ResponseFilters(context);

    @Setup
    public void bind() {
        context.getRegistry().bind("filter", (ResponseFilterFactory) call -> new Looking());
    }

    @Benchmark
    public Object plainAnswer() throws IOException {
        JsonResponse answer = new JsonResponse(
                new ByteArrayInputStream(plain), Operation.CHAT_COMPLETIONS, NOBODY, new ResponseReport());
        answer.awaitStart();
        return answer.isError() ? null : answer.whole();
    }

    /** Time and bytes are those of one event. */
    @Benchmark
    @OperationsPerInvocation(Bodies.EVENTS)
    public long event() throws IOException {
        long bytes = 0;
        try (InputStream stream =
                new EventStream(new Pieces(events), Operation.CHAT_COMPLETIONS, NOBODY, new ResponseReport())) {
            for (int read = stream.read(piece); read >= 0; read = stream.read(piece)) {
                bytes += read;
            }
        }
        return bytes;
    }

    /** The same with a filter that looks at each text and lets it pass. */
    @Benchmark
    @OperationsPerInvocation(Bodies.EVENTS)
    public long filteredEvent() throws IOException {
        long bytes = 0;
        ResponseReport received = new ResponseReport();
        EventStream events = new EventStream(new Pieces(this.events), Operation.CHAT_COMPLETIONS, NOBODY, received);
        try (InputStream stream = filters.of(new DefaultExchange(context)).stream(
                events, Operation.CHAT_COMPLETIONS, new ClientLink(), received, new ResponseReport())) {
            for (int read = stream.read(piece); read >= 0; read = stream.read(piece)) {
                bytes += read;
            }
        }
        return bytes;
    }

    private static final class Looking implements ResponseFilter {
        @Override
        public ResponseVerdict judge(ResponseEvent event) {
            for (ResponseText text : event.texts()) {
                if (text.text().contains("nobody says this")) {
                    return ResponseVerdict.end("No.");
                }
            }
            return ResponseVerdict.PASS;
        }

        @Override
        public ResponseVerdict end(ResponseEnd end) {
            return ResponseVerdict.PASS;
        }
    }

    /** Gives one event with each read, as a model does that writes token by token. */
    private static final class Pieces extends InputStream {

        private final byte[][] pieces;
        private int next;

        Pieces(byte[][] pieces) {
            this.pieces = pieces;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("Pieces are read as a whole");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (next == pieces.length) {
                return -1;
            }
            byte[] piece = pieces[next++];
            System.arraycopy(piece, 0, target, offset, piece.length);
            return piece.length;
        }
    }
}
