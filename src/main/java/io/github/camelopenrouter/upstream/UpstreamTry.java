/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.error.CallCutException;
import io.github.camelopenrouter.error.ClientGoneException;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.stream.CallWatch;
import io.github.camelopenrouter.stream.ClientLink;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * One try to get an answer from OpenRouter: what has arrived and when, and who ended it if somebody did. Whoever ends a
 * try cuts its connection; the thread that reads from it then learns here why.
 */
final class UpstreamTry implements CallWatch {

    private final ReentrantLock lock = new ReentrantLock();
    private final ClientLink client;
    private final TryTimes times;
    private final TryMembers members = new TryMembers();
    private volatile boolean finished;
    private volatile OpenRouterException failure;
    private Cancellable request;
    private boolean cut;

    /**
     * @param stream whether the answer is to be an event stream
     * @param nanos a clock like {@link System#nanoTime}
     */
    UpstreamTry(ClientLink client, boolean stream, LongSupplier nanos) {
        this.client = client;
        this.times = new TryTimes(stream, nanos);
    }

    /** Who makes it. */
    TryMembers members() {
        return members;
    }

    /** From here on {@link #cut} ends this request; at once if it has been called already. */
    void started(Cancellable running) {
        boolean late;
        lock.lock();
        try {
            request = running;
            late = cut;
        } finally {
            lock.unlock();
        }
        if (late) {
            running.cancel();
        }
    }

    /** The head of the answer is there. */
    void head() {
        times.head();
    }

    /** Nobody looks into the answer: every byte counts as progress. */
    void uninspected() {
        times.uninspected();
        progress();
    }

    /** Somebody wants the next bytes. */
    void awaitsBytes() {
        times.awaitsBytes();
    }

    /** Bytes of the answer have come. */
    void bytes() {
        times.bytes();
    }

    @Override
    public void progress() {
        if (times.progress()) {
            members.firstByte();
        }
    }

    /** The clock that has run out, null if none has. */
    OpenRouterException expired(Clocks clocks) {
        return times.expired(clocks);
    }

    /** The answer has ended, or will never come: no clock runs any more. */
    void finish() {
        finished = true;
        members.end();
    }

    boolean isFinished() {
        return finished;
    }

    /** Ends the try because its client has left. */
    void abandon() {
        cut(null);
    }

    /** Ends the try; whoever waits for its answer gets this reason, null if nobody waits any more. Never blocks. */
    void cut(OpenRouterException reason) {
        Cancellable running;
        lock.lock();
        try {
            if (cut) {
                return;
            }
            cut = true;
            failure = reason;
            running = request;
        } finally {
            lock.unlock();
        }
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public boolean isAbandoned() {
        return client.isGone();
    }

    @Override
    public OpenRouterException failure() {
        return failure;
    }

    /** Says who is to blame: a cut connection looks the same whoever cut it. */
    IOException judge(IOException seen) {
        if (isAbandoned()) {
            return new ClientGoneException();
        }
        return failure != null ? new CallCutException(failure) : seen;
    }
}
