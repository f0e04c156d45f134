/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.error.OpenRouterException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When what of one attempt has arrived, and so which of its {@link TimeoutSettings} has run out. The thread that reads writes
 * the times, the {@link Watchdog} looks at them.
 */
final class AttemptTimes {

    /** Not yet. */
    private static final long NEVER = Long.MIN_VALUE;

    private final boolean stream;
    private final LongSupplier nanos;
    private final long started;
    private volatile long sent = NEVER;
    private volatile long head = NEVER;
    private volatile long lastByte = NEVER;
    private volatile long lastProgress = NEVER;
    private volatile long firstEvent = NEVER;
    private volatile long content = NEVER;
    /** Whether a thread waits for bytes; while the client takes its time over the last ones, no clock runs. */
    private volatile boolean waiting;

    private volatile boolean uninspected;
    private volatile long ended = NEVER;

    /**
     * @param stream whether the answer is to be an event stream
     * @param nanos a clock like {@link System#nanoTime}
     */
    AttemptTimes(boolean stream, LongSupplier nanos) {
        this.stream = stream;
        this.nanos = nanos;
        this.started = nanos.getAsLong();
    }

    /** The request is handed to its connection. */
    void sent() {
        sent = nanos.getAsLong();
    }

    boolean isSent() {
        return sent != NEVER;
    }

    /** For how long it was OpenRouter's, up to its last byte, or till now; 0 where it never was. */
    long upstreamNanos() {
        return sent == NEVER ? 0 : (ended == NEVER ? nanos.getAsLong() : ended) - sent;
    }

    void head() {
        long now = nanos.getAsLong();
        lastByte = now;
        head = now;
    }

    /** Nothing more comes; only the first time counts. */
    void end() {
        if (ended == NEVER) {
            ended = nanos.getAsLong();
        }
    }

    /** From the start to the end, or till now. */
    Duration total() {
        return Duration.ofNanos((ended == NEVER ? nanos.getAsLong() : ended) - started);
    }

    /** From here on every byte counts as progress. */
    void uninspected() {
        uninspected = true;
    }

    /** A thread waits for the next bytes; what it did before is not the upstream's silence. */
    void awaitsBytes() {
        long now = nanos.getAsLong();
        if (lastProgress != NEVER) {
            lastProgress += now - lastByte;
        }
        lastByte = now;
        waiting = true;
    }

    void bytes() {
        waiting = false;
        lastByte = nanos.getAsLong();
        if (uninspected) {
            lastProgress = lastByte;
        }
    }

    /** @return whether it is the first */
    boolean progress() {
        boolean first = lastProgress == NEVER;
        lastProgress = nanos.getAsLong();
        if (first) {
            firstEvent = lastProgress;
        }
        return first;
    }

    /** The first content has come. */
    void content() {
        content = nanos.getAsLong();
    }

    /** For how long content has flowed, from the first to the last that came; -1 where none has. */
    long contentNanos() {
        return content == NEVER ? -1 : Math.max(0, lastProgress - content);
    }

    /** From the start to the first event, or till now where none has come. */
    long toFirstEvent() {
        return (firstEvent == NEVER ? nanos.getAsLong() : firstEvent) - started;
    }

    /** The clock that has run out, null if none has. */
    @Nullable
    OpenRouterException expired(TimeoutSettings clocks) {
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
