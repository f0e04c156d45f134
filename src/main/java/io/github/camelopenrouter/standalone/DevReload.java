/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.door.StreamingEngine;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;

/**
 * {@code --dev}: Camel's own watch over {@code routes/}, and beyond what it does by itself, templates and their routes
 * follow their file too, and a file that cannot be used leaves its routes as they were. Other files' routes stay. A request
 * for a route that is just being replaced is 503. The admin's routes, one directory further down, are read at the start only.
 *
 * <p>All of it runs on the watcher's one thread.
 */
final class DevReload extends RouteWatcherReloadStrategy {

    private static final Logger LOG = StandaloneLog.LOG;

    private final Path directory;
    private final List<StreamingEngine> engines;
    /** The text of every file as it was last used. */
    private final Map<URI, String> used = new HashMap<>();

    /** @param engines those of the routes there */
    DevReload(Path directory, List<StreamingEngine> engines) {
        super(directory.toString(), false);
        this.directory = directory;
        this.engines = engines;
        setPattern("*.yaml");
        setRemoveAllRoutes(false);
    }

    @Override
    protected void doStart() throws Exception {
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.yaml")) {
                for (Path file : files) {
                    used.put(file.toAbsolutePath().toUri(), Files.readString(file));
                }
            }
        }
        super.doStart();
    }

    /** What goes wrong is logged by the caller, with the file's name. */
    @Override
    protected void onRouteReload(Collection<Resource> files, boolean removeEverything) {
        for (Resource file : files) {
            List<Route> standIns =
                    engines.stream().map(StreamingEngine::standIn).toList();
            try {
                reload(file, textOf(file));
            } catch (Exception e) {
                throw RuntimeCamelException.wrapRuntimeCamelException(e);
            } finally {
                standIns.forEach(Route::remove);
            }
        }
    }

    private void reload(Resource file, String text) throws Exception {
        try {
            use(file.getLocation(), text);
            used.put(file.getURI(), text);
            LOG.info("Routes reloaded from {}", file.getLocation());
        } catch (Exception e) {
            putBack(file, e);
            throw e;
        }
    }

    private void putBack(Resource file, Exception reason) {
        String before = used.get(file.getURI());
        if (before != null) {
            try {
                use(file.getLocation(), before);
            } catch (Exception e) {
                reason.addSuppressed(e);
            }
        }
    }

    /** What cannot be read fails here before anything is touched. */
    private void use(String location, String text) throws Exception {
        CamelContext context = getCamelContext();
        Resource file = ResourceHelper.fromString(location, text);
        for (RoutesBuilder read : PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(file))) {
            RouteBuilder routes = (RouteBuilder) read;
            routes.configureRoutes(context);
            removeWhatTheyReplace(routes);
        }
        for (RoutesBuilder read : PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(file))) {
            read.updateRoutesToCamelContext(context);
            read.addTemplatedRoutesToCamelContext(context);
        }
    }

    /** Camel itself replaces plain routes only. */
    private void removeWhatTheyReplace(RouteBuilder routes) throws Exception {
        for (TemplatedRouteDefinition route :
                routes.getTemplatedRouteCollection().getTemplatedRoutes()) {
            String id = route.getRouteId();
            if (id != null && getCamelContext().getRoute(id) != null) {
                getCamelContext().getRouteController().stopRoute(id);
                getCamelContext().removeRoute(id);
            }
        }
        for (RouteTemplateDefinition template :
                routes.getRouteTemplateCollection().getRouteTemplates()) {
            getCamelContext().removeRouteTemplates(template.getId());
        }
    }

    private static String textOf(Resource file) throws IOException {
        try (InputStream in = file.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
