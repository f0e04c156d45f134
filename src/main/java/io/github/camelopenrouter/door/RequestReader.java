/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.call.ByteBudget;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.OpenRouterException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;

/**
 * Reads one request body into memory on the event loop, whatever its content type says, and gives up as soon as it is
 * too large or too slow. No thread waits for a slow upload.
 *
 * <p>Memory follows what has arrived, not what a header promises.
 */
final class RequestReader {

    private static final byte[] NOTHING = new byte[0];
    private static final int FIRST_STEP = 16 * 1024;
    /** A client that has sent this much is believed its {@code Content-Length}. */
    private static final int TRUSTED = 64 * 1024;

    private final HttpServerRequest request;
    private final EngineOptions options;
    private final ByteBudget.Account room;
    private final Promise<byte[]> body = Promise.promise();
    private final long announced;
    private byte[] bytes = NOTHING;
    private int size;

    private RequestReader(HttpServerRequest request, EngineOptions options, ByteBudget.Account room) {
        this.request = request;
        this.options = options;
        this.room = room;
        this.announced = announcedLength(request);
    }

    /**
     * The whole body, or a failure: an {@link OpenRouterException} that the client should see, anything else if the
     * client has left.
     *
     * @param room counts the bytes as they arrive; what it has no room for is refused
     */
    static Future<byte[]> read(
            Vertx vertx, HttpServerRequest request, ClientLink link, EngineOptions options, ByteBudget.Account room) {
        return new RequestReader(request, options, room).start(vertx, link);
    }

    private Future<byte[]> start(Vertx vertx, ClientLink link) {
        if (announced > options.maxRequest().bytes()) {
            return Future.failedFuture(tooLarge());
        }
        if (announced > 0 && !room.hasRoomFor(announced)) {
            return Future.failedFuture(noRoom());
        }
        Context eventLoop = vertx.getOrCreateContext();
        link.onStop(reason -> eventLoop.runOnContext(now -> body.tryFail(reason)));
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        long timer = vertx.setTimer(options.requestTimeout().toMillis(), id -> body.tryFail(tooSlow()));
        request.handler(this::append);
        request.endHandler(end -> body.tryComplete(whole()));
        request.exceptionHandler(body::tryFail);
        return body.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            request.handler(null);
        });
    }

    private void append(Buffer chunk) {
        int length = chunk.length();
        if (size + (long) length > options.maxRequest().bytes()) {
            giveUp(tooLarge());
            return;
        }
        if (!room.take(length)) {
            giveUp(noRoom());
            return;
        }
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, capacityFor(size + length));
        }
        chunk.getBytes(bytes, size);
        size += length;
    }

    private void giveUp(OpenRouterException reason) {
        bytes = NOTHING;
        body.tryFail(reason);
    }

    private int capacityFor(int needed) {
        if (announced >= needed && (needed >= TRUSTED || announced <= TRUSTED)) {
            return (int) announced;
        }
        long doubled = Math.max(FIRST_STEP, 2L * bytes.length);
        return (int) Math.min(
                Math.max(needed, doubled), Math.max(needed, options.maxRequest().bytes()));
    }

    private byte[] whole() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private OpenRouterException tooLarge() {
        ByteLimit limit = options.maxRequest();
        return OpenRouterException.of(
                413,
                "The request body is larger than " + limit.bytes() + " bytes (" + limit.from() + ").",
                null,
                "request_too_large");
    }

    private OpenRouterException noRoom() {
        return OpenRouterException.overloaded(
                "The gateway holds as many bytes of requests as it may, "
                        + options.maxBuffered().bytes() + " ("
                        + options.maxBuffered().from() + ").",
                "too_many_buffered_bytes",
                1);
    }

    private OpenRouterException tooSlow() {
        return OpenRouterException.of(
                408,
                "The request was not complete after " + options.requestTimeout().toMillis()
                        + " ms (openrouter.timeout.request).",
                null,
                "request_timeout");
    }

    private static long announcedLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return -1;
        }
        try {
            return Long.parseLong(length.trim());
        } catch (NumberFormatException e) {
            return -1; // Vert.x has refused what is no number at all; the body is counted anyway
        }
    }
}
