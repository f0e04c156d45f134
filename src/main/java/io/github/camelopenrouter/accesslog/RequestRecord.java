/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.accesslog;

import io.github.camelopenrouter.call.Arrival;
import io.github.camelopenrouter.response.ResponseFacts;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;

/**
 * One request as the access log tells it: each of those who work on it says what happened, and when the last byte and the
 * route are both done, in whichever order, one line is written. Safe for many threads; without an access log it costs
 * some readings of the clock.
 */
public final class RequestRecord {

    private static final long NEVER = 0;

    private final AccessLog log;
    private final String requestId;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Arrival arrival = new Arrival();
    /** The end of the answer, and that of the route where one runs. */
    private final AtomicInteger awaited = new AtomicInteger(1);

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean written = new AtomicBoolean();

    private volatile long headSent = NEVER;
    private volatile long ended = NEVER;
    private volatile boolean delivered;
    private volatile boolean brokenOff;
    private volatile boolean errorTold;
    private volatile RouteFacts route = RouteFacts.NONE;

    public RequestRecord(AccessLog log, String requestId, HttpServerRequest request) {
        this.log = log;
        this.requestId = requestId;
        this.request = request;
        this.response = request.response();
    }

    /** When the request came. */
    public Arrival arrival() {
        return arrival;
    }

    /** The client gets its status. */
    public void headSent() {
        headSent = System.nanoTime();
    }

    /** The socket has taken the last byte of the answer, or never will. */
    public void sent(boolean taken) {
        delivered = taken;
    }

    /** The gateway cuts the connection, because what it has sent will never be a whole answer. */
    public void brokenOff() {
        brokenOff = true;
    }

    /** The client had its status, and learns of an error by an event. */
    public void errorTold() {
        errorTold = true;
    }

    /** A route runs: the line waits for {@link #routeEnded}. */
    public void routeBegins() {
        awaited.incrementAndGet();
    }

    /** The route and what it has left on its exchange are done with; the exchange is not kept. */
    public void routeEnded(Exchange exchange) {
        if (log.isOn()) {
            route = RouteFacts.of(exchange);
        }
        oneLess();
    }

    /** The last byte is on its way or the client has left; only the first time counts. */
    public void answerEnded() {
        if (over.compareAndSet(false, true)) {
            ended = System.nanoTime();
            oneLess();
        }
    }

    private void oneLess() {
        if (awaited.decrementAndGet() == 0 && log.isOn() && written.compareAndSet(false, true)) {
            log.write(entry());
        }
    }

    private AccessEntry entry() {
        boolean answered = headSent != NEVER;
        return new AccessEntry(
                requestId,
                request.method().name(),
                request.path(),
                answered ? response.getStatusCode() : AccessEntry.UNKNOWN,
                response.bytesWritten(),
                route,
                answered ? headSent - arrival.nanos() : AccessEntry.UNKNOWN,
                ended - arrival.nanos(),
                outcome());
    }

    /** Whether the answer's last event went by, behind which many clients leave without waiting for the stream's end. */
    private boolean isWhole() {
        ResponseFacts answer = route.answer();
        return route.stream() && answer != null && answer.outcome() == ResponseFacts.Outcome.COMPLETE;
    }

    private String outcome() {
        if (brokenOff) {
            return "truncated";
        }
        if (!delivered) {
            return isWhole() ? "complete" : "cancelled";
        }
        if (errorTold || response.getStatusCode() >= 400) {
            return "error";
        }
        ResponseFacts answer = route.answer();
        if (answer == null) {
            return "complete";
        }
        return switch (answer.outcome()) {
            case COMPLETE -> "complete";
            case ERROR -> "error";
            case BLOCKED -> "blocked";
            case ABANDONED, OPEN -> "replaced"; // by a step of the operator's, and the client has all of that
            default -> "truncated";
        };
    }
}
