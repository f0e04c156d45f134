/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.error.OpenRouterException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * The last handler beside our doors: what no route took is 405 with {@code Allow} where only the method was wrong, 404
 * otherwise, as JSON; a preflight of an allowed web page is 204, and everything 503 while the gateway stops, or while its
 * host starts and more doors may follow. Covers the first segment of each door's path, in the standalone start everything.
 */
final class UnknownPaths {

    private final CamelContext context;

    private final Cors cors;
    private final ResponseFactory responses;
    private final boolean everywhere;
    private final List<Handler<RoutingContext>> first;
    private final @Nullable FrontPage frontPage;

    /**
     * @param everywhere whether it covers the whole server, as in the standalone start
     * @param first what stands in front of the doors as well
     * @param frontPage stands at the root where no route takes that, null for nothing
     */
    UnknownPaths(
            CamelContext context,
            Cors cors,
            ResponseFactory responses,
            boolean everywhere,
            List<Handler<RoutingContext>> first,
            @Nullable FrontPage frontPage) {
        this.context = context;
        this.cors = cors;
        this.responses = responses;
        this.everywhere = everywhere;
        this.first = first;
        this.frontPage = frontPage;
    }

    /** Behind all routes beside this door. */
    Route install(Router router, String doorPath) {
        String pattern = everywhere ? "/*" : firstSegment(doorPath) + "/*";
        Route route = router.route(pattern).last();
        first.forEach(route::handler);
        return route.handler(routing -> answer(router, routing));
    }

    /** In front of those: every path that no route takes is 503. */
    Route standIn(Router router) {
        return router.route("/*")
                .order(Integer.MAX_VALUE - 1)
                .handler(routing -> refuse(routing, responses.open(routing), OpenRouterException.loadingRoutes()));
    }

    private void answer(Router router, RoutingContext routing) {
        HttpServerRequest request = routing.request();
        ClientResponse response = responses.open(routing);
        if (context.isStopping()) {
            DrainAndRefuse.answerAndClose(
                    routing.vertx(), request, () -> response.refuse(OpenRouterException.stopping()));
            return;
        }
        if (context.isStarting()) {
            refuse(routing, response, OpenRouterException.loadingRoutes());
            return;
        }
        String path = RoutePaths.of(routing);
        SortedSet<String> methods = RoutePaths.methodsAt(router, path);
        if (frontPage != null && path.equals("/") && !methods.contains("GET")) {
            if (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) {
                FrontPageResponse.send(context, routing, response, frontPage);
                return;
            }
            methods.addAll(Set.of("GET", "HEAD"));
        }
        if (methods.isEmpty()) {
            refuse(routing, response, OpenRouterException.of(404, "Unknown path.", null, "unknown_path"));
        } else if (cors.isPreflight(request)) {
            cors.permit(request, String.join(", ", methods));
            DrainAndRefuse.answer(routing.vertx(), request, response::endEmpty);
        } else {
            String allowed = String.join(", ", methods);
            request.response().putHeader("Allow", allowed);
            refuse(
                    routing,
                    response,
                    OpenRouterException.of(405, "This path takes " + allowed + " only.", null, "method_not_allowed"));
        }
    }

    private static void refuse(RoutingContext routing, ClientResponse response, OpenRouterException error) {
        DrainAndRefuse.answer(routing.vertx(), routing.request(), () -> response.refuse(error));
    }

    private static String firstSegment(String path) {
        int end = path.indexOf('/', 1);
        return end < 0 ? path : path.substring(0, end);
    }
}
