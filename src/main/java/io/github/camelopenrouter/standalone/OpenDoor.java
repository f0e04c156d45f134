/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import io.github.camelopenrouter.door.ManagementEngine;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * A door that stands.
 *
 * @param address methods and path, as a log says them
 * @param file the file that it is from, null for the gateway itself
 */
record OpenDoor(
        String address, boolean management, @Nullable RouteFile file) {

    static List<OpenDoor> all(CamelContext context, RouteFiles files) {
        return context.getRoutes().stream()
                .filter(route -> route.getEndpoint() instanceof PlatformHttpEndpoint)
                .map(route -> of(context, files, route))
                .toList();
    }

    /** {@code POST /a, POST /b (routes/ab.camel.yaml); GET /c (routes/c.camel.yaml)}. */
    static String list(Collection<OpenDoor> doors) {
        return doors.stream()
                .sorted(Comparator.comparing(OpenDoor::address))
                .collect(groupingBy(OpenDoor::origin, TreeMap::new, mapping(OpenDoor::address, joining(", "))))
                .entrySet()
                .stream()
                .map(file -> file.getValue() + file.getKey())
                .collect(joining("; "));
    }

    /** {@code POST /a, POST /b}. */
    static String addresses(Collection<OpenDoor> doors) {
        return doors.stream().map(OpenDoor::address).sorted().collect(joining(", "));
    }

    boolean isFromJar() {
        return file != null && file.text().isInJar();
    }

    private String origin() {
        if (file == null) {
            return "";
        }
        return " (" + (management ? file.text().name() : file.text().path()) + ")";
    }

    private static OpenDoor of(CamelContext context, RouteFiles files, Route route) {
        PlatformHttpEndpoint endpoint = (PlatformHttpEndpoint) route.getEndpoint();
        String methods = endpoint.getHttpMethodRestrict() == null ? "" : endpoint.getHttpMethodRestrict() + " ";
        return new OpenDoor(
                methods
                        + (endpoint.isMatchOnUriPrefix()
                                ? endpoint.getPath().replaceFirst("/*$", "/*")
                                : endpoint.getPath()),
                endpoint.getPlatformHttpEngine() instanceof ManagementEngine,
                files.ofRoute(context, route.getRouteId()).orElse(null));
    }
}
