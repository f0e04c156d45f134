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
import io.github.camelopenrouter.api.Operation.Api;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.call.ClientLink.Expectation;
import io.github.camelopenrouter.call.RequestIds;
import io.github.camelopenrouter.error.ErrorEnvelope;
import io.github.camelopenrouter.error.OpenRouterException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Message;

/**
 * One answer on its way to one client: the head once, by the allow-list, then bytes. Two may write, the exchange's thread
 * what the route has left and the {@link KeepAliveTimer} signs of life in between; a lock keeps them apart.
 */
final class ClientResponse {

    private final HttpServerRequest request;
    private final String requestId;
    private final ClientLink link = new ClientLink();
    private final ReentrantLock lock = new ReentrantLock();
    private final PacedWriter writer;
    private final RequestRecord visit;
    private final ResponseHead head;
    private final ResponseCompletion ending;
    private final KeepAliveState signs = new KeepAliveState();

    ClientResponse(RoutingContext routing, StreamingEngine engine) {
        this.request = routing.request();
        this.requestId = RequestIds.choose(request.getHeader(RequestIds.HEADER));
        this.visit = new RequestRecord(engine.accessLog(), requestId, request);
        Executor eventLoop = engine.eventLoopOf(routing);
        this.writer = new PacedWriter(routing.response(), link, eventLoop);
        this.head = new ResponseHead(request, visit);
        routing.response().putHeader(RequestIds.HEADER, requestId);
        engine.cors().mark(request);
        routing.response().closeHandler(closed -> link.leave());
        this.ending = new ResponseCompletion(request, head, visit, link, eventLoop);
    }

    String requestId() {
        return requestId;
    }

    /** What the access log will tell of the request. */
    RequestRecord visit() {
        return visit;
    }

    ClientLink link() {
        return link;
    }

    /** How it ends, and who hears of that. */
    ResponseCompletion ending() {
        return ending;
    }

    /**
     * The answer is there: no sign of life may come before it any more.
     *
     * @return whether one has, so that the client has its status already
     */
    boolean settle() {
        lock.lock();
        try {
            signs.answerBegins();
            return head.isSent();
        } finally {
            lock.unlock();
        }
    }

    /** What the client gets at all: nothing but the head for HEAD. */
    boolean wantsBody() {
        return request.method() != HttpMethod.HEAD;
    }

    /** Answers with the error envelope of this door; if it is too late for that, cuts the connection. */
    void refuse(OpenRouterException error) {
        byte[] body = ErrorEnvelope.render(Api.ofDoor(request.path()), error, requestId);
        locked(() -> {
            if (head.isSent()) {
                ending.breakOff();
            } else {
                head.of(error);
                finish(body);
            }
        });
    }

    /** Answers 204. */
    void endEmpty() {
        locked(() -> {
            ending.begins();
            head.ofNothing();
            request.response().end().onComplete(ending::sent);
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
            signs.piece(whole);
            writer.write(piece, length);
        });
    }

    /** Ends a body that went out in pieces. */
    void end() {
        locked(() -> {
            if (ending.begins()) {
                writer.end(Buffer.buffer(), ending::sentInPieces);
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
            if (!ending.hasBegun() && signs.isDue(now, expected, head.isSent(), options)) {
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
        byte[] sign = signs.next(now, expected);
        writer.write(sign, sign.length);
    }

    private void finish(byte[] body) {
        if (ending.begins()) {
            if (!wantsBody()) {
                head.announce(body.length);
            }
            writer.end(wantsBody() ? Buffer.buffer(body) : Buffer.buffer(), ending::sent);
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
