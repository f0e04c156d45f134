/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.accesslog.RequestRecord;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.call.OneTimeEvent;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How one answer ends: with its last byte, by a cut, or because its client leaves. Says so to those who wait for it,
 * gives the request's slot back and closes the connection where that has to end, too.
 */
final class ResponseCompletion {

    private final HttpServerRequest request;
    private final ResponseHead head;
    private final RequestRecord record;
    private final ClientLink link;
    private final Executor eventLoop;
    private final OneTimeEvent<Boolean> over = new OneTimeEvent<>();
    private @Nullable Permit slot;
    /** Guarded by the lock of {@link ClientResponse}, as its two methods are. */
    private boolean begun;

    ResponseCompletion(
            HttpServerRequest request, ResponseHead head, RequestRecord record, ClientLink link, Executor eventLoop) {
        this.request = request;
        this.head = head;
        this.record = record;
        this.link = link;
        this.eventLoop = eventLoop;
        link.onGone(this::finished);
    }

    /** The request has this slot until its answer ends. */
    void holds(Permit held) {
        slot = held;
    }

    /** Runs the listener once the last byte is on its way or the client has left, at once if that has happened. */
    void onOver(Runnable listener) {
        over.listen(ended -> listener.run());
    }

    /**
     * The last bytes go out now. Gives the slot back before them: a client that has them all may send its next request at
     * once.
     *
     * @return false if they did already
     */
    boolean begins() {
        if (begun) {
            return false;
        }
        begun = true;
        if (slot != null) {
            slot.release();
        }
        return true;
    }

    boolean hasBegun() {
        return begun;
    }

    /** The last byte of an answer that went out at once is on its way. */
    void sent(AsyncResult<Void> end) {
        record.sent(end.succeeded());
        finished();
    }

    /** HTTP/1.0 knows no chunks: a body without a length ends with its connection, whatever the client would like. */
    void sentInPieces(AsyncResult<Void> end) {
        record.sent(end.succeeded());
        if (request.version() == HttpVersion.HTTP_1_0) {
            request.connection().close();
        }
        finished();
    }

    /** Cuts the connection behind what has been written: the client must see that it has not got the whole answer. */
    void breakOff() {
        record.brokenOff();
        eventLoop.execute(request.connection()::close);
    }

    /** Cuts the connection without waiting for the client to take what it has been sent. */
    void cutOff() {
        link.leave();
        if (request.connection() instanceof ConnectionBase connection) {
            connection.channel().close(); // its own close() would first flush, and wait for ever
        } else {
            request.connection().close();
        }
    }

    /** A client that is still sending keeps its connection until {@link DrainAndRefuse} has read that. */
    private void finished() {
        if (head.isClosing() && request.isEnded()) {
            request.connection().close();
        }
        over.give(Boolean.TRUE);
        record.answerEnded();
    }
}
