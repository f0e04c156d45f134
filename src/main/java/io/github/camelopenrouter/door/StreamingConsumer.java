/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.OpenRouterException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;

/**
 * One door: takes a request off the event loop once its body is there, runs the route on a thread of the engine and
 * writes the answer from the same thread.
 */
final class StreamingConsumer extends VertxPlatformHttpConsumer {

    private final StreamingEngine engine;
    private final OpenResponses answers = new OpenResponses();
    private Route unknownPaths;

    StreamingConsumer(
            PlatformHttpEndpoint endpoint,
            Processor processor,
            List<Handler<RoutingContext>> handlers,
            String routerName,
            StreamingEngine engine) {
        super(endpoint, processor, handlers, routerName);
        this.engine = engine;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        letCamelWaitForAnswers();
        unknownPaths = UnknownPaths.install(engine.router(), getEndpoint().getPath(), engine);
    }

    /** Camel asks what belongs to a route what is still to do, and this consumer stands behind another one there. */
    private void letCamelWaitForAnswers() {
        getEndpoint().getCamelContext().getRoutes().stream()
                .filter(route -> route.getEndpoint() == getEndpoint()
                        && !route.getServices().contains(answers))
                .forEach(route -> route.addService(answers));
    }

    /** A door that is stopped, alone or with its context, is suspended first; Camel then waits for its answers. */
    @Override
    protected void doSuspend() {
        answers.close(engine.timer(), engine.options().drainTimeout());
    }

    @Override
    protected void doResume() {
        answers.reopen();
    }

    @Override
    protected void doStop() throws Exception {
        answers.end();
        if (!getEndpoint().getCamelContext().isStopping()) {
            unknownPaths.remove(); // a stopping server needs them to the end
        }
        super.doStop();
    }

    @Override
    protected void handleRequest(RoutingContext routing) {
        ClientResponse response = new ClientResponse(routing, engine);
        answers.add(response); // before the look at the state: whoever sees it open is waited for
        if (!isStartingOrStarted()) {
            DrainAndRefuse.answerAndClose(
                    routing.vertx(), routing.request(), () -> response.refuse(OpenRouterException.stopping()));
            return;
        }
        new QueuedRequest(
                        engine.admission(),
                        routing,
                        response.link(),
                        slot -> read(routing, response, slot),
                        reason -> refuseEarly(routing, response, reason))
                .enter(engine.options());
    }

    private void read(RoutingContext routing, ClientResponse response, Permit slot) {
        response.ending().holdsSlot(slot);
        response.link().countIn(slot.bytes());
        engine.keepAlive().watch(response);
        RequestReader.read(routing.vertx(), routing.request(), response.link(), engine.options(), slot.bytes())
                .onComplete(body -> dispatch(routing, response, slot, body));
    }

    private void dispatch(RoutingContext routing, ClientResponse response, Permit slot, AsyncResult<byte[]> body) {
        if (body.succeeded()) {
            Exchange exchange = exchangeOf(routing.request(), response, body.result());
            response.visit().routeBegins();
            try {
                engine.threads().execute(() -> run(exchange, response, slot));
                return;
            } catch (RejectedExecutionException e) {
                response.refuse(OpenRouterException.stopping());
                response.visit().routeEnded(exchange);
                releaseExchange(exchange, false);
            }
        } else if (body.cause() instanceof OpenRouterException refusal) {
            refuseEarly(routing, response, refusal);
        }
        slot.giveBack();
    }

    private Exchange exchangeOf(HttpServerRequest request, ClientResponse response, byte[] body) {
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.setProperty(ClientLink.PROPERTY, response.link());
        exchange.setProperty(OpenRouterConstants.REQUEST_ID, response.requestId());
        Message message = new HttpMessage(exchange, request, request.response());
        ClientHeaders.copy(request, message);
        message.setBody(body);
        exchange.setMessage(message);
        return exchange;
    }

    private void run(Exchange exchange, ClientResponse response, Permit slot) {
        ResponseDelivery delivery = new ResponseDelivery(response);
        try {
            createUoW(exchange);
            getProcessor().process(exchange);
            delivery.deliver(exchange);
        } catch (Exception e) {
            delivery.fail(e);
        } finally {
            doneUoW(exchange);
            slot.giveBack();
            response.visit().routeEnded(exchange);
            releaseExchange(exchange, false);
        }
    }

    private static void refuseEarly(RoutingContext routing, ClientResponse response, OpenRouterException error) {
        Vertx vertx = routing.vertx();
        DrainAndRefuse.answer(vertx, routing.request(), () -> response.refuse(error));
    }
}
