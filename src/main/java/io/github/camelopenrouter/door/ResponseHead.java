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
import io.github.camelopenrouter.api.HeaderList;
import io.github.camelopenrouter.call.ClientLink.Expectation;
import io.github.camelopenrouter.error.OpenRouterException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Status and headers of one answer, which a client gets once: those of the route's message by the allow-list, or the
 * gateway's own. {@link ClientResponse} calls it under its lock; only {@link #closesItsConnection} may come from anywhere.
 */
final class ResponseHead {

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final RequestRecord record;
    private boolean sent;
    private volatile boolean lastOne;
    /** Whether the client has been told that its connection ends with this answer. */
    private boolean closing;

    ResponseHead(HttpServerRequest request, RequestRecord record) {
        this.request = request;
        this.response = request.response();
        this.record = record;
    }

    boolean isSent() {
        return sent;
    }

    boolean isClosing() {
        return closing;
    }

    /** The gateway takes no further request on this connection: it ends with this answer. HTTP/2 has no such header. */
    void closesItsConnection() {
        lastOne = request.version() != HttpVersion.HTTP_2;
    }

    /** The body will be so long. */
    void announce(int length) {
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(length));
    }

    /** Those of an answer without a body. */
    void ofNothing() {
        response.setStatusCode(204);
        send();
    }

    /** Those of the error envelope. */
    void of(OpenRouterException error) {
        response.setStatusCode(error.status()).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        if (error.retryAfterSeconds() != null) {
            response.putHeader("Retry-After", error.retryAfterSeconds().toString());
        }
        send();
    }

    /** Those of a message. A header that is none throws before anything is sent, so the failure can still be told. */
    void of(Message message) {
        response.setStatusCode(message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class));
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            if (header.getValue() != null && HeaderList.TO_CLIENT.allows(header.getKey())) {
                putHeader(header.getKey(), header.getValue());
            }
        }
        send();
    }

    /** Those of a message whose body comes in pieces: in chunks, unless its length has been announced. */
    void ofPieces(Message message) {
        of(message);
        response.setChunked(!response.headers().contains(HttpHeaders.CONTENT_LENGTH));
    }

    /** Those that go before a sign of life, while nobody knows yet what the answer will be. */
    void ofUnknown(Expectation expected) {
        send();
        response.setChunked(true);
        response.putHeader(HttpHeaders.CONTENT_TYPE, expected.stream() ? "text/event-stream" : "application/json");
        if (expected.stream()) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache").putHeader("X-Accel-Buffering", "no");
        }
    }

    /** They go to the socket with the first byte that follows, or the end. */
    private void send() {
        sent = true;
        record.headSent();
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
}
