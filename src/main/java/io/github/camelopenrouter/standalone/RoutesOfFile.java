/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what has been made of a file: its routes, those of the Kamelets in them, and its templates. Camel itself
 * leaves the route of a Kamelet behind, and with it the path of a gateway source.
 */
final class RoutesOfFile {

    private RoutesOfFile() {}

    static void remove(CamelContext context, RouteFile file) throws Exception {
        Model model = model(context);
        for (RouteDefinition route : doorsFirst(withKamelets(context, file.routes()))) {
            String id = route.getRouteId();
            if (id != null && model.getRouteDefinitions().contains(route)) {
                context.getRouteController().stopRoute(id);
                context.removeRoute(id);
                model.getRouteDefinitions().remove(route); // one that could not be made is still there
            }
        }
        model.removeRouteTemplateDefinitions(file.templates());
        removeKameletsWithoutRoutes(context, model);
    }

    /** They would be taken for ready by the next route that has the same: its Kamelet would never be made. */
    private static void removeKameletsWithoutRoutes(CamelContext context, Model model) throws Exception {
        for (Endpoint endpoint : context.getEndpoints()) {
            if (endpoint instanceof KameletEndpoint kamelet && model.getRouteDefinition(kamelet.getRouteId()) == null) {
                context.removeEndpoint(kamelet);
            }
        }
    }

    static Model model(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** The id of the route that the route of a Kamelet was made for, null for any other. */
    static @Nullable String parentOf(RouteDefinition route) {
        return route.getTemplateParameters() != null
                        && route.getTemplateParameters().get("parentRouteId") instanceof String id
                ? id
                : null;
    }

    /** Without a Kamelet that another file's route has, too: Camel makes one route for all who write the same URI. */
    private static List<RouteDefinition> withKamelets(CamelContext context, List<RouteDefinition> routes) {
        List<RouteDefinition> all = new ArrayList<>(routes);
        List<RouteDefinition> left = new ArrayList<>(model(context).getRouteDefinitions());
        left.removeAll(all);
        boolean more = true;
        while (more) {
            List<RouteDefinition> unused = left.stream()
                    .filter(route -> isWithoutParent(route, left) && !isUsed(context, route, left))
                    .toList();
            all.addAll(unused);
            more = left.removeAll(unused);
        }
        return all;
    }

    private static boolean isWithoutParent(RouteDefinition route, List<RouteDefinition> left) {
        String parent = parentOf(route);
        return parent != null && left.stream().noneMatch(other -> parent.equals(other.getRouteId()));
    }

    private static boolean isUsed(CamelContext context, RouteDefinition kamelet, List<RouteDefinition> routes) {
        return routes.stream()
                .filter(route -> route != kamelet)
                .map(route -> context.getRoute(route.getRouteId()))
                .filter(Objects::nonNull)
                .flatMap(route -> route.getServices().stream())
                .flatMap(service -> ServiceHelper.getChildServices(service).stream())
                .anyMatch(service -> service instanceof EndpointAware aware
                        && aware.getEndpoint() instanceof KameletEndpoint endpoint
                        && endpoint.getRouteId().equals(kamelet.getRouteId()));
    }

    /** So that no request comes in for which a part is already gone. */
    private static List<RouteDefinition> doorsFirst(List<RouteDefinition> routes) {
        return routes.stream()
                .sorted(Comparator.comparing(route -> isDoor(route) ? 0 : parentOf(route) == null ? 1 : 2))
                .toList();
    }

    private static boolean isDoor(RouteDefinition route) {
        return route.getInput() != null
                && String.valueOf(route.getInput().getEndpointUri()).startsWith("platform-http:");
    }
}
