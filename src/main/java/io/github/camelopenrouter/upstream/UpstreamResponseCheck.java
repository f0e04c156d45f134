/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.error.AccountError;
import io.github.camelopenrouter.error.ErrorAnswer;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.error.UpstreamError;
import io.github.camelopenrouter.response.AccountErrors;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.response.ResponseReport;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what OpenRouter answered: a success passes as it is, and so does an error in JSON; an HTML page, an empty
 * body or anything else that no client can read becomes the error envelope with the same status.
 */
final class UpstreamResponseCheck implements Processor {

    /** More than every error that OpenRouter documents; a longer one is no readable error. */
    private static final int LONGEST_ERROR = 1024 * 1024;

    private static final int LOWEST_ERROR = 400;

    private static final JsonFactory JSON = new JsonFactory();

    private final @Nullable AccountErrors accounts;

    /** @param accounts say what clients see of errors; null for all of it */
    UpstreamResponseCheck(@Nullable AccountErrors accounts) {
        this.accounts = accounts;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        if (status >= 300 || status < 200) {
            error(exchange, message, status);
        } else if (isBlocked(exchange)) {
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, 403);
        }
    }

    /**
     * One of OpenRouter's other paths, whose answers have no shape of their own for it: a filter has put an error in the place
     * of the answer. It is none of OpenRouter's, so no earlier step may see its status.
     */
    private static boolean isBlocked(Exchange exchange) {
        if (exchange.getProperty(OpenRouterConstants.OPERATION) != Operation.PASS_THROUGH) {
            return false;
        }
        ResponseReport report = ResponseReport.of(exchange);
        ResponseFacts answer = report == null ? null : report.facts();
        return answer != null
                && answer.outcome() == Outcome.BLOCKED
                && exchange.getMessage().getBody() instanceof byte[]
                && !Boolean.TRUE.equals(exchange.getProperty(OpenRouterConstants.STREAM));
    }

    private void error(Exchange exchange, Message message, int status) throws IOException {
        byte[] body = bodyOf(message);
        if (accounts != null && !isOurs(exchange, status) && isAccounts(status, body)) {
            ErrorAnswer.answer(exchange, AccountError.exception());
            message.setHeader("x-should-retry", "false"); // an operator has to do something first
        } else if (status >= LOWEST_ERROR && isJsonObject(body)) {
            message.setBody(accounts == null || body == null ? body : accounts.inError(body));
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        } else {
            Object retryAfter = message.getHeader("Retry-After");
            Object shouldRetry = message.getHeader("x-should-retry");
            ErrorAnswer.answer(exchange, envelope(status));
            keep(message, "Retry-After", retryAfter);
            keep(message, "x-should-retry", shouldRetry);
        }
    }

    /** An operator's step, or a rule of ours, has refused the call: OpenRouter has not been asked. */
    private static boolean isOurs(Exchange exchange, int status) {
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        return caught instanceof OpenRouterException refusal
                && refusal.status() == status
                && caught != exchange.getProperty(UpstreamCall.EARLIER_FAILURE);
    }

    private static boolean isAccounts(int status, byte @Nullable [] body) {
        return UpstreamError.in(body == null ? new byte[0] : body).isAccounts(status);
    }

    private static void keep(Message message, String name, @Nullable Object value) {
        if (value != null) {
            message.setHeader(name, value);
        }
    }

    /** A redirect is no answer to an API call, whatever stands in it, so it becomes a 502. */
    private static OpenRouterException envelope(int status) {
        String text = "OpenRouter answered with status " + status + " and no readable error.";
        return OpenRouterException.of(status < LOWEST_ERROR ? 502 : status, text, null, "upstream_" + status);
    }

    private static byte @Nullable [] bodyOf(Message message) throws IOException {
        if (message.getBody() instanceof InputStream stream) {
            try (stream) {
                return stream.readNBytes(LONGEST_ERROR);
            }
        }
        return message.getBody(byte[].class);
    }

    private static boolean isJsonObject(byte @Nullable [] body) {
        if (body == null) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
        } catch (IOException e) {
            return false; // not JSON, or cut off: the envelope says so
        }
    }
}
