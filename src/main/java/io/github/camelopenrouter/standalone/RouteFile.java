/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.config.SettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Ordered;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RoutesBuilderLoader;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/**
 * A file of routes with the text that it had when it was read, as Camel adds it. Whatever goes wrong with it is said in one
 * sentence that begins with its name. It remembers what has been made of it.
 */
final class RouteFile implements RoutesBuilder, RouteConfigurationsBuilder, Ordered {

    private final RouteFileText text;
    /** Null where the file holds nothing: its doors are closed on purpose. */
    private final @Nullable RouteBuilder builder;
    /** Without those of the Kamelets in them: whose they are is said by {@link RoutesOfFile#parentOf}. */
    private final List<RouteDefinition> routes = new ArrayList<>();

    private RouteFile(RouteFileText text, @Nullable RouteBuilder builder) {
        this.text = text;
        this.builder = builder;
    }

    /**
     * Reads it, and its beans into the registry.
     *
     * @throws SettingException if it cannot be read
     */
    static RouteFile read(CamelContext context, RouteFileText text) {
        try {
            if (text.isOwn()) { // tests look at those, so that no start has to
                return new RouteFile(text, builder(context, text));
            }
            text.requireOwnNames();
            text.requireNothingForAllRoutes();
            return new RouteFile(text, text.isWithoutRoutes() ? null : builder(context, text));
        } catch (Exception e) {
            throw UnusableRouteFile.because(text.name(), RepeatableText.about(List.of(text), context), e);
        }
    }

    /** Not by Camel's way of finding a loader, which takes all behind the first dot of a name for its kind. */
    private static RouteBuilder builder(CamelContext context, RouteFileText text) throws Exception {
        Resource resource = text.resource();
        RoutesBuilderLoader loader = PluginHelper.getRoutesLoader(context)
                .getRoutesLoader(text.path().endsWith(".kamelet.yaml") ? "kamelet.yaml" : "yaml");
        loader.preParseRoute(resource);
        return (RouteBuilder) loader.loadRoutesBuilder(resource);
    }

    RouteFileText text() {
        return text;
    }

    /** Whether it says that there shall be no routes of that name. */
    boolean isWithoutRoutes() {
        return builder == null;
    }

    List<RouteDefinition> routes() {
        return routes;
    }

    List<RouteTemplateDefinition> templates() {
        return builder == null
                ? List.of()
                : builder.getRouteTemplateCollection().getRouteTemplates();
    }

    List<TemplatedRouteDefinition> templatedRoutes() {
        return builder == null
                ? List.of()
                : builder.getTemplatedRouteCollection().getTemplatedRoutes();
    }

    boolean isReadBy(RouteBuilder other) {
        return other == builder;
    }

    /** Whether one of its routes is made of one of these templates. */
    boolean uses(List<String> templates) {
        return templatedRoutes().stream().anyMatch(route -> templates.contains(route.getRouteTemplateRef()));
    }

    /** What can be said before anything is made of it is said here. */
    void check(CamelContext context) {
        if (builder != null) {
            make(context, () -> builder.configureRoutes(context));
        }
    }

    @Override
    public void addRoutesToCamelContext(CamelContext context) {
        if (builder != null) {
            make(context, () -> builder.addRoutesToCamelContext(context));
        }
    }

    @Override
    public void addTemplatedRoutesToCamelContext(CamelContext context) {
        if (builder != null) {
            make(context, () -> {
                templatedRoutes().forEach(route -> TemplateUse.check(context, route));
                builder.addTemplatedRoutesToCamelContext(context);
            });
        }
    }

    @Override
    public void addRouteConfigurationsToCamelContext(CamelContext context) {
        if (builder instanceof RouteConfigurationsBuilder configurations) {
            make(context, () -> configurations.addRouteConfigurationsToCamelContext(context));
        }
    }

    /** What Camel does with a file that has changed; {@link DevReload} does it otherwise. */
    @Override
    public Set<String> updateRoutesToCamelContext(CamelContext context) {
        throw new UnsupportedOperationException("Only what reads files replaces them");
    }

    @Override
    public void updateRouteConfigurationsToCamelContext(CamelContext context) {
        throw new UnsupportedOperationException("Only what reads files replaces them");
    }

    @Override
    public int getOrder() {
        return builder == null ? 0 : builder.getOrder();
    }

    @Override
    public String toString() {
        return text.name();
    }

    private interface Step {
        void run() throws Exception;
    }

    private void make(CamelContext context, Step step) {
        try {
            makeAndRemember(context, step);
        } catch (Exception e) {
            throw UnusableRouteFile.because(context, atFault(context, e), e);
        }
    }

    private void makeAndRemember(CamelContext context, Step step) throws Exception {
        Model model = RoutesOfFile.model(context);
        List<RouteDefinition> before = new ArrayList<>(model.getRouteDefinitions());
        try {
            step.run();
        } finally {
            model.getRouteDefinitions().stream()
                    .filter(route -> !before.contains(route) && isOwn(context, route))
                    .forEach(routes::add);
        }
    }

    /** A Pipe's Kamelets have no parent, and at the start they are made with any file. */
    private static boolean isOwn(CamelContext context, RouteDefinition route) {
        return RoutesOfFile.parentOf(route) == null && (context.isStarted() || !Boolean.TRUE.equals(route.isKamelet()));
    }

    /** At the start Camel makes the Kamelets of all files with the one that comes next, later with their own. */
    private List<RouteFile> atFault(CamelContext context, Exception failure) {
        RouteFiles files = context.getRegistry().findSingleByType(RouteFiles.class);
        List<RouteFile> known =
                context.isStarted() || files == null ? List.of() : FilesAtFault.of(failure, context, files);
        return known.isEmpty() ? List.of(this) : known;
    }
}
