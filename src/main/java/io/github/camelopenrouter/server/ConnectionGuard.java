/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.server;

import io.github.camelopenrouter.error.OpenRouterException;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Watches over one connection of the server: no request's head may take longer than its time, no connection may rest too
 * long between two requests, and what is no proper HTTP gets an answer before the connection is closed. While an answer is
 * under way no clock runs here.
 *
 * <p>Stands between the codec and Vert.x; everything runs on the connection's event loop.
 */
final class ConnectionGuard extends ChannelDuplexHandler {

    /** How long a refused client may go on sending: closing at once would reset the connection under the answer. */
    private static final int LINGER_SECONDS = 5;

    private final ServerLimits limits;
    private ChannelHandlerContext context;
    private HttpRequest request;
    private Future<?> headClock;
    private Future<?> idleClock;
    private long restingSince;
    /** Requests whose answers have not ended; more than one where the client does not wait. */
    private int unanswered;
    /** Whether the body of the last request is still coming. */
    private boolean inBody;
    /** Whether the oldest answer has begun. */
    private boolean answering;
    /** Whether the next head has begun. */
    private boolean inHead;

    private boolean refused;

    private ConnectionGuard(ServerLimits limits) {
        this.limits = limits;
    }

    static void install(HttpConnection connection, HttpServerOptions options, ServerLimits limits) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        ConnectionGuard guard = new ConnectionGuard(limits);
        pipeline.replace("httpDecoder", "httpDecoder", new GuardedDecoder(options, guard));
        pipeline.addBefore("handler", "openrouter-guard", guard);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        startHeadClock();
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) {
        stop(headClock);
        stop(idleClock);
        closed.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        OpenRouterException problem = refused ? null : problemWith(message);
        if (problem != null) {
            refuse(problem);
        }
        if (refused) {
            ReferenceCountUtil.release(message);
        } else {
            reading.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext writing, Object message, ChannelPromise promise) {
        if (refused) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        writing.write(message, promise);
        if (message instanceof HttpResponse response) {
            if (isInterim(response)) {
                return;
            }
            answering = true;
        }
        if (message instanceof LastHttpContent) {
            answered();
        }
    }

    /** Bytes have come, and they are no message yet. */
    void incomplete() {
        if (!inBody && !inHead && !refused) {
            inHead = true;
            if (unanswered == 0 && headClock == null) {
                startHeadClock();
            }
        }
    }

    /** What is wrong with this message, null if nothing is or if an answer before it comes first. */
    private OpenRouterException problemWith(Object message) {
        if (message instanceof HttpRequest next) {
            begin(next);
            return unanswered == 1 ? problemWith(next) : null;
        }
        if (message instanceof LastHttpContent) {
            inBody = false;
        }
        boolean broken = message instanceof HttpContent content
                && content.decoderResult().isFailure();
        return broken && unanswered == 1 && !answering
                ? Refusal.malformed("The request's body is not valid chunked encoding.")
                : null;
    }

    private void begin(HttpRequest next) {
        request = next;
        unanswered++;
        inBody = !(next instanceof LastHttpContent);
        inHead = false;
        headClock = stop(headClock);
    }

    private static OpenRouterException problemWith(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Refusal.of(request.decoderResult().cause());
        }
        if (request.protocolVersion() != HttpVersion.HTTP_1_1 && request.protocolVersion() != HttpVersion.HTTP_1_0) {
            return Refusal.malformed("Only HTTP/1.1 and HTTP/1.0 are spoken here.");
        }
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        boolean known = codings.isEmpty()
                || codings.size() == 1
                        && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0))
                        && request.protocolVersion() == HttpVersion.HTTP_1_1;
        return known ? null : Refusal.malformed("The only transfer encoding that is read here is chunked.");
    }

    private void answered() {
        answering = false;
        unanswered--;
        if (unanswered > 0) {
            return;
        }
        restingSince = System.nanoTime();
        if (inHead) {
            startHeadClock();
        } else if (idleClock == null) {
            startIdleClock(limits.idleTimeout().toNanos());
        }
    }

    private void startHeadClock() {
        long millis = limits.headTimeout().toMillis();
        headClock = context.executor().schedule(this::headTooSlow, millis, TimeUnit.MILLISECONDS);
    }

    /** A connection on which nothing was ever sent gets no answer: its client may not be waiting for one. */
    private void headTooSlow() {
        if (inHead) {
            request = null;
            refuse(Refusal.tooSlow(limits.headTimeout().toMillis()));
        } else {
            context.close();
        }
    }

    private void startIdleClock(long nanos) {
        idleClock = context.executor().schedule(this::idle, nanos, TimeUnit.NANOSECONDS);
    }

    /** One clock for all rests of a connection: what has happened since it was started only makes it run on. */
    private void idle() {
        idleClock = null;
        if (unanswered > 0 || inHead || refused) {
            return; // started again when the answer has ended
        }
        long left = limits.idleTimeout().toNanos() - (System.nanoTime() - restingSince);
        if (left > 0) {
            startIdleClock(left);
        } else {
            context.close();
        }
    }

    /** Answers, ends our direction, and drops what still comes until the client closes too. */
    private void refuse(OpenRouterException error) {
        refused = true;
        stop(headClock);
        context.writeAndFlush(Refusal.message(request, error)).addListener(sent -> endOutput());
        context.channel().config().setAutoRead(true);
        headClock = context.executor().schedule(() -> context.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    private void endOutput() {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (context.channel() instanceof DuplexChannel channel) {
            channel.shutdownOutput();
        }
    }

    private static boolean isInterim(HttpResponse response) {
        return response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private static Future<?> stop(Future<?> clock) {
        if (clock != null) {
            clock.cancel(false);
        }
        return null;
    }
}
