/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.call.UpstreamTarget;
import io.github.camelopenrouter.error.UnreachableException;
import io.github.camelopenrouter.response.AccountErrors;
import io.github.camelopenrouter.response.EventStream;
import io.github.camelopenrouter.response.JsonResponse;
import io.github.camelopenrouter.response.OpaqueResponse;
import io.github.camelopenrouter.response.OutputMeter;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.response.filter.CallFilters;
import io.github.camelopenrouter.response.filter.FilteredStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * Holds a success back until it is known to be one: OpenRouter sends status 200 before a vendor has answered, so an error
 * may come before any content, in the stream or in the body. Such an error becomes the answer it is, with the status that
 * its code names; until then the call can still become anything, and be tried again. An error behind content passes.
 *
 * <p>In: the open answer as camel-http left it. Out: the same bytes, inspected as they pass ({@link ResponseReport}), or
 * the error as JSON. An answer that ends before it has begun is an {@link IOException}.
 */
final class InspectFirstEvent implements Processor {

    private final @Nullable AccountErrors accounts;

    /** @param accounts say how clients see errors; null for as they are */
    InspectFirstEvent(@Nullable AccountErrors accounts) {
        this.accounts = accounts;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        boolean encoded = message.getHeader("Content-Encoding") != null;
        boolean listed = operation(exchange) == Operation.PASS_THROUGH;
        boolean success = status == 200 || listed && status > 200 && status < 300;
        if (success && !encoded && message.getBody() instanceof InputStream stream) {
            inspect(exchange, stream, status, listed);
        } else {
            uninspected(exchange, status);
        }
    }

