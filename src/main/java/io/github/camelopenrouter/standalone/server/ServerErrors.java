/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone.server;

import io.github.camelopenrouter.api.Operation.Api;
import io.github.camelopenrouter.call.RequestIds;
import io.github.camelopenrouter.error.ErrorEnvelope;
import io.github.camelopenrouter.error.OpenRouterException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers to what is no request or reaches no route, in the error envelope like every other answer. */
final class ServerErrors {

    /** What the router answers by itself, see vertx-web's {@code RoutingContextImpl}. */
    static final List<Integer> ROUTER_STATUSES = List.of(400, 404, 405, 406, 413, 415, 500);

    private ServerErrors() {}

    /** Why the decoder has given up. */
    static OpenRouterException of(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return refusal(414, "The request line is too long (openrouter.max-request-line-bytes).", "uri_too_long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return refusal(431, "The request's header is too large (openrouter.max-header-bytes).", "header_too_large");
        }
        return malformed("The request is not valid HTTP/1.1.");
    }

    static OpenRouterException malformed(String message) {
        return refusal(400, message, "malformed_request");
    }

    static OpenRouterException tooSlow(long millis) {
        return refusal(
                408,
                "The request's header was not complete after " + millis + " ms (openrouter.timeout.request).",
                "request_timeout");
    }

    /**
     * The whole answer, after which the connection is closed.
     *
     * @param request null if there is none yet
     */
    static FullHttpResponse message(@Nullable HttpRequest request, OpenRouterException error) {
        String requestId =
                RequestIds.choose(request == null ? null : request.headers().get(RequestIds.HEADER));
        String path = request == null ? null : new QueryStringDecoder(request.uri()).rawPath();
        byte[] body = ErrorEnvelope.render(Api.ofDoor(path), error, requestId);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(error.status()), Unpooled.wrappedBuffer(body));
        if (Api.ofDoor(path) == Api.ANTHROPIC) {
            response.headers().set(RequestIds.ANTHROPIC_HEADER, requestId);
        }
        response.headers()
                .set(RequestIds.HEADER, requestId)
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    /** For a broken request behind another one on the same connection, whose turn has come. */
    static void answerInvalid(HttpServerRequest request) {
        answer(request, of(request.decoderResult().cause()));
    }

    static void answer(RoutingContext routing, int status) {
        HttpServerResponse response = routing.response();
        if (response.headWritten()) {
            routing.request().connection().close();
        } else {
            answer(routing.request(), ofRouter(status));
        }
    }

    private static void answer(HttpServerRequest request, OpenRouterException error) {
        String requestId = RequestIds.choose(request.getHeader(RequestIds.HEADER));
        byte[] body = ErrorEnvelope.render(Api.ofDoor(request.path()), error, requestId);
        if (Api.ofDoor(request.path()) == Api.ANTHROPIC) {
            request.response().putHeader(RequestIds.ANTHROPIC_HEADER, requestId);
        }
        request.response()
                .setStatusCode(error.status())
                .putHeader(RequestIds.HEADER, requestId)
                .putHeader(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .end(Buffer.buffer(body));
    }

    private static OpenRouterException ofRouter(int status) {
        return switch (status) {
            case 400 -> malformed("The request's path or its Host header is not valid.");
            case 404 -> refusal(404, "Unknown path.", "unknown_path");
            case 500 -> OpenRouterException.internal();
            default -> refusal(status, "The server does not take this request.", null);
        };
    }

    private static OpenRouterException refusal(int status, String message, @Nullable String code) {
        return OpenRouterException.of(status, message, null, code);
    }
}
