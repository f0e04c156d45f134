/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static java.util.Objects.requireNonNull;

import io.github.camelopenrouter.accesslog.AccessLog;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.auth.VertxRouters;
import io.github.camelopenrouter.call.Arrival;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.OpenRouterException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.Method;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One door: takes a request off the event loop once its body is there, runs the route on a thread of the engine and
 * writes the response from the same thread.
 */
final class StreamingConsumer extends VertxPlatformHttpConsumer {

    private final OpenResponses open = new OpenResponses(this::reason);
    private final List<Handler<RoutingContext>> handlers;
    private final String routerName;
    private final Supplier<SharedParts> engine;
    private final List<String> paths;
    private final List<DoorPattern> patterns;
    /** There from the start on, as the next one. */
    private @Nullable SharedParts parts;

    /** Of what the router has, those that lead here. */
    private List<Route> doors = List.of();

    /** Of what the door adds to the server's router beside the one that Camel makes. */
    private final List<Route> added = new ArrayList<>();

    /** @param engine what the doors share, asked for when this one starts */
    StreamingConsumer(
            PlatformHttpEndpoint endpoint,
            Processor processor,
            List<Handler<RoutingContext>> handlers,
            String routerName,
            Supplier<SharedParts> engine) {
        super(endpoint, processor, handlers, routerName);
        this.handlers = handlers;
        this.routerName = routerName;
        this.engine = engine;
        this.paths = List.of(endpoint.getPath().split(","));
        this.patterns = paths.stream()
                .map(path -> DoorPattern.of(path, endpoint.isMatchOnUriPrefix(), endpoint.getHttpMethodRestrict()))
                .toList();
    }

    @Override
    protected void doStart() throws Exception {
        SharedParts shared = engine.get();
        parts = shared;
        Router router = requireNonNull(VertxRouters.named(getEndpoint().getCamelContext(), routerName));
        List<Route> before = router.getRoutes();
        super.doStart();
        letCamelWaitForResponses();
        shared.drain().add(open);
        doors = router.getRoutes().stream()
                .filter(route -> !before.contains(route))
                .toList();
        if (paths.size() > 1) {
            doors.forEach(Route::remove); // Camel's, for one path with commas in it
            doors = paths.stream().map(path -> serve(router, path)).toList();
            added.addAll(doors);
        }
        shared.prefixes().open(router, doors);
        paths.forEach(path -> added.add(shared.unknownPaths().install(router, path)));
        shared.doors().open(patterns);
    }

    /** What Camel does for an endpoint's path, which it takes for one; as it has several, for each of them. */
    private Route serve(Router router, String path) {
        Route route = router.route(getEndpoint().isMatchOnUriPrefix() ? path + "*" : path);
        Method.parseList(getEndpoint().getHttpMethodRestrict())
                .forEach(method -> route.method(HttpMethod.valueOf(method.name())));
        handlers.forEach(route::handler);
        return route.handler(this::handleRequest);
    }

    /**
     * Registers the open responses as a service of the route: Camel's graceful shutdown asks those services that are
     * {@code ShutdownAware}, and this consumer is none of them, because platform-http's own wraps it.
     */
    private void letCamelWaitForResponses() {
        getEndpoint().getCamelContext().getRoutes().stream()
                .filter(route -> route.getEndpoint() == getEndpoint()
                        && !route.getServices().contains(open))
                .forEach(route -> route.addService(open));
    }

    /** A door that is stopped, alone or with its context, is suspended first; Camel then waits for its open. */
    @Override
    protected void doSuspend() {
        open.close(parts().timer(), parts().options().drainTimeout());
    }

    @Override
    protected void doResume() {
        open.reopen();
    }

    @Override
    protected void doStop() throws Exception {
        if (parts != null) {
            parts.doors().close(patterns);
            parts.drain().remove(open);
        }
        open.end();
        if (!getEndpoint().getCamelContext().isStopping()) {
            added.forEach(Route::remove); // a stopping server needs them to the end
            added.clear();
            if (parts != null) {
                parts.prefixes().close(doors);
            }
        }
        super.doStop();
    }

    @Override
    protected void handleRequest(RoutingContext routing) {
        if (isAnothers(routing.request().method(), routing.normalizedPath())) {
            routing.next();
            return;
        }
        SharedParts shared = parts();
        ClientResponse response = shared.responses().open(routing);
        open.add(response); // before the look at the state: whoever sees it open is waited for
        if (!isStartingOrStarted()) {
            DrainAndRefuse.answerAndClose(routing.vertx(), routing.request(), () -> response.refuse(reason()));
            return;
        }
        new QueuedRequest(
                        shared.admission(),
                        routing,
                        response.link(),
                        slot -> read(routing, response, slot),
                        reason -> refuseEarly(routing, response, reason))
                .enter(shared.options());
    }

    /** Why this door serves nobody. */
    private OpenRouterException reason() {
        CamelContext context = getEndpoint().getCamelContext();
        return context.isStarted() ? OpenRouterException.reloading() : OpenRouterException.stopping();
    }

    /**
     * A prefix that ends with a slash: Vert.x takes the path without it as well, which may be the door of a list. And of the
     * paths that a door takes one may have a door of its own, whichever of the two was opened first.
     */
    private boolean isAnothers(HttpMethod method, String path) {
        return getEndpoint().isMatchOnUriPrefix() && paths.contains(path + "/")
                || patterns.get(0).takesSeveral() && parts().doors().hasNearer(patterns.get(0), method.name(), path);
    }

    private void read(RoutingContext routing, ClientResponse response, Permit slot) {
        response.holds(slot);
        response.record().arrival().admitted();
        response.link().countIn(slot.bytes());
        parts().keepAlive().watch(response);
        RequestReader.read(routing.vertx(), routing.request(), response.link(), parts().options(), slot.bytes())
                .onComplete(body -> dispatch(routing, response, slot, body));
    }

    private void dispatch(RoutingContext routing, ClientResponse response, Permit slot, AsyncResult<byte[]> body) {
        if (body.succeeded()) {
            response.record().arrival().whole(body.result().length);
            Exchange exchange = exchangeOf(routing.request(), response, body.result());
            response.record().routeBegins();
            try {
                parts().threads().execute(() -> run(exchange, response, slot));
                return;
            } catch (RejectedExecutionException e) {
                response.refuse(OpenRouterException.stopping());
                response.record().routeEnded(exchange);
                releaseExchange(exchange, false);
            }
        } else if (body.cause() instanceof OpenRouterException refusal) {
            refuseEarly(routing, response, refusal);
        }
        slot.release();
    }

    private Exchange exchangeOf(HttpServerRequest request, ClientResponse response, byte[] body) {
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.setProperty(ClientLink.PROPERTY, response.link());
        exchange.setProperty(OpenRouterConstants.REQUEST_ID, response.requestId());
        exchange.setProperty(OpenRouterConstants.ENTRY, request.path());
        Arrival arrival = response.record().arrival();
        TrustedProxies proxies = parts().options().proxies();
        arrival.comesFrom(() -> proxies.clientOf(request));
        exchange.setProperty(Arrival.PROPERTY, arrival);
        AccessLog.writtenByDoor(exchange);
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
            slot.release();
            response.record().routeEnded(exchange);
            releaseExchange(exchange, false);
        }
    }

    private SharedParts parts() {
        return requireNonNull(parts);
    }

    private static void refuseEarly(RoutingContext routing, ClientResponse response, OpenRouterException error) {
        Vertx vertx = routing.vertx();
        DrainAndRefuse.answer(vertx, routing.request(), () -> response.refuse(error));
    }
}
