/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.embedded;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says where two routes open one path, and one of them is a door of ours: an HTTP server gives every request to one of them and
 * is silent of it, and rules that stand in the other would never be asked. Paths of the host's own alone are its own business.
 */
final class ContestedPaths extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(ContestedPaths.class);

    /** Each route when all of it is made; those that are known by then are not told of again. */
    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        for (Route added : routes) {
            if (added.getCamelContext().hasComponent("platform-http") != null) {
                Door.warn(added, added.getCamelContext().getRoutes());
            }
        }
    }

    /** Loaded only where the host has Camel's platform-http. */
    private record Door(String route, String path, boolean prefix, Set<String> methods, boolean ours) {

        private static final Pattern PARAMETER = Pattern.compile("\\{[^/}]*}");

        static void warn(Route added, List<Route> known) {
            List<Door> opened = of(added);
            if (!opened.isEmpty()) {
                known.stream()
                        .flatMap(route -> of(route).stream())
                        .forEach(
                                other -> opened.stream().filter(other::contests).forEach(other::warn));
            }
        }

        private void warn(Door contested) {
            LOG.warn(
                    "The routes {} and {} both open {}, and only one of them will be asked: give one of them another path,"
                            + " or leave it out",
                    route,
                    contested.route,
                    contested);
        }

        /** None if the route has no path on the server of our doors. */
        static List<Door> of(Route route) {
            return route.getConsumer() != null && route.getConsumer().getEndpoint() instanceof PlatformHttpEndpoint http
                    ? of(route.getRouteId(), http, http.getPlatformHttpEngine())
                    : List.of();
        }

        private static List<Door> of(String route, PlatformHttpEndpoint http, @Nullable PlatformHttpEngine engine) {
            boolean ours = engine instanceof HostEngine || engine instanceof HostsOwnEngine;
            if (!ours && engine != null && engine != http.getComponent().getEngine()) {
                return List.of();
            }
            Stream<String> paths = ours ? Arrays.stream(http.getPath().split(",")) : Stream.of(http.getPath());
            return paths.map(path -> new Door(
                            route,
                            PARAMETER
                                    .matcher(path)
                                    .replaceAll("{}")
                                    .replaceFirst("^/*", "/")
                                    .replaceFirst("(?<=.)/*\\*?$", ""),
                            http.isMatchOnUriPrefix() || path.endsWith("*"),
                            methodsOf(http.getHttpMethodRestrict()),
                            ours))
                    .toList();
        }

        boolean contests(Door other) {
            return (ours || other.ours)
                    && path.equals(other.path)
                    && prefix == other.prefix
                    && (methods.isEmpty()
                            || other.methods.isEmpty()
                            || methods.stream().anyMatch(other.methods::contains));
        }

        /** None if the door takes all. */
        private static Set<String> methodsOf(@Nullable String restriction) {
            return restriction == null
                    ? Set.of()
                    : Arrays.stream(restriction.split(","))
                            .map(method -> method.strip().toUpperCase(Locale.ROOT))
                            .collect(Collectors.toSet());
        }

        @Override
        public String toString() {
            return path + (prefix ? "/*" : "");
        }
    }
}
