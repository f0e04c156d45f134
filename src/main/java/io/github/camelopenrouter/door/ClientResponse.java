/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.accesslog.AccessLog;
import io.github.camelopenrouter.accesslog.RequestRecord;
import io.github.camelopenrouter.api.Operation.Api;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.call.ClientLink.Expectation;
import io.github.camelopenrouter.call.RequestIds;
import io.github.camelopenrouter.error.ErrorEnvelope;
import io.github.camelopenrouter.error.OpenRouterException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Message;

/**
 * One response on its way to one client: the head once, by the allow-list, then bytes. Two threads may write, that of the
 * exchange what the route has left and the timer keep-alives in between; a lock keeps them apart.
 */
final class ClientResponse {

    private final HttpServerRequest request;
    private final String requestId;
    private final ClientLink link = new ClientLink();
    private final ReentrantLock lock = new ReentrantLock();
    private final PacedWriter writer;
    private final RequestRecord record;
    private final ResponseHead head;
    private final ResponseCompletion completion;
    private final KeepAliveState keepAlive = new KeepAliveState();

    /** @param eventLoop where what is written has to be handed in */
    ClientResponse(HttpServerRequest request, AccessLog log, Executor eventLoop) {
        this.request = request;
        this.requestId = RequestIds.choose(request.getHeader(RequestIds.HEADER));
        this.record = new RequestRecord(log, requestId, request);
        HttpServerResponse response = request.response();
        this.writer = new PacedWriter(response, link, eventLoop);
        this.head = new ResponseHead(request, record);
        response.putHeader(RequestIds.HEADER, requestId);
        if (Api.ofDoor(request.path()) == Api.ANTHROPIC) {
            response.putHeader(RequestIds.ANTHROPIC_HEADER, requestId);
        }
        response.closeHandler(closed -> link.leave());
        this.completion = new ResponseCompletion(request, head, record, link, eventLoop);
        completion.onOver(link::end);
    }

    String requestId() {
        return requestId;
    }

    /** What the access log will tell of the request. */
    RequestRecord record() {
        return record;
    }

    ClientLink link() {
        return link;
    }

    /** The request has this slot until its response ends. */
    void holds(Permit slot) {
        completion.holds(slot);
    }

    /** The gateway takes no further request on this connection: it ends with this response. */
    void closesItsConnection() {
        head.closesItsConnection();
    }

    /** Runs the listener once the last byte is on its way or the client has left, at once if that has happened. */
    void onOver(Runnable listener) {
        completion.onOver(listener);
    }

    /** Cuts the connection behind what has been written: the client must see that it has not got the whole response. */
    void breakOff() {
        completion.breakOff();
    }

    /** Cuts the connection without waiting for the client to take what it has been sent. */
    void cutOff() {
        completion.cutOff();
    }

    /**
     * The answer is there: no sign of life may come before it any more.
     *
     * @return whether one has, so that the client has its status already
     */
    boolean settle() {
        lock.lock();
        try {
            keepAlive.answerBegins();
            return head.isSent();
        } finally {
            lock.unlock();
        }
    }

    /** Whether this request expects a body; HEAD does not. */
    boolean wantsBody() {
        return request.method() != HttpMethod.HEAD;
    }

    /** Answers with the error envelope of this door; if it is too late for that, cuts the connection. */
    void refuse(OpenRouterException error) {
        byte[] body = ErrorEnvelope.render(Api.ofDoor(request.path()), error, requestId);
        locked(() -> {
            if (head.isSent()) {
                completion.breakOff();
            } else {
                head.of(error);
                finish(body);
            }
        });
    }

    /** Answers 204. */
    void endEmpty() {
        locked(() -> {
            completion.begins();
            head.ofNothing();
            request.response().end().onComplete(completion::sent);
        });
    }

    /** Sends status and headers of this message, and with them the whole body. */
    void sendWhole(Message message, byte[] body) {
        locked(() -> {
            if (!head.isSent()) {
                head.of(message);
            }
            finish(body);
        });
    }

    /** Ends with these bytes what the client has the head of already. */
    void endWith(byte[] last) {
        locked(() -> finish(last));
    }

    /** The whole body is so long, and will come in pieces. */
    void announce(int length) {
        locked(() -> {
            if (!head.isSent()) {
                head.announce(length);
            }
        });
    }

    /**
     * Sends a piece of the body, and status and headers before the first one.
     *
     * @param whole whether the piece ends between two events
     * @throws IOException if the client has left
     */
    void sendPiece(Message message, byte[] piece, int length, boolean whole) throws IOException {
        writer.awaitRoom();
        locked(() -> {
            if (!head.isSent()) {
                head.ofPieces(message);
            }
            keepAlive.piece(whole);
            writer.write(piece, length);
        });
    }

    /** Ends a body that went out in pieces. */
    void end() {
        locked(() -> {
            if (completion.begins()) {
                writer.end(Buffer.buffer(), completion::sentInPieces);
            }
        });
    }

    /** Whether the client has taken nothing of its answer for so long although something is there. */
    boolean isStuck(long now, long limitNanos) {
        return writer.isStuck(now, limitNanos);
    }

    /**
     * Gives a sign of life where the client has waited too long: a comment in an event stream, white space before a plain
     * answer. The first one also commits status 200.
     */
    void keepAlive(long now, EngineOptions options) {
        Expectation expected = link.expectation();
        if (expected == null || link.isGone() || !lock.tryLock()) {
            return; // whoever holds the lock is writing, which is a sign of life
        }
        try {
            if (!completion.hasBegun() && keepAlive.isDue(now, expected, head.isSent(), options)) {
                sign(now, expected);
            }
        } finally {
            lock.unlock();
        }
    }

    private void sign(long now, Expectation expected) {
        if (!head.isSent()) {
            link.commit();
            head.ofUnknown(expected);
        }
        byte[] sign = keepAlive.next(now, expected);
        writer.write(sign, sign.length);
    }

    private void finish(byte[] body) {
        if (completion.begins()) {
            if (!wantsBody()) {
                head.announce(body.length);
            }
            writer.end(wantsBody() ? Buffer.buffer(body) : Buffer.buffer(), completion::sent);
        }
    }

    private void locked(Runnable step) {
        lock.lock();
        try {
            step.run();
        } finally {
            lock.unlock();
        }
    }
}
