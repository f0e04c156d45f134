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
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.spi.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of routes: those of the working directory, and of the jar's copies the ones that have no file of the same
 * name there.
 *
 * <p>They come in one order. Camel takes them as the directory has them, which is another order on each machine,
 * and does the steps of the route configuration that it has read last first: an allow-list would stand in front of a step that
 * changes the model on one machine, and behind it on the next. So the last name is read first.
 */
final class SortedRouteFiles extends DefaultRoutesCollector {

    private final RouteFiles files;
    /** By the pattern they were found with. */
    private final Map<String, List<RouteFile>> read = new HashMap<>();

    SortedRouteFiles(RouteFiles files) {
        this.files = files;
    }

    /**
     * Camel asks for this before it configures anything, to put the files' beans into the registry. It would not say whose fault
     * a failure is; so they are read here and now, and nothing is left for it to do.
     */
    @Override
    public Collection<Resource> findRouteResourcesFromDirectory(
            CamelContext context, @Nullable String excludePattern, String includePattern) {
        read(context, excludePattern, includePattern);
        return List.of();
    }

    @Override
    protected void doCollectRoutesFromDirectory(
            CamelContext context,
            List<RoutesBuilder> builders,
            @Nullable String excludePattern,
            String includePattern,
            boolean optional) {
        builders.addAll(read(context, excludePattern, includePattern));
    }

    private List<RouteFile> read(CamelContext context, @Nullable String excludePattern, String includePattern) {
        return read.computeIfAbsent(
                includePattern,
                pattern -> inOrder(found(context, excludePattern, UnaskedRoutes.leaveOut(context, pattern))).stream()
                        .map(file -> RouteFile.read(context, RouteFileText.of(file)))
                        .peek(files::use)
                        .toList());
    }

    private Collection<Resource> found(CamelContext context, @Nullable String excludePattern, String includePattern) {
        try {
            return super.findRouteResourcesFromDirectory(context, excludePattern, includePattern);
        } catch (RuntimeCamelException e) {
            if (e.getCause() instanceof NoSuchFileException missing) {
                throw new SettingException(
                        "camel.main.routesIncludePattern names " + missing.getFile() + ", which is not there.");
            }
            throw e;
        }
    }

    /** Without the jar's copies that are replaced. */
    static List<Resource> inOrder(Collection<Resource> found) {
        Set<String> own = found.stream()
                .flatMap(file -> RouteFileName.of(file).stream())
                .filter(file -> !file.inJar())
                .map(RouteFileName::path)
                .collect(Collectors.toSet());
        return found.stream()
                .filter(file -> RouteFileName.of(file)
                        .filter(name -> name.inJar() && own.contains(name.path()))
                        .isEmpty())
                .sorted(Comparator.comparing(RouteFileName::pathOf).reversed())
                .toList();
    }
}
