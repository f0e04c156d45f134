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
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.camel.CamelContext;

/**
 * The last handler beside our doors: what no route took is 405 with {@code Allow} where only the method was wrong, 404
 * otherwise, as JSON; a preflight of an allowed web page is 204, and everything 503 while the gateway stops, or while its
 * host starts and more doors may follow. Covers the first segment of each door's path, in the standalone start everything.
 */
final class UnknownPaths {

    private final Router router;
    private final StreamingEngine engine;

    private UnknownPaths(Router router, StreamingEngine engine) {
        this.router = router;
        this.engine = engine;
    }

    static Route install(Router router, String doorPath, StreamingEngine engine) {
        String pattern = engine.answersUnknownPaths() ? "/*" : firstSegment(doorPath) + "/*";
        return router.route(pattern).last().handler(new UnknownPaths(router, engine)::answer);
    }

    private void answer(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        ClientResponse response = new ClientResponse(routing, engine);
        CamelContext context = engine.getCamelContext();
        if (context.isStopping()) {
            DrainAndRefuse.answerAndClose(
                    routing.vertx(), request, () -> response.refuse(OpenRouterException.stopping()));
            return;
        }
        if (context.isStarting()) {
            refuse(routing, response, OpenRouterException.loadingRoutes());
            return;
        }
        SortedSet<String> methods = methodsOf(routing.normalizedPath());
        if (methods.isEmpty()) {
            refuse(routing, response, OpenRouterException.of(404, "Unknown path.", null, "unknown_path"));
        } else if (engine.cors().isPreflight(request)) {
            engine.cors().permit(request, String.join(", ", methods));
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

    /** The methods that some route of the server takes at this path. */
    private SortedSet<String> methodsOf(String path) {
        SortedSet<String> names = new TreeSet<>();
        for (Route route : router.getRoutes()) {
            if (route.methods() != null && route.getPath() != null && matches(route, path)) {
                route.methods().stream().map(HttpMethod::name).forEach(names::add);
            }
        }
        return names;
    }

    private static boolean matches(Route route, String path) {
        if (!route.isExactPath()) {
            return path.startsWith(route.getPath())
                    && path.length() > route.getPath().length();
        }
        return path.equals(route.getPath()) || path.equals(route.getPath() + "/");
    }

    static void refuse(RoutingContext routing, ClientResponse response, OpenRouterException error) {
        DrainAndRefuse.answer(routing.vertx(), routing.request(), () -> response.refuse(error));
    }

    private static String firstSegment(String path) {
        int end = path.indexOf('/', 1);
        return end < 0 ? path : path.substring(0, end);
    }
}
