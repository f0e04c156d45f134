/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.stream;

import io.github.camelopenrouter.config.Operation;
import io.github.camelopenrouter.stream.ResponseFacts.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * An upstream event stream on its way to the client: every byte as it came, but only whole events, and an error frame
 * instead of a silent end where the stream stops before it is whole.
 *
 * <p>The bytes of an unfinished event wait for its blank line up to {@link #LONGEST_WAIT}; a longer event flows as it
 * comes. Before the first {@link #read} the first event can be looked at, and the call still be given up.
 */
public final class EventStream extends InputStream {

    /** An event up to this size goes out whole or not at all; comments held before the first event, too. */
    static final int LONGEST_WAIT = 64 * 1024;

    private static final byte[] LINE_BREAKS = {'\n', '\n'};
    private static final int FIRST_SIZE = 8 * 1024;

    private final InputStream upstream;
    private final Operation operation;
    private final BooleanSupplier isAbandoned;
    private final ResponseReport report;
    private final AnswerReader answer;
    private final EventReader events;

    private byte[] buffer = new byte[FIRST_SIZE];
    /** The next byte for the reader. */
    private int start;
    /** The end of what may go out. */
    private int ready;
    /** The end of what has come in. */
    private int filled;
    /** Behind the first event, as long as nothing has been read; -1 while there is none. */
    private int firstEnd = -1;

    private boolean flowing;
    private boolean ended;

    /**
     * @param isAbandoned whether the client has left, which breaks the upstream too but is no failure of its
     * @param report learns the facts when the stream has ended or is closed
     */
    public EventStream(InputStream upstream, Operation operation, BooleanSupplier isAbandoned, ResponseReport report) {
        this.upstream = upstream;
        this.operation = operation;
        this.isAbandoned = isAbandoned;
        this.report = report;
        this.answer = new AnswerReader(operation);
        this.events = new EventReader(answer);
    }

    /**
     * Waits until the first event that is no comment is there, or so much of it that it cannot wait any longer.
     *
     * @throws IOException if the stream ends or breaks before that
     */
    public void awaitFirstEvent() throws IOException {
        while (events.events() == 0 && !flowing) {
            if (receive() < 0) {
                throw new IOException("The stream ended before its first event");
            }
        }
    }

    /** Whether the first event is an error and nothing else. */
    public boolean startsWithError() {
        return events.isFirstAnError();
    }

    /** The data of the first event, its lines joined. */
    public byte[] firstData() {
        return EventData.of(buffer, start, firstEnd);
    }

    /** Whether what has been read from here so far ends with a whole event: only then may anything be put between. */
    public boolean isAtBoundary() {
        return !flowing && start == ready;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (start == ready) {
            if (ended) {
                return -1;
            }
            receiveOrEnd();
        }
        int count = Math.min(length, ready - start);
        System.arraycopy(buffer, start, target, offset, count);
        start += count;
        return count;
    }

    @Override
    public int available() {
        return ready - start;
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            ended = true;
            report.end(answer.facts(Outcome.ABANDONED, events.events()));
        }
        upstream.close();
    }

    private void receiveOrEnd() {
        try {
            if (receive() < 0) {
                end(true);
            }
        } catch (IOException e) {
            end(false); // the client learns it from the error frame, later steps from the facts
        }
    }

    private int receive() throws IOException {
        makeRoom();
        if (filled == buffer.length) {
            flowing = true;
            ready = filled;
            return 0;
        }
        int read = upstream.read(buffer, filled, buffer.length - filled);
        if (read > 0) {
            inspect(filled + read);
        }
        return read;
    }

    private void inspect(int end) {
        boolean first = events.events() == 0;
        int boundary = events.feed(buffer, filled, end);
        filled = end;
        if (first) {
            firstEnd = events.firstEnd();
        }
        if (boundary > 0) {
            flowing = false;
            ready = boundary;
        } else if (flowing) {
            ready = end;
        }
    }

    /** Keeps what has not gone out, drops comments that nobody has waited for, and grows up to the longest wait. */
    private void makeRoom() {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, filled - start);
            ready -= start;
            filled -= start;
            start = 0;
        }
        if (filled < buffer.length) {
            return;
        }
        if (buffer.length < LONGEST_WAIT) {
            buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, LONGEST_WAIT));
        } else if (events.events() == 0 && ready > 0) {
            start = ready;
            makeRoom();
        }
    }

    private void end(boolean clean) {
        ended = true;
        Outcome outcome = outcome();
        if (outcome == Outcome.TRUNCATED) {
            byte[] tail = ErrorFrame.render(
                    operation, answer, 502, "upstream_error", "OpenRouter ended the stream before it was complete.");
            replaceUnfinished(tail);
        } else if (clean) {
            ready = filled;
        }
        report.end(answer.facts(outcome, events.events()));
    }

    private Outcome outcome() {
        if (isAbandoned.getAsBoolean()) {
            return Outcome.ABANDONED;
        }
        if (answer.isErroneous()) {
            return Outcome.ERROR;
        }
        return answer.isWhole() ? Outcome.COMPLETE : Outcome.TRUNCATED;
    }

    /** Everything that was ready has gone out when a stream ends: only an unfinished event is left. */
    private void replaceUnfinished(byte[] frame) {
        byte[] separator = flowing ? LINE_BREAKS : new byte[0];
        buffer = Arrays.copyOf(separator, separator.length + frame.length);
        System.arraycopy(frame, 0, buffer, separator.length, frame.length);
        start = 0;
        ready = buffer.length;
        filled = buffer.length;
    }
}
