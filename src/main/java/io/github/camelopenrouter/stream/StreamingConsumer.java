/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.stream;

import io.github.camelopenrouter.config.OpenRouterConstants;
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
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * One door: takes a request off the event loop once its body is there, runs the route on a thread of the engine and
 * writes the answer from the same thread.
 */
final class StreamingConsumer extends VertxPlatformHttpConsumer {

    private final StreamingEngine engine;
    private final String routerName;
    private Route unknownPaths;

    StreamingConsumer(
            PlatformHttpEndpoint endpoint,
            Processor processor,
            List<Handler<RoutingContext>> handlers,
            String routerName,
            StreamingEngine engine) {
        super(endpoint, processor, handlers, routerName);
        this.engine = engine;
        this.routerName = routerName;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        unknownPaths = UnknownPaths.install(router(), getEndpoint().getPath(), engine);
    }

    @Override
    protected void doStop() throws Exception {
        unknownPaths.remove();
        super.doStop();
    }

    @Override
    protected void handleRequest(RoutingContext routing) {
        ClientResponse response = new ClientResponse(routing, engine.cors());
        if (isSuspended()) {
            refuseEarly(routing, response, OpenRouterException.overloaded("The gateway is stopping.", "stopping", 1));
            return;
        }
        Slot slot = engine.enter();
        if (slot == null) {
            refuseEarly(
                    routing,
                    response,
                    OpenRouterException.overloaded(
                            "The gateway is at its limit of concurrent requests (openrouter.max-concurrent-requests).",
                            "too_many_concurrent_requests",
                            1));
            return;
        }
        response.holdsSlot(slot);
        RequestReader.read(routing.vertx(), routing.request(), engine.options())
                .onComplete(body -> dispatch(routing, response, slot, body));
    }

    private void dispatch(RoutingContext routing, ClientResponse response, Slot slot, AsyncResult<byte[]> body) {
        if (body.succeeded()) {
            Exchange exchange = exchangeOf(routing.request(), response, body.result());
            try {
                engine.threads().execute(() -> run(exchange, response, slot));
                return;
            } catch (RejectedExecutionException e) {
                response.refuse(OpenRouterException.overloaded("The gateway is stopping.", "stopping", 1));
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

    private void run(Exchange exchange, ClientResponse response, Slot slot) {
        AnswerDelivery delivery = new AnswerDelivery(response);
        engine.keepAlive().watch(response);
        try {
            createUoW(exchange);
            getProcessor().process(exchange);
            delivery.deliver(exchange);
        } catch (Exception e) {
            delivery.fail(e);
        } finally {
            engine.keepAlive().forget(response);
            doneUoW(exchange);
            releaseExchange(exchange, false);
            slot.giveBack();
        }
    }

    private static void refuseEarly(RoutingContext routing, ClientResponse response, OpenRouterException error) {
        Vertx vertx = routing.vertx();
        EarlyRefusal.answer(vertx, routing.request(), () -> response.refuse(error));
    }

    private VertxPlatformHttpRouter router() {
        VertxPlatformHttpRouter router =
                VertxPlatformHttpRouter.lookup(getEndpoint().getCamelContext(), routerName);
        return router != null
                ? router
                : VertxPlatformHttpRouter.lookup(
                        getEndpoint().getCamelContext(), VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO);
    }
}
