/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.camelopenrouter.error.ErrorEnvelope;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.stream.ClientLink.Expectation;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer on its way to one client: the head once, by the allow-list, then bytes. Two may write, the exchange's thread
 * what the route has left and the {@link KeepAlive} signs of life in between; a lock keeps them apart.
 */
final class ClientResponse {

    private static final Logger LOG = LoggerFactory.getLogger(ClientResponse.class);
    private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(US_ASCII);
    private static final byte[] WHITE_SPACE = {'\n'};

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String requestId;
    private final ClientLink link = new ClientLink();
    private final ReentrantLock lock = new ReentrantLock();
    private final PacedWriter writer;
    private final Visit visit;
    private final Signal<Boolean> over = new Signal<>();
    private long lastSign = System.nanoTime();
    /** Whether a sign of life would stand between two events, or before the answer. */
    private boolean interruptible = true;

    private boolean headSent;
    private boolean ended;
    private volatile boolean lastOne;
    /** Whether the client has been told that its connection ends with this answer. */
    private boolean closing;

    private Slot slot;

    ClientResponse(RoutingContext routing, StreamingEngine engine) {
        this.request = routing.request();
        this.response = routing.response();
        this.requestId = RequestIds.choose(request.getHeader(RequestIds.HEADER));
        this.visit = new Visit(engine.accessLog(), requestId, request);
        this.writer = new PacedWriter(response, link);
        response.putHeader(RequestIds.HEADER, requestId);
        engine.cors().mark(request);
        response.closeHandler(closed -> link.leave());
        link.onGone(this::finished);
    }

    String requestId() {
        return requestId;
    }

    /** What the access log will tell of the request. */
    Visit visit() {
        return visit;
    }

    ClientLink link() {
        return link;
    }

    /** The request has this slot until its answer ends. */
    void holdsSlot(Slot held) {
        slot = held;
    }

    /** Runs the listener once the last byte is on its way or the client has left, at once if that has happened. */
    void onOver(Runnable listener) {
        over.listen(ended -> listener.run());
    }

    /** A client that is still sending keeps its connection until {@link EarlyRefusal} has read that. */
    private void finished() {
        if (closing && request.isEnded()) {
            request.connection().close();
        }
        over.give(Boolean.TRUE);
        visit.answerEnded();
    }

    /** The gateway takes no further request on this connection: it ends with this answer. */
    void closesItsConnection() {
        lastOne = request.version() != HttpVersion.HTTP_2;
    }

    /**
     * The answer is there: no sign of life may come before it any more.
     *
     * @return whether one has, so that the client has its status already
     */
    boolean settle() {
        lock.lock();
        try {
            interruptible = false;
            return headSent;
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
        byte[] body = ErrorEnvelope.render(ErrorEnvelope.apiOf(request.path()), error, requestId);
        lock.lock();
        try {
            if (headSent) {
                breakOff();
                return;
            }
            response.setStatusCode(error.status()).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
            if (error.retryAfterSeconds() != null) {
                response.putHeader("Retry-After", error.retryAfterSeconds().toString());
            }
            sendHead();
            finish(body);
        } finally {
            lock.unlock();
        }
    }

    /** Answers 204. */
    void endEmpty() {
        lock.lock();
        try {
            ended = true;
            response.setStatusCode(204);
            sendHead();
            response.end().onComplete(this::sent);
        } finally {
            lock.unlock();
        }
    }

    /** Sends status and headers of this message, and with them the whole body. */
    void sendWhole(Message message, byte[] body) {
        lock.lock();
        try {
            if (!headSent) {
                head(message);
            }
            finish(body);
        } finally {
            lock.unlock();
        }
    }

    /** The whole body is so long, and will come in pieces. */
    void announce(int length) {
        lock.lock();
        try {
            if (!headSent) {
                response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(length));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a piece of the body, and status and headers before the first one.
     *
     * @param whole whether the piece ends between two events
     * @throws IOException if the client has left
     */
    void sendPiece(Message message, byte[] piece, int length, boolean whole) throws IOException {
        writer.awaitRoom();
        lock.lock();
        try {
            if (!headSent) {
                head(message);
                response.setChunked(!response.headers().contains(HttpHeaders.CONTENT_LENGTH));
            }
            interruptible = whole;
            lastSign = System.nanoTime();
            writer.write(piece, length);
        } finally {
            lock.unlock();
        }
    }

    /** Ends a body that went out in pieces. */
    void end() {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                giveBackSlot();
                writer.end(Buffer.buffer()).onComplete(this::sentInPieces);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Before the last byte: a client that has it all may send its next request at once. */
    private void giveBackSlot() {
        if (slot != null) {
            slot.giveBack();
        }
    }

    /** HTTP/1.0 knows no chunks: a body without a length ends with its connection, whatever the client would like. */
    private void sentInPieces(AsyncResult<Void> end) {
        visit.sent(end.succeeded());
        if (request.version() == HttpVersion.HTTP_1_0) {
            request.connection().close();
        }
        finished();
    }

    private void sent(AsyncResult<Void> end) {
        visit.sent(end.succeeded());
        finished();
    }

    /** Cuts the connection: the client must see that what it has got is not the whole answer. */
    void breakOff() {
        visit.brokenOff();
        request.connection().close();
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

    /** Cuts off a client that takes nothing of its answer. */
    void checkPace(long now, Duration limit) {
        if (!limit.isZero() && writer.isStuck(now, limit.toNanos())) {
            LOG.info("Request {}: the client takes nothing of its answer (openrouter.timeout.write)", requestId);
            cutOff();
        }
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
            long silent = now - lastSign;
            if (!ended && interruptible && isTooLong(silent, expected, options)) {
                sign(now, expected);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isTooLong(long silent, Expectation expected, EngineOptions options) {
        long limit = expected.stream() || headSent
                ? options.keepAlive().toNanos()
                : options.heartbeatHold().toNanos();
        return limit > 0 && silent >= limit;
    }

    private void sign(long now, Expectation expected) {
        if (!headSent) {
            sendHead();
            link.commit();
            response.setChunked(true);
            response.putHeader(HttpHeaders.CONTENT_TYPE, expected.stream() ? "text/event-stream" : "application/json");
            if (expected.stream()) {
                response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache").putHeader("X-Accel-Buffering", "no");
            }
        }
        byte[] sign = expected.stream() ? COMMENT : WHITE_SPACE;
        lastSign = now;
        writer.write(sign, sign.length);
    }

    /** A header that is none throws before anything is sent, so the failure can still be told. */
    private void head(Message message) {
        response.setStatusCode(message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class));
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            if (header.getValue() != null && AnswerHeaders.allows(header.getKey())) {
                putHeader(header.getKey(), header.getValue());
            }
        }
        sendHead();
    }

    private void sendHead() {
        headSent = true;
        visit.headSent();
        if (lastOne) {
            closing = true;
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    private void putHeader(String name, Object value) {
        if (value instanceof Collection<?> values) {
            response.putHeader(name, values.stream().map(String::valueOf).toList());
        } else {
            response.putHeader(name, value.toString());
        }
    }

    private void finish(byte[] body) {
        if (ended) {
            return;
        }
        ended = true;
        giveBackSlot();
        if (!wantsBody()) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
        }
        writer.end(wantsBody() ? Buffer.buffer(body) : Buffer.buffer()).onComplete(this::sent);
    }
}
