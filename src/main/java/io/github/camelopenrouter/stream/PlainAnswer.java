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
 * A plain JSON answer on its way to the client: every byte as it came. Most answers are short and are there as a whole
 * before anything is promised to the client; of a long one the first {@link #LONGEST_WAIT} bytes are looked at, and the
 * rest is read as it passes.
 */
public final class PlainAnswer extends InputStream {

    /** What is held back to find an error in it; heartbeats beyond it are dropped. */
    static final int LONGEST_WAIT = 64 * 1024;

    private static final int FIRST_SIZE = 8 * 1024;

    private final InputStream upstream;
    private final BooleanSupplier isAbandoned;
    private final ResponseReport report;
    private final AnswerReader answer;

    private byte[] held = new byte[FIRST_SIZE];
    private int start;
    private int filled;
    private boolean begun;
    private boolean ended;

    /**
     * @param isAbandoned whether the client has left, which breaks the upstream too but is no failure of its
     * @param report learns the facts when the answer has ended or is closed
     */
    public PlainAnswer(InputStream upstream, Operation operation, BooleanSupplier isAbandoned, ResponseReport report) {
        this.upstream = upstream;
        this.isAbandoned = isAbandoned;
        this.report = report;
        this.answer = new AnswerReader(operation);
        answer.begin();
    }

    /**
     * Reads up to the end of the answer or the longest wait, whichever comes first.
     *
     * @throws IOException if the answer breaks, or ends before its JSON does
     */
    public void awaitStart() throws IOException {
        while (!ended && (filled < LONGEST_WAIT || !begun)) {
            makeRoom();
            int read = upstream.read(held, filled, held.length - filled);
            if (read < 0) {
                end();
            } else {
                answer.feed(held, filled, filled + read);
                filled += read;
                begun = begun || begins();
            }
        }
    }

    /** Whether what is there is an error and nothing else. */
    public boolean isError() {
        return answer.isErrorOnly();
    }

    /** The whole answer if it is there, else null. */
    public byte[] whole() {
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
        int read = upstream.read(target, offset, length);
        if (read < 0) {
            end();
        } else {
            answer.feed(target, offset, offset + read);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            ended = true;
            Outcome outcome =
                    isAbandoned.getAsBoolean() || answer.isTextComplete() ? Outcome.ABANDONED : Outcome.TRUNCATED;
            report.end(answer.facts(outcome, 0));
        }
        upstream.close();
    }

    private void end() throws IOException {
        ended = true;
        Outcome complete = answer.isErroneous() ? Outcome.ERROR : Outcome.COMPLETE;
        report.end(answer.facts(answer.isTextComplete() ? complete : Outcome.TRUNCATED, 0));
        if (!answer.isTextComplete()) {
            throw new IOException("The answer ended before its JSON was complete");
        }
    }

    private void makeRoom() {
        if (filled < held.length) {
            return;
        }
        if (held.length < LONGEST_WAIT) {
            held = Arrays.copyOf(held, Math.min(2 * held.length, LONGEST_WAIT));
        } else {
            filled = 0; // nothing but heartbeats so far
        }
    }

    private boolean begins() {
        for (int at = start; at < filled; at++) {
            if (held[at] > ' ') {
                return true;
            }
        }
        return false;
    }
}
