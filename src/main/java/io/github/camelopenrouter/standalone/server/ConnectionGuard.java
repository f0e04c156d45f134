/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone.server;

import static java.util.Objects.requireNonNull;

import io.github.camelopenrouter.error.OpenRouterException;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Watches over one connection of the server: no request's head may take longer than its time, no connection may rest too
 * long between two requests, and what is no proper HTTP gets an answer before the connection is closed. While an answer is
 * under way no clock runs here.
 *
 * <p>Stands between the codec and Vert.x; everything runs on the connection's event loop.
 */
final class ConnectionGuard extends ChannelDuplexHandler {

    private final ServerLimits limits;
    /** There as soon as it is in its place. */
    private @Nullable ConnectionClocks clocks;

    private @Nullable HttpRequest request;
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
        clocks = new ConnectionClocks(
                added, limits, () -> unanswered == 0 && !inHead && !refused, () -> headTooSlow(added));
        clocks.startHead();
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) {
        clocks().stop();
        closed.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        OpenRouterException problem = refused ? null : problemWith(message);
        if (problem != null) {
            refuse(reading, problem);
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
        boolean interim = message instanceof HttpResponse head && isInterim(head);
        boolean begins = message instanceof HttpResponse && !interim;
        boolean ends = message instanceof LastHttpContent && !interim;
        writing.write(message, promise);
        answering = answering || begins;
        if (ends) {
            answered();
        }
    }

    /** Bytes have come, and they are no message yet. */
    void incomplete() {
        if (inBody || inHead || refused) {
            return;
        }
        inHead = true;
        if (unanswered == 0) {
            clocks().startHead();
        }
    }

    /** What is wrong with this message, null if nothing is or if the answer to another request comes first. */
    private @Nullable OpenRouterException problemWith(Object message) {
        if (message instanceof HttpRequest next) {
            begin(next);
            return unanswered == 1 ? RequestHead.problemWith(next) : null;
        }
        if (message instanceof LastHttpContent) {
            inBody = false;
        }
        boolean broken = message instanceof HttpContent content
                && content.decoderResult().isFailure();
        return broken && unanswered == 1 && !answering
                ? ServerErrors.malformed("The request's body is not valid chunked encoding.")
                : null;
    }

    private void begin(HttpRequest next) {
        request = next;
        unanswered++;
        inBody = !(next instanceof LastHttpContent);
        inHead = false;
        clocks().stopHead();
    }

    private void answered() {
        answering = false;
        unanswered--;
        if (unanswered > 0) {
            return;
        }
        if (inHead) {
            clocks().startHead();
        } else {
            clocks().rest();
        }
    }

    /** A connection on which nothing was ever sent gets no answer: its client may not be waiting for one. */
    private void headTooSlow(ChannelHandlerContext context) {
        if (inHead) {
            request = null;
            refuse(context, ServerErrors.tooSlow(limits.headTimeout().toMillis()));
        } else {
            context.close();
        }
    }

    /** Answers, ends our direction, and drops what still comes until the client closes too. */
    private void refuse(ChannelHandlerContext context, OpenRouterException error) {
        refused = true;
        context.writeAndFlush(ServerErrors.message(request, error)).addListener(sent -> endOutput(context));
        context.channel().config().setAutoRead(true);
        clocks().linger();
    }

    private ConnectionClocks clocks() {
        return requireNonNull(clocks);
    }

    private static void endOutput(ChannelHandlerContext context) {
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
}
