/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.stream;

import io.github.camelopenrouter.error.ErrorEnvelope;
import io.github.camelopenrouter.error.OpenRouterException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.IOHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one answer to one client: the head by the allow-list, a body of bytes in one go, a stream piece by piece as it
 * comes. Runs on the exchange's thread; only {@link #refuse} may be called on the event loop.
 */
final class ClientResponse {

    private static final Logger LOG = LoggerFactory.getLogger(ClientResponse.class);
    private static final int PIECE = 16 * 1024;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String requestId;
    private final ClientLink link = new ClientLink();

    ClientResponse(RoutingContext routing) {
        this.request = routing.request();
        this.response = routing.response();
        this.requestId = RequestIds.choose(request.getHeader(RequestIds.HEADER));
        response.putHeader(RequestIds.HEADER, requestId);
        response.closeHandler(closed -> link.leave());
    }

    String requestId() {
        return requestId;
    }

    ClientLink link() {
        return link;
    }

    /** Answers with the error envelope of this door. */
    void refuse(OpenRouterException error) {
        byte[] body = ErrorEnvelope.render(ErrorEnvelope.apiOf(request.path()), error, requestId);
        response.setStatusCode(error.status()).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        if (error.retryAfterSeconds() != null) {
            response.putHeader("Retry-After", error.retryAfterSeconds().toString());
        }
        finish(body);
    }

    /** Sends what the route left on the exchange. Whatever happens, a stream in the body is closed afterwards. */
    void send(Exchange exchange) {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        try {
            if (link.isGone()) {
                return;
            }
            if (exchange.getException() != null) {
                fail(exchange.getException());
            } else if (body instanceof InputStream stream && hasBody()) {
                sendStream(message, stream);
            } else {
                head(message);
                finish(bytesOf(message));
            }
        } finally {
            if (body instanceof InputStream stream) {
                IOHelper.close(stream);
            }
        }
    }

    /** A fault of ours: the log gets the cause, the client an envelope that tells nothing of our inside. */
    void fail(Throwable cause) {
        if (link.isGone()) {
            return;
        }
        LOG.error("Request {} failed", requestId, cause);
        if (response.headWritten()) {
            request.connection().close();
        } else {
            refuse(OpenRouterException.internal());
        }
    }

    /** Nothing is promised to the client before the first bytes are there: until then a failure can still be a 502. */
    private void sendStream(Message message, InputStream stream) {
        byte[] piece = new byte[PIECE];
        try {
            int read = stream.read(piece);
            head(message);
            if (read < 0) {
                finish(new byte[0]);
                return;
            }
            response.setChunked(true);
            PacedWriter writer = new PacedWriter(response, link);
            while (read >= 0) {
                writer.write(piece, read);
                read = stream.read(piece);
            }
            response.end();
        } catch (IOException e) {
            breakOff(e);
        }
    }

    /** The upstream died: a 502 if nothing has gone out, otherwise the client must see that the answer is not whole. */
    private void breakOff(IOException cause) {
        if (link.isGone()) {
            LOG.debug("Request {}: the client has left", requestId);
        } else if (response.headWritten()) {
            LOG.warn("Request {}: the upstream broke off: {}", requestId, cause.getMessage());
            request.connection().close();
        } else {
            refuse(OpenRouterException.badGateway("OpenRouter closed the connection before it answered."));
        }
    }

    private void head(Message message) {
        response.setStatusCode(message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class));
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            if (header.getValue() != null && AnswerHeaders.allows(header.getKey())) {
                putHeader(header.getKey(), header.getValue());
            }
        }
    }

    private void putHeader(String name, Object value) {
        if (value instanceof Collection<?> values) {
            response.putHeader(name, values.stream().map(String::valueOf).toList());
        } else {
            response.putHeader(name, value.toString());
        }
    }

    private static byte[] bytesOf(Message message) {
        byte[] bytes = message.getBody(byte[].class);
        return bytes != null ? bytes : new byte[0];
    }

    private void finish(byte[] body) {
        if (hasBody()) {
            response.end(Buffer.buffer(body));
        } else {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
            response.end();
        }
    }

    private boolean hasBody() {
        return request.method() != HttpMethod.HEAD;
    }
}
