/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.call.ClientLink.Expectation;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.error.QuotelessFailure;
import io.github.camelopenrouter.error.SaysItsAnswer;
import io.github.camelopenrouter.error.TruncatedException;
import io.github.camelopenrouter.error.UpstreamError;
import io.github.camelopenrouter.response.ErrorFrame;
import io.github.camelopenrouter.response.OwnedStream;
import io.github.camelopenrouter.response.ResponseInspector;
import io.github.camelopenrouter.response.StreamOwner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.IOHelper;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what a route has left on its exchange: bytes in one go, a stream piece by piece as it comes. Runs on the
 * exchange's thread.
 */
final class ResponseDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseDelivery.class);
    /** Enough for what a model writes at a time: an open stream that comes in tokens holds no more. */
    private static final int SMALL_PIECE = 2 * 1024;
    /** For a stream that has filled the small one. */
    private static final int PIECE = 16 * 1024;
    /** A body up to this length is handed on at once. */
    private static final int SHORT = 128 * 1024;

    private static final byte[] NOTHING = new byte[0];

    private final ClientResponse response;
    /** Whether the client had status 200 before there was an answer. */
    private boolean committedEarly;

    ResponseDelivery(ClientResponse response) {
        this.response = response;
    }

    /** Whatever happens, a stream in the body is closed afterwards, and so is an answer that the body has replaced. */
    void deliver(Exchange exchange) {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        try {
            if (response.link().isGone()) {
                return;
            }
            committedEarly = response.settle();
            if (exchange.getException() != null) {
                fail(exchange.getException());
            } else if (committedEarly && !keepsPromise(message)) {
                tooLate(message, body instanceof InputStream ? NOTHING : message.getBody(byte[].class));
            } else if (body instanceof InputStream stream && response.wantsBody()) {
                stream(message, stream);
            } else {
                whole(message, response.wantsBody() || !(body instanceof InputStream));
            }
        } finally {
            if (body instanceof InputStream stream) {
                IOHelper.close(stream);
            }
            StreamOwner.received(exchange);
        }
    }

    /**
     * What a step has refused is an answer, also in a route of the host's without our error handling. All else is a fault:
     * the log gets the cause, the client an answer that tells nothing of our inside.
     */
    void fail(Throwable cause) {
        if (response.link().isGone()) {
            return;
        }
        SaysItsAnswer known = ObjectHelper.getException(SaysItsAnswer.class, cause);
        if (known == null) {
            LOG.error("Request {} failed", response.requestId(), QuotelessFailure.of(cause));
        }
        OpenRouterException error = known == null ? OpenRouterException.internal() : known.asAnswer();
        Operation early = earlyStream();
        if (early != null) {
            tellInStream(early, error.status(), error.code(), error.openAiType(), error.getMessage());
        } else {
            response.refuse(error);
        }
    }

    private void whole(Message message, boolean withBody) {
        byte[] body = withBody ? message.getBody(byte[].class) : NOTHING;
        if (body != null && body.length > SHORT && response.wantsBody()) {
            response.announce(body.length);
            stream(message, new ByteArrayInputStream(body));
        } else {
            response.sendWhole(message, body == null ? NOTHING : body);
        }
    }

    /** The signs of life have told the client what will come: events, or a body that is not encoded. */
    private boolean keepsPromise(Message message) {
        String contentType = message.getHeader(Exchange.CONTENT_TYPE, "", String.class);
        boolean events = contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
        return message.getHeader("Content-Encoding") == null && (events || earlyStream() == null);
    }

    private void tooLate(Message message, byte @Nullable [] body) {
        Operation early = earlyStream();
        if (early != null) {
            lateAnswer(early, message, body);
        } else {
            response.breakOff();
        }
    }

    /** Nothing is promised before the first bytes are there: until then a failure can still be a 502. */
    private void stream(Message message, InputStream stream) {
        byte[] piece = new byte[SMALL_PIECE];
        try {
            int read = stream.read(piece);
            if (read < 0) {
                response.sendWhole(message, NOTHING);
                return;
            }
            while (read >= 0) {
                response.sendPiece(message, piece, read, isBetweenEvents(stream));
                piece = roomFor(read, piece);
                read = stream.read(piece);
            }
            response.end();
        } catch (IOException e) {
            broken(e);
        }
    }

    private static byte[] roomFor(int read, byte[] piece) {
        return read == piece.length && read < PIECE ? new byte[PIECE] : piece;
    }

    private static boolean isBetweenEvents(InputStream stream) {
        return stream instanceof OwnedStream owned && owned.isBetweenEvents();
    }

    private void broken(IOException cause) {
        if (response.link().isGone()) {
            LOG.debug("Request {}: the client has left", response.requestId());
        } else if (response.link().stopReason().isPresent()) {
            response.refuse(response.link().stopReason().get());
        } else {
            LOG.warn("Request {}: the upstream broke off: {}", response.requestId(), cause.getMessage());
            response.refuse(answerTo(cause));
        }
    }

    private static OpenRouterException answerTo(IOException cause) {
        return cause instanceof TruncatedException truncated
                ? truncated.reason()
                : OpenRouterException.badGateway("OpenRouter closed the connection before it answered.");
    }

    /** The client has got status 200 and comments; an error that came after that is told by an event. */
    private void lateAnswer(Operation operation, Message message, byte @Nullable [] body) {
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        UpstreamError error = UpstreamError.in(body == null ? NOTHING : body);
        tellInStream(
                operation,
                status < 400 ? 502 : status,
                error.code(),
                error.typeOr("upstream_error"),
                error.messageOr("OpenRouter answered with something that is no event stream."));
    }

    /** Whose stream the client was promised before there was an answer, null where it was none. */
    private @Nullable Operation earlyStream() {
        Expectation expected = response.link().expectation();
        return committedEarly && expected != null && expected.stream() ? expected.operation() : null;
    }

    private void tellInStream(Operation operation, int status, @Nullable String code, String type, String text) {
        response.record().errorTold();
        response.endWith(ErrorFrame.render(operation, new ResponseInspector(operation), status, code, type, text));
    }
}
