/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.call.CallWatch;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.error.TruncatedException;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * An upstream event stream on its way to the client: every byte as it came, but only whole events, and an error frame
 * instead of a silent end where the stream stops before it is whole.
 *
 * <p>The bytes of an unfinished event wait for its blank line up to {@link #LONGEST_WAIT}; a longer event flows as it
 * comes. Before the first {@link #read} everything that only announces can be held, and the call still be given up.
 */
public final class EventStream extends InputStream implements WholeEvents {

    /** An event up to this size goes out whole or not at all. */
    static final int LONGEST_WAIT = 64 * 1024;

    private static final String STREAM = "stream";

    private static final byte[] LINE_BREAKS = {'\n', '\n'};

    private final InputStream upstream;
    private final Operation operation;
    private final CallWatch watch;
    private final ResponseReport report;
    private final ResponseInspector answer;
    private final EventReader events;
    private final EventBuffer buffer = new EventBuffer();

    private ContentHold hold = new ContentHold();
    /** Whether an error has come before any content, and before the client had its status. */
    private boolean startsWithError;
    /** Whether a part of an unfinished event has been let out. */
    private boolean flowing;
    /** Whether no event need say that it is the last. */
    private boolean endsAnywhere;
    /** Whether somebody else tells the client where the stream breaks off. */
    private boolean silent;

    private boolean ended;
    /** Whether it is not known yet whether the answer becomes an error. */
    private boolean deciding;

    private @Nullable AccountErrors accounts;

    /**
     * @param watch told of every event, and asked why the stream broke when it did
     * @param report learns the facts when the stream has ended or is closed
     */
    public EventStream(InputStream upstream, Operation operation, CallWatch watch, ResponseReport report) {
        this.upstream = upstream;
        this.operation = operation;
        this.watch = watch;
        this.report = report;
        this.answer = new ResponseInspector(operation);
        this.events = new EventReader(answer);
    }

    /**
     * Waits until the first event with content is there, or so much of it that it cannot wait any longer. Events that only
     * announce are held until then, and go first; no longer than the client waits for its status, and no more of them
     * than there is room for.
     *
     * @throws IOException if the stream ends or breaks before that
     */
    public void awaitContent(ClientLink client) throws IOException {
        hold = new ContentHold(client);
        deciding = true;
        try {
            while (mustWait()) {
                if (receive() < 0) {
                    end(true);
                }
            }
        } catch (IOException e) {
            end(false);
            throw watch.isCut() ? e : new TruncatedException(STREAM, e);
        }
        hold.end();
        if (ended && answer.first() == ResponseInspector.First.NOTHING) {
            throw new TruncatedException(STREAM, null);
        }
        startsWithError = answer.first() == ResponseInspector.First.ERROR && !client.isCommitted();
        deciding = false;
        if (!startsWithError) {
            release(buffer.start(), buffer.ready());
        }
        report.begin(answer.facts(Outcome.OPEN));
    }

    /** Errors in it are shown as these want it, but for one that the whole answer becomes. */
    public void showErrorsBy(AccountErrors shown) {
        accounts = shown;
    }

    /** It is told how much has been written, in front of the bytes that say so. */
    public void meteredBy(OutputMeter meter) {
        answer.meteredBy(meter);
    }

    /** Nobody knows what ends this stream: a clean end between two events will do. */
    public void endsAnywhere() {
        endsAnywhere = true;
    }

    /** From now on a stream that breaks off just ends: who reads it tells its own reader, and knows by the report. */
    public void breakOffSilently() {
        silent = true;
    }

    /** Whether there is an error before any content; once the client has its status it passes like content. */
    public boolean startsWithError() {
        return startsWithError;
    }

    /** The data of the first event that does not only announce, its lines joined. */
    public byte[] firstData() {
        int end = events.firstEnd() < 0 ? buffer.filled() : events.firstEnd();
        return EventData.of(buffer.bytes(), events.firstStart(), end);
    }

    @Override
    public boolean isAtBoundary() {
        return !flowing && buffer.available() == 0;
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
        while (buffer.available() == 0) {
            if (ended) {
                return -1;
            }
            hold.giveBack();
            receiveOrEnd();
        }
        return buffer.take(target, offset, length);
    }

    @Override
    public int available() {
        return buffer.available();
    }

    @Override
    public void close() throws IOException {
        hold.giveBack();
        if (!ended) {
            report.end(answer.facts(closedAs())); // first: who reads the end asks for the facts
            ended = true;
        }
        upstream.close();
    }

    private boolean mustWait() {
        boolean undecided = !ended && !flowing && !hold.isOver() && answer.first() == ResponseInspector.First.NOTHING;
        return undecided && (buffer.available() == 0 || hold.keeps(events.events()));
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
        if (!buffer.makeRoom(hold.mostBytes(answer.showsContent(), buffer.ready(), LONGEST_WAIT))) {
            letGo();
            return 0;
        }
        int from = buffer.filled();
        int read = buffer.fill(upstream);
        if (read > 0) {
            hold.add(read);
            inspect(from, buffer.filled());
        }
        return read;
    }

    /** Makes room: releases what is held, or else lets the unfinished event flow in pieces. */
    private void letGo() {
        if (buffer.available() > 0) {
            hold.end();
        } else {
            flowing = true;
            buffer.release(buffer.filled());
        }
    }

    private void inspect(int from, int to) {
        long before = events.events();
        int boundary = events.feed(buffer.bytes(), from, to);
        if (flowing || events.events() > before) {
            watch.progress();
        }
        if (boundary > 0) {
            flowing = false;
            reportIfClosed();
            release(buffer.ready(), boundary);
        } else if (flowing) {
            buffer.release(to);
        }
    }

    /** In front of the bytes that tell the client so: nobody has seen an answer whose end nobody has heard of. */
    private void reportIfClosed() {
        if (answer.isClosed()) {
            report.end(answer.facts(closedAs()));
        }
    }

    /** What has gone out must end between two events: an unfinished one is dropped, or ended where it flows. */
    private void end(boolean clean) {
        ended = true;
        hold.giveBack();
        boolean wholeAtEnd = clean && events.endOfStream();
        boolean torn = flowing && !wholeAtEnd;
        boolean endsWell = clean && (wholeAtEnd || !torn && buffer.filled() == buffer.ready());
        if (!wholeAtEnd) {
            buffer.dropWaiting();
        }
        if (wholeAtEnd || torn && !silent) {
            buffer.append(LINE_BREAKS);
        }
        flowing = false;
        Outcome outcome = outcome(torn, endsWell);
        if (outcome == Outcome.TRUNCATED && !silent) {
            buffer.append(ErrorFrame.render(operation, answer, failure()));
        }
        release(buffer.ready(), buffer.filled());
        report.end(answer.facts(outcome));
    }

    /** Errors are few: what stands in front of the first costs nothing. */
    private void release(int from, int end) {
        int shown = end;
        if (accounts != null && !deciding && !flowing && answer.isErroneous()) {
            byte[] events = accounts.inEvents(operation, buffer.bytes(), from, end);
            buffer.replace(from, end, events);
            shown = from + events.length;
        }
        buffer.release(shown);
    }

    /** What a client is told whose stream has broken off. */
    public OpenRouterException failure() {
        OpenRouterException cut = watch.failure();
        return cut != null ? cut : OpenRouterException.truncated(STREAM);
    }

    /** Who has seen the last event may close the stream, or leave, and need not read that nothing follows. */
    private Outcome closedAs() {
        if (answer.isErroneous()) {
            return Outcome.ERROR;
        }
        return answer.isWhole() ? Outcome.COMPLETE : Outcome.ABANDONED;
    }

    /** @param endsWell whether it ended cleanly, between two events */
    private Outcome outcome(boolean torn, boolean endsWell) {
        if (answer.isErroneous()) {
            return Outcome.ERROR;
        }
        if (watch.isAbandoned()) {
            return closedAs();
        }
        boolean whole = answer.isWhole() && !torn || endsWell && (endsAnywhere || answer.hasCompleted());
        return whole ? Outcome.COMPLETE : Outcome.TRUNCATED;
    }
}
