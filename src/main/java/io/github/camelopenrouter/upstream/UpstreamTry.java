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
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * One try to get an answer from OpenRouter: what has arrived and when, and who ended it if somebody did. Whoever ends a
 * try cuts its connection; the thread that reads from it then learns here why.
 */
final class UpstreamTry implements CallWatch {

    /** Not yet. */
    private static final long NEVER = Long.MIN_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final ClientLink client;
    private final boolean stream;
    private final LongSupplier nanos;
    private final TryMembers members = new TryMembers();
    private final long started;
    private volatile long head = NEVER;
    private volatile long lastByte = NEVER;
    private volatile long lastProgress = NEVER;
    /** Whether a thread waits for bytes; while the client takes its time over the last ones, no clock runs. */
    private volatile boolean waiting;

    private volatile boolean uninspected;
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
        this.stream = stream;
        this.nanos = nanos;
        this.started = nanos.getAsLong();
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
        long now = nanos.getAsLong();
        lastByte = now;
        head = now;
    }

    /** Nobody looks into the answer: every byte counts as progress. */
    void uninspected() {
        uninspected = true;
        progress();
    }

    /** Somebody wants the next bytes. */
    void awaitsBytes() {
        long now = nanos.getAsLong();
        if (lastProgress != NEVER) {
            lastProgress += now - lastByte;
        }
        lastByte = now;
        waiting = true;
    }

    /** Bytes of the answer have come. */
    void bytes() {
        waiting = false;
        lastByte = nanos.getAsLong();
        if (uninspected) {
            lastProgress = lastByte;
        }
    }

    @Override
    public void progress() {
        if (lastProgress == NEVER) {
            members.firstByte();
        }
        lastProgress = nanos.getAsLong();
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

    /** The clock that has run out, null if none has. */
    OpenRouterException expired(Clocks clocks) {
        long now = nanos.getAsLong();
        if (isOver(now, started, clocks.total())) {
            return timeout("did not finish its answer", "total", clocks.total());
        }
        if (head == NEVER) {
            Duration limit = stream ? clocks.streamResponse() : clocks.plainResponse();
            return isOver(now, started, limit) ? timeout("did not begin to answer", "response", limit) : null;
        }
        if (!waiting) {
            return null;
        }
        if (isOver(now, lastByte, clocks.idle())) {
            return timeout("sent nothing", "idle", clocks.idle());
        }
        if (lastProgress == NEVER) {
            return isOver(now, head, clocks.firstEvent())
                    ? timeout("sent no first event", "first-event", clocks.firstEvent())
                    : null;
        }
        return isOver(now, lastProgress, clocks.stalled())
                ? timeout("sent nothing but comments", "stalled", clocks.stalled())
                : null;
    }

    private static boolean isOver(long now, long since, Duration limit) {
        return !limit.isZero() && now - since >= limit.toNanos();
    }

    private static OpenRouterException timeout(String what, String clock, Duration limit) {
        String text =
                "OpenRouter " + what + " within " + Durations.text(limit) + " (openrouter.timeout." + clock + ").";
        return OpenRouterException.of(504, text, null, "timeout_" + clock.replace('-', '_'));
    }
}
