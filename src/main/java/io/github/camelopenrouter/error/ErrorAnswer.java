/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.Operation.Api;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.util.IOHelper;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Turns the exception of an exchange into an answer: status, {@code Retry-After} and the error envelope of the
 * operation's API, and nothing else. The one mapping of exceptions to answers.
 */
public final class ErrorAnswer implements Processor {

    /**
     * The Exchange property (Boolean) of a call whose failure somebody throws, as Kamelets do: whoever handles it knows what
     * happened, and nobody is warned.
     */
    public static final String IS_THROWN = "CamelOpenRouterFailureIsThrown";

    /** The Exchange property (IOException) of such a call that says how its connection has failed. */
    public static final String REASON = "CamelOpenRouterFailureReason";

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswer.class);

    @Override
    public void process(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        answer(exchange, errorOf(cause, exchange));
    }

    /** Replaces the message by the answer that this error is; an upstream answer that was open in it is closed. */
    public static void answer(Exchange exchange, OpenRouterException error) {
        String requestId = exchange.getProperty(OpenRouterConstants.REQUEST_ID, String.class);
        Message message = exchange.getMessage();
        Map<String, Object> headers = exchange.getContext()
                .getCamelContextExtension()
                .getHeadersMapFactory()
                .newMap();
        headers.put(Exchange.HTTP_RESPONSE_CODE, error.status());
        headers.put(Exchange.CONTENT_TYPE, "application/json");
        if (error.retryAfterSeconds() != null) {
            headers.put("Retry-After", error.retryAfterSeconds());
        }
        if (message.getBody() instanceof InputStream open) {
            IOHelper.close(open);
        }
        message.setBody(ErrorEnvelope.render(apiOf(exchange), error, requestId));
        message.setHeaders(headers);
    }

    /** An exchange that has not reached its operation yet is known by the door it came in by, a header till now. */
    private static Api apiOf(Exchange exchange) {
        Operation operation = exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
        return operation != null
                ? operation.api()
                : Api.ofDoor(exchange.getMessage().getHeader(Exchange.HTTP_PATH, String.class));
    }

    /**
     * What a circuit breaker lets through it has wrapped, so the causes count. Before OpenRouter has been called, a broken
     * connection is a step's of the operator.
     */
    private static OpenRouterException errorOf(Exception cause, Exchange exchange) {
        SaysItsAnswer known = ObjectHelper.getException(SaysItsAnswer.class, cause);
        if (known != null) {
            return known.asAnswer();
        }
        boolean called = exchange.getProperty(OpenRouterConstants.ATTEMPTS) != null;
        IOException failure = ObjectHelper.getException(IOException.class, cause);
        if (failure != null && (called || failure instanceof ClientGoneException)) {
            exchange.setProperty(REASON, failure);
            boolean thrown = Boolean.TRUE.equals(exchange.getProperty(IS_THROWN));
            LOG.atLevel(thrown ? Level.DEBUG : Level.WARN)
                    .log("{}: the call to OpenRouter failed: {}", nameOf(exchange), failure.toString());
            return unreachable(failure);
        }
        LOG.error("{} failed", nameOf(exchange), QuotelessFailure.of(cause));
        return OpenRouterException.internal();
    }

    /** For the log; a call of a host's route has no request. */
    private static String nameOf(Exchange exchange) {
        String requestId = exchange.getProperty(OpenRouterConstants.REQUEST_ID, String.class);
        return requestId == null ? "Exchange " + exchange.getExchangeId() : "Request " + requestId;
    }

    private static OpenRouterException unreachable(IOException failure) {
        if (failure instanceof UnreachableException known) {
            return OpenRouterException.badGateway(known.sentence());
        }
        if (failure instanceof TruncatedException known) {
            return known.reason();
        }
        return switch (FailureKind.of(failure)) {
            case CONNECT_TIMEOUT ->
                OpenRouterException.of(
                        504, "OpenRouter did not accept a connection in time.", null, "upstream_connect_timeout");
            case RESPONSE_TIMEOUT ->
                OpenRouterException.of(504, "OpenRouter did not answer in time.", null, "upstream_timeout");
            case INTERRUPTED -> OpenRouterException.badGateway("The call to OpenRouter was interrupted.");
            case TLS_FAILED -> OpenRouterException.badGateway(TlsFailure.sentence(failure));
            case NOT_REACHED -> OpenRouterException.badGateway("OpenRouter could not be reached.");
            default -> OpenRouterException.badGateway("OpenRouter closed the connection before it had answered.");
        };
    }
}
