/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.embedded;

import io.github.camelopenrouter.operation.GatewayRoutes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceReload;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Camel's reload of route files ({@code camel run --dev}, {@code camel.main.routes-reload-enabled}) takes away and does
 * not bring back: the operations, which no file holds, and our doors, for it makes no routes from templates. Camel finds this
 * by its type.
 */
final class ReloadedRoutes extends LifecycleStrategySupport implements RouteBuilderLifecycleStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadedRoutes.class);

    private static final String DOORS = "openrouter-door-";

    /** The files that hold doors, by their location; a file that is written anew is another resource. */
    private final Map<String, Resource> files = new ConcurrentHashMap<>();

    /** Whether Camel could not take the last change. */
    private volatile boolean failed;

    @Override
    public void afterConfigure(RouteBuilder builder) {
        Resource file = builder.getResource();
        if (file != null && (hasTemplates(builder) || !doors(builder).isEmpty())) {
            files.put(file.getLocation(), file);
        }
    }

    /** The watch runs by now, if there is one. */
    @Override
    public void onContextStarted(CamelContext context) {
        RouteWatcherReloadStrategy watch = context.hasService(RouteWatcherReloadStrategy.class);
        ResourceReload camels = watch == null || !watch.isRemoveAllRoutes() ? null : watch.getResourceReload();
        if (camels != null) {
            watch.setResourceReload((name, file) -> reload(camels, name, file, context));
        }
    }

    /**
     * Behind a failure Camel reads its files of then once more, and those of the routes that are there: a file in both would
     * give each route twice, and no correction would be taken. So nothing is there by then; Camel removes it all anyway.
     */
    private void reload(ResourceReload camels, String name, Resource file, CamelContext context) throws Exception {
        if (failed) {
            context.getRouteController().removeAllRoutes();
        }
        failed = true;
        try {
            camels.onReload(name, file);
            failed = false;
        } finally { // all is gone also where the file cannot be read
            putBack(context);
        }
    }

    /** Templates first, wherever they stand. What cannot be put back keeps nothing else away. */
    private void putBack(CamelContext context) {
        GatewayRoutes.of(context).putBack();
        List<RouteBuilder> builders = new ArrayList<>();
        for (Resource file : List.copyOf(files.values())) {
            if (file.exists()) {
                attempt(file, () -> builders.addAll(templates(context, file)));
            }
        }
        for (RouteBuilder builder : builders) {
            attempt(builder.getResource(), () -> putDoorsBack(context, builder));
        }
    }

    private static List<RouteBuilder> templates(CamelContext context, Resource file) throws Exception {
        List<RouteBuilder> builders = new ArrayList<>();
        for (RoutesBuilder read : PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(file))) {
            if (read instanceof RouteBuilder builder) {
                builder.configureRoutes(context);
                builder.getRouteCollection().getRoutes().clear(); // those are there again, or Camel has said why not
                builder.updateRoutesToCamelContext(context);
                builders.add(builder);
            }
        }
        return builders;
    }

    private static void putDoorsBack(CamelContext context, RouteBuilder builder) throws Exception {
        builder.getTemplatedRouteCollection()
                .getTemplatedRoutes()
                .removeIf(route -> !isDoor(route) || isThere(context, route.getRouteId()));
        builder.addTemplatedRoutesToCamelContext(context);
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Why a file that has been changed cannot be read is said by Camel, which reads it first. */
    private static void attempt(@Nullable Resource file, Step step) {
        try {
            step.run();
        } catch (Exception e) {
            String place = file == null ? "a file" : file.getLocation();
            LOG.warn(
                    "The doors of {} are gone until it can be read again ({})",
                    place,
                    e.getClass().getSimpleName());
        }
    }

    private static boolean hasTemplates(RouteBuilder builder) {
        return builder.getRouteTemplateCollection().getRouteTemplates().stream()
                .anyMatch(
                        template -> template.getId() != null && template.getId().startsWith(DOORS));
    }

    private static Collection<TemplatedRouteDefinition> doors(RouteBuilder builder) {
        return builder.getTemplatedRouteCollection().getTemplatedRoutes().stream()
                .filter(ReloadedRoutes::isDoor)
                .toList();
    }

    private static boolean isDoor(TemplatedRouteDefinition route) {
        return route.getRouteTemplateRef() != null
                && route.getRouteTemplateRef().startsWith(DOORS);
    }

    private static boolean isThere(CamelContext context, @Nullable String routeId) {
        return routeId != null && ((ModelCamelContext) context).getRouteDefinition(routeId) != null;
    }
}