    /** @param listed whether it is the answer of one of OpenRouter's other paths, which may be of any kind */
    private void inspect(Exchange exchange, InputStream stream, int status, boolean listed) throws IOException {
        String contentType = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, "", String.class);
        String lower = contentType.toLowerCase(Locale.ROOT);
        try {
            if (lower.startsWith("text/event-stream")) {
                events(exchange, stream);
            } else if (lower.contains("json")
                    && !(listed && UpstreamTarget.of(exchange).free())) {
                plain(exchange, stream);
            } else if (lower.startsWith("text/html")) { // what stands between us and OpenRouter says 200, too
                throw new UnreachableException("OpenRouter answered with a web page in place of an answer.");
            } else if (listed) {
                opaqueUnlessBlocked(exchange, stream);
            } else {
                uninspected(exchange, status);
            }
        } catch (IOException e) {
            IOHelper.close(stream); // nobody after us will see it
            throw e;
        }
    }

    private void events(Exchange exchange, InputStream stream) throws IOException {
        ResponseReport report = report(exchange);
        EventStream events = new EventStream(stream, operation(exchange), current(exchange), report);
        if (operation(exchange) == Operation.PASS_THROUGH
                && !isStream(exchange)) { // a path with another word for events
            events.endsAnywhere();
        }
        if (accounts != null) {
            events.showErrorsBy(accounts);
        }
        OutputMeter meter = UpstreamCall.begun(exchange).meter();
        if (meter != null) {
            events.meteredBy(meter);
        }
        events.awaitContent(UpstreamCall.begun(exchange).client());
        if (events.startsWithError()) {
            byte[] error = events.firstData();
            events.close();
            becomeError(exchange, error);
        } else {
            InputStream body = filtered(exchange, events, report);
            exchange.getMessage().setBody(body);
            current(exchange).passes(report);
            if (body instanceof FilteredStream held) {
                held.awaitFirst();
            }
        }
    }

    private void plain(Exchange exchange, InputStream stream) throws IOException {
        ResponseReport report = report(exchange);
        JsonResponse answer = new JsonResponse(stream, operation(exchange), current(exchange), report);
        answer.awaitStart();
        byte[] whole = answer.whole();
        if (whole != null && answer.isError()) {
            becomeError(exchange, whole);
        } else {
            exchange.getMessage().setBody(filtered(exchange, answer, shown(exchange, answer, whole), report));
            current(exchange).passes(report);
        }
    }

    /** An error beside content passes with it. */
    private byte @Nullable [] shown(Exchange exchange, JsonResponse answer, byte @Nullable [] whole) {
        return accounts != null && whole != null && answer.isErroneous()
                ? accounts.inAnswer(operation(exchange), whole)
                : whole;
    }

    private static void opaqueUnlessBlocked(Exchange exchange, InputStream stream) throws IOException {
        UpstreamCall call = UpstreamCall.begun(exchange);
        CallFilters filters = call.filters();
        if (filters == null || !blocksUnread(exchange, call, filters)) {
            opaque(exchange, stream);
        }
    }

    /** What nobody looks into: a look costs nothing and its errors are its own, and sound and pictures are no text. */
    private static void opaque(Exchange exchange, InputStream stream) throws IOException {
        ResponseReport report = report(exchange);
        String id = exchange.getMessage().getHeader("X-Generation-Id", String.class);
        OpaqueResponse answer = new OpaqueResponse(stream, current(exchange), report, id);
        answer.awaitFirst();
        exchange.getMessage().setBody(answer);
        current(exchange).passes(report);
    }

    /** What has come is one thing, and what the client sees of it another: each has a report of its own. */
    private static InputStream filtered(Exchange exchange, EventStream events, ResponseReport received) {
        UpstreamCall call = UpstreamCall.begun(exchange);
        CallFilters filters = call.filters();
        if (filters == null) {
            return events;
        }
        ResponseReport shown = report(exchange);
        ResponseFacts begun = received.begun();
        if (begun != null) {
            shown.begin(begun);
        }
        return filters.stream(events, operation(exchange), call.client(), received, shown);
    }

    private static Object filtered(
            Exchange exchange, JsonResponse answer, byte @Nullable [] whole, ResponseReport received)
            throws IOException {
        UpstreamCall call = UpstreamCall.begun(exchange);
        CallFilters filters = call.filters();
        if (filters == null) {
            return whole != null ? whole : answer;
        }
        return filters.body(answer, operation(exchange), call.client(), received, () -> report(exchange));
    }

    /** A success that nobody can look into passes, unless a filter insists on seeing it. */
    private static void uninspected(Exchange exchange, int status) throws IOException {
        UpstreamCall call = UpstreamCall.begun(exchange);
        call.current().uninspected();
        CallFilters filters = call.filters();
        if (filters != null && status >= 200 && status < 300) {
            blocksUnread(exchange, call, filters);
        }
    }

    /** Whether one of the filters insists; then the answer is what it puts in its place. */
    private static boolean blocksUnread(Exchange exchange, UpstreamCall call, CallFilters filters) throws IOException {
        Message message = exchange.getMessage();
        boolean stream = isStream(exchange);
        String id = message.getHeader("X-Generation-Id", String.class);
        ResponseFacts known = new ResponseFacts(Outcome.BLOCKED, id, null, null, null, 0, null, null);
        byte[] blocked = filters.unread(operation(exchange), stream, call.client(), known);
        if (blocked == null) {
            return false;
        }
        call.current().uninspected();
        if (message.getBody() instanceof InputStream open) {
            IOHelper.close(open);
        }
        report(exchange).end(known);
        message.removeHeader("Content-Encoding");
        message.setHeader(Exchange.CONTENT_TYPE, stream ? "text/event-stream" : "application/json");
        message.setBody(blocked);
        return true;
    }

    private static void becomeError(Exchange exchange, byte[] json) throws IOException {
        ErrorIn200 error = ErrorIn200.of(json, operation(exchange));
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, error.status());
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(error.body());
    }

    private static UpstreamAttempt current(Exchange exchange) {
        return UpstreamCall.begun(exchange).current();
    }

    private static boolean isStream(Exchange exchange) {
        return Boolean.TRUE.equals(exchange.getProperty(OpenRouterConstants.STREAM));
    }

    private static Operation operation(Exchange exchange) {
        return exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
    }

    private static ResponseReport report(Exchange exchange) {
        ResponseReport report = new ResponseReport();
        exchange.setProperty(ResponseReport.PROPERTY, report);
        current(exchange).facts().inspectedBy(report);
        return report;
    }
}
