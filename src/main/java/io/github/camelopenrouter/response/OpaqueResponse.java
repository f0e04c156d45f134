/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import io.github.camelopenrouter.call.CallWatch;
import io.github.camelopenrouter.error.TruncatedException;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An answer that nobody looks into on its way to the client, sound or a picture for example: every byte as it came. What
 * is to be known of it is how it ends.
 *
 * <p>Its end is told in front of its last bytes where it has said how many there are. Where it has not, as sound that is made
 * while it is heard, only the end of file tells which bytes were the last, and none of them waits for that: the end is told
 * behind them.
 */
public final class OpaqueResponse extends InputStream {

    private static final int FIRST_PIECE = 8 * 1024;

    private final InputStream upstream;
    private final CallWatch watch;
    private final ResponseReport report;
    private final @Nullable String generationId;

    private byte[] held = new byte[0];
    private int start;
    private boolean ended;

    /**
     * @param watch told of what comes, and whether the client has left
     * @param report learns the facts when the answer has ended or is closed
     * @param generationId OpenRouter's id of what it may bill, null if it gives none
     */
    public OpaqueResponse(InputStream upstream, CallWatch watch, ResponseReport report, @Nullable String generationId) {
        this.upstream = upstream;
        this.watch = watch;
        this.report = report;
        this.generationId = generationId;
    }

    /**
     * Waits for the first bytes: until then nothing is promised to the client, and the call can be made again.
     *
     * @throws IOException if the answer breaks before that
     */
    public void awaitFirst() throws IOException {
        byte[] first = new byte[FIRST_PIECE];
        int read = receive(first, 0, first.length);
        if (read > 0) {
            held = Arrays.copyOf(first, read);
        }
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
        if (start < held.length) {
            int count = Math.min(length, held.length - start);
            System.arraycopy(held, start, target, offset, count);
            start += count;
            return count;
        }
        return ended ? -1 : receive(target, offset, length);
    }

    @Override
    public void close() throws IOException {
        end(Outcome.ABANDONED);
        upstream.close();
    }

    private int receive(byte[] target, int offset, int length) throws IOException {
        try {
            int read = upstream.read(target, offset, length);
            if (read < 0) {
                end(Outcome.COMPLETE);
            } else {
                watch.progress();
                reportIfWhole();
            }
            return read;
        } catch (IOException e) {
            end(watch.isAbandoned() ? Outcome.ABANDONED : Outcome.TRUNCATED);
            throw watch.isCut() ? e : new TruncatedException("answer", e);
        }
    }

    /** In front of the bytes that tell the client so. */
    private void reportIfWhole() {
        if (watch.hasAllBytes()) {
            report.end(facts(Outcome.COMPLETE));
        }
    }

    private void end(Outcome outcome) {
        if (!ended) {
            ended = true;
            report.end(facts(outcome));
        }
    }

    private ResponseFacts facts(Outcome outcome) {
        return new ResponseFacts(outcome, generationId, null, null, null, 0, null, null);
    }
}
