/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.call.CallWatch;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.CallCutException;
import io.github.camelopenrouter.error.ClientGoneException;
import io.github.camelopenrouter.error.FailureKind;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.error.UpstreamError;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseReport;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to get an answer from OpenRouter: what has arrived and when, and who ended it if somebody did. Whoever
 * ends an attempt cuts its connection; the thread that reads from it then learns here why.
 */
public final class UpstreamAttempt implements CallWatch {

    private final ReentrantLock lock = new ReentrantLock();
    private final ClientLink client;
    private final AttemptTimes times;
    private final AttemptMembers members = new AttemptMembers();
    private final AttemptSettlement settlement;
    private final AttemptFacts facts = new AttemptFacts();
    private volatile boolean finished;
    private volatile @Nullable OpenRouterException failure;
    private volatile boolean uninspected;
    private @Nullable Cancellable request;
    private boolean cut;

    /**
     * @param stream whether the answer is to be an event stream
     * @param nanos a clock like {@link System#nanoTime}
     */
    UpstreamAttempt(ClientLink client, boolean stream, LongSupplier nanos) {
        this.client = client;
        this.times = new AttemptTimes(stream, nanos);
        this.settlement = new AttemptSettlement(members, times);
    }

    /** The model as it goes up, null where there is none. */
    public @Nullable String model() {
        return facts.model();
    }

    /** Who makes it. */
    public AttemptMembers members() {
        return members;
    }

    /** What its call's record will tell of it. */
    AttemptFacts facts() {
        return facts;
    }

    /** Who learns how it goes. */
    AttemptSettlement settlement() {
        return settlement;
    }

    /** From here on {@link #cut} ends this request; at once if it has been called already. */
    void started(Cancellable running) {
        times.sent();
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

    /** There is a connection that the request goes into now. */
    public void connected() {
        facts.connected();
    }

    /**
     * The head of the answer is there.
     *
     * @param generation OpenRouter's id of what it may bill, null if it gives none
     */
    void head(int code, @Nullable String generation) {
        facts.head(code, generation);
        times.head();
        settlement.reached();
    }

    /** The answer says that it has so many bytes; less than none if it does not say it. */
    public void expects(long count) {
        facts.expects(count);
    }

    @Override
    public boolean hasAllBytes() {
        return facts.hasAllBytes();
    }

    /** The answer is not inspected, so every byte counts as progress. */
    void uninspected() {
        uninspected = true;
        times.uninspected();
        progress();
        times.content();
    }

    /** Somebody wants the next bytes. */
    public void awaitsBytes() {
        times.awaitsBytes();
    }

    /** So many bytes of the answer have come. */
    public void bytes(int count) {
        facts.received(count);
        times.bytes();
        if (uninspected) {
            settlement.progressed();
        }
    }

    /** The answer passes as a success: from now on its content flows, and its end says how the attempt went. */
    void passes(ResponseReport report) {
        times.content();
        report.whenEnded(this::ended);
    }

    private void ended(ResponseFacts answer) {
        switch (answer.outcome()) {
            case COMPLETE -> settlement.answered(200);
            case ERROR ->
                settlement.answered(UpstreamError.parse(answer.error()).status());
            case TRUNCATED -> broke("an answer that ended before it was whole");
            default -> settlement.released();
        }
    }

    /** The last byte of the answer has come. That of an error, which was judged by its status, says nothing more. */
    public void atEnd() {
        if (uninspected && settlement.status() == null) {
            settlement.answered(200);
        }
    }

    /** An answer that is not inspected broke off. */
    public void brokeUninspected() {
        if (uninspected) {
            broke("a connection that broke");
        }
    }

    /** The reader has closed the answer before its end. */
    public void leftUnread() {
        if (uninspected) {
            settlement.released();
        }
    }

    /** The attempt ended with this exception in place of an answer. */
    void threw(Throwable cause) {
        if (FailureKind.of(cause).isPlatforms()) {
            facts.unreachable();
        }
        settlement.threw(cause, isStopping());
    }

    private void broke(String how) {
        if (isAbandoned() || isStopping()) {
            settlement.released();
        } else {
            settlement.failed(failure == null ? how : failure.getMessage());
        }
    }

    private boolean isStopping() {
        return client.stopReason().isPresent();
    }

    @Override
    public void progress() {
        if (times.progress()) {
            members.firstByte();
        }
        settlement.progressed();
    }

    /** The clock that has run out, null if none has. */
    @Nullable
    OpenRouterException expired(TimeoutSettings clocks) {
        return times.expired(clocks);
    }

    /** What is known of it by now. */
    CallRecord.Attempt told(TokenPrices prices) {
        return facts.told(members, settlement, times, prices);
    }

    /** For how long it was OpenRouter's. */
    long upstreamNanos() {
        return times.upstreamNanos();
    }

    /** The answer has ended, or will never come: no clock runs any more. */
    void finish() {
        finished = true;
        times.end();
        members.end();
    }

    boolean isFinished() {
        return finished;
    }

    /** Ends the attempt because its client has left. */
    void abandon() {
        cut(null);
    }

    /** Ends the attempt; whoever waits for its answer gets this reason, null if nobody waits any more. Never blocks. */
    void cut(@Nullable OpenRouterException reason) {
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
    public @Nullable OpenRouterException failure() {
        return failure;
    }

    /** Replaces what was seen by what it means: a connection that we cut looks like one that broke. */
    public IOException judge(IOException seen) {
        if (isAbandoned()) {
            return new ClientGoneException();
        }
        return failure != null ? new CallCutException(failure) : seen;
    }
}
