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
import io.github.camelopenrouter.error.TruncatedException;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A plain JSON answer on its way to the client: every byte as it came. Most answers are short and are there as a whole
 * before anything is promised to the client; of a long one the first {@link #LONGEST_WAIT} bytes are looked at, and the
 * rest is read as it passes.
 */
public final class JsonResponse extends InputStream {

    /** What is held back to find an error in it; heartbeats beyond it are dropped. */
    static final int LONGEST_WAIT = 64 * 1024;

    /** Room for an answer of which nothing is there yet. */
    private static final int USUAL_SIZE = 8 * 1024;

    private static final byte[] NOTHING = new byte[0];

    private final InputStream upstream;
    private final CallWatch watch;
    private final ResponseReport report;
    private final ResponseInspector answer;

    private byte[] held = NOTHING;
    private int start;
    private int filled;
    /** Whether anything but heartbeats has come. */
    private boolean begun;
    /** Whether its JSON object has come to its end. */
    private boolean whole;
    /** The last byte that has come and is no white space. */
    private byte last;

    private boolean ended;

    /**
     * @param watch told of what comes but heartbeats, and whether the client has left
     * @param report learns the facts when the answer has ended or is closed
     */
    public JsonResponse(InputStream upstream, Operation operation, CallWatch watch, ResponseReport report) {
        this.upstream = upstream;
        this.watch = watch;
        this.report = report;
        this.answer = new ResponseInspector(operation);
        answer.begin();
    }

    /**
     * Reads up to the end of the answer or the longest wait, whichever comes first.
     *
     * @throws IOException if the answer breaks, or ends before its JSON does
     */
    public void awaitStart() throws IOException {
        while (!ended && (filled < LONGEST_WAIT || dropHeartbeats())) {
            if (filled == held.length) {
                held = Arrays.copyOf(held, Math.min(nextSize(), LONGEST_WAIT));
            }
            filled += Math.max(0, receive(held, filled, held.length - filled));
        }
    }

    /**
     * Reads on to the end of the answer, however long it is.
     *
     * @param room asked for so many bytes in all before they are read; where it says no the rest is read as it passes
     * @throws IOException as {@link #awaitStart}
     */
    public void awaitWhole(IntPredicate room) throws IOException {
        while (!ended) {
            if (filled == held.length) {
                if (!room.test(2 * held.length)) {
                    return;
                }
                held = Arrays.copyOf(held, 2 * held.length);
            }
            filled += Math.max(0, receive(held, filled, held.length - filled));
        }
    }

    /** A short answer comes together with its head: then there is room for it, and for asking whether it has ended. */
    private int nextSize() throws IOException {
        if (held.length > 0) {
            return Math.max(2 * held.length, USUAL_SIZE);
        }
        int there = upstream.available();
        return there > 0 ? there + 1 : USUAL_SIZE;
    }

    /** Whether what is there is an error without any content. */
    public boolean isError() {
        return answer.first() == ResponseInspector.First.ERROR;
    }

    /** Whether there is one in what has ended, be it beside content. */
    public boolean isErroneous() {
        return answer.isErroneous();
    }

    /** The whole answer if it is there, else null. */
    public byte @Nullable [] whole() {
        return ended ? Arrays.copyOfRange(held, start, filled) : null;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (start < filled) {
            int count = Math.min(length, filled - start);
            System.arraycopy(held, start, target, offset, count);
            start += count;
            return count;
        }
        if (ended) {
            return -1;
        }
        return receive(target, offset, length);
    }

    @Override
    public void close() throws IOException {
        end(Outcome.ABANDONED);
        upstream.close();
    }

    private int receive(byte[] target, int offset, int length) throws IOException {
        int read;
        try {
            read = upstream.read(target, offset, length);
        } catch (IOException e) {
            if (whole && last == '}' && !watch.isCut()) { // nothing else can have been to come
                ended = true;
                return -1;
            }
            end(watch.isAbandoned() ? Outcome.ABANDONED : Outcome.TRUNCATED);
            throw watch.isCut() ? e : new TruncatedException("answer", e);
        }
        if (read >= 0) {
            answer.feed(target, offset, offset + read);
            tellProgress(target, offset, read);
            reportIfWhole();
        } else if (answer.isTextComplete()) {
            if (!whole) {
                answer.end();
            }
            end(answer.isErroneous() ? Outcome.ERROR : Outcome.COMPLETE);
        } else {
            end(Outcome.TRUNCATED);
            throw new TruncatedException("answer", null);
        }
        return read;
    }

    /** In front of the bytes that tell the client so: what may follow them is white space. */
    private void reportIfWhole() {
        if (!whole && answer.isObjectComplete()) {
            whole = true;
            answer.end();
            report.end(answer.facts(answer.isErroneous() ? Outcome.ERROR : Outcome.COMPLETE));
        }
    }

    private void tellProgress(byte[] bytes, int from, int count) {
        for (int at = from + count - 1; at >= from; at--) {
            if (bytes[at] > ' ' || bytes[at] < 0) {
                last = bytes[at];
                break;
            }
        }
        for (int at = from; !begun && at < from + count; at++) {
            begun = bytes[at] > ' ';
        }
        if (begun) {
            watch.progress();
        }
    }

    private void end(Outcome outcome) {
        if (!ended) {
            ended = true;
            report.end(answer.facts(outcome));
        }
    }

    /** Heartbeats that fill most of the room, and that nobody has waited for, make place for the answer itself. */
    private boolean dropHeartbeats() {
        int beats = 0;
        while (beats < filled && held[beats] >= 0 && held[beats] <= ' ') {
            beats++;
        }
        if (beats < LONGEST_WAIT / 2) {
            return false;
        }
        System.arraycopy(held, beats, held, 0, filled - beats);
        filled -= beats;
        return true;
    }
}
