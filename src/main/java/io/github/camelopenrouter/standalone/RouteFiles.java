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
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The files of routes that are in use. Refuses a file in {@code routes/} that takes what belongs to another route: its
 * id, its path, a template's id, the name of a bean or of a route configuration. Camel itself would let the later one
 * replace the earlier, or the earlier one keep all requests, and say nothing.
 *
 * <p>Camel finds this by its type and tells it of each file and builder, when they are read and at each reload, before
 * any of their routes is made. A file that is refused leaves things as they were.
 */
final class RouteFiles implements RouteBuilderLifecycleStrategy {

    /** By path, {@code routes/mine.camel.yaml}; the gateway's own stand for themselves. */
    private final Map<Object, Known> known = new LinkedHashMap<>();

    /** What stood beside each other in peace when the last file came. */
    private Set<RouteClaim> checked = Set.of();

    /** Those that are in use, with what has been made of them. */
    private final Map<String, RouteFile> inUse = new ConcurrentSkipListMap<>();

    /**
     * What has been read, with the names that stand in it: each file is looked at once, not again with each that follows.
     *
     * @param routes what its routes claim; null where that may change: by templates, which may be another file's, or by the ids
     *     that Camel gives to routes without one
     */
    private record Known(
            RouteBuilder builder,
            @Nullable RouteFileName file,
            List<RouteClaim> names,
            @Nullable List<RouteClaim> routes) {

        static Known of(RouteBuilder builder) {
            RouteFileName file = RouteFileName.of(builder.getResource()).orElse(null);
            return new Known(
                    builder,
                    file,
                    file == null ? List.of() : DefinedNames.of(file, builder.getResource()),
                    isSettled(builder) ? RouteClaims.of(file, builder, Map.of()) : null);
        }

        private static boolean isSettled(RouteBuilder builder) {
            return builder.getTemplatedRouteCollection().getTemplatedRoutes().isEmpty()
                    && builder.getRouteCollection().getRoutes().stream().allMatch(route -> route.getId() != null);
        }

        List<RouteClaim> routes(Map<String, RouteTemplateDefinition> templates) {
            return routes == null ? RouteClaims.of(file, builder, templates) : routes;
        }
    }

    void use(RouteFile file) {
        inUse.put(file.text().path(), file);
    }

    @Nullable
    RouteFile get(String path) {
        return inUse.get(path);
    }

    Collection<RouteFile> all() {
        return inUse.values();
    }

    /** It is replaced, or gone. */
    synchronized void forget(RouteFile file) {
        inUse.remove(file.text().path(), file);
        known.values().removeIf(other -> file.isReadBy(other.builder()));
    }

    /** The file of a route, or of the route whose Kamelet it is. */
    Optional<RouteFile> ofRoute(CamelContext context, @Nullable String id) {
        RouteDefinition route = id == null ? null : RoutesOfFile.model(context).getRouteDefinition(id);
        if (route == null) {
            return Optional.empty();
        }
        Optional<RouteFile> file = inUse.values().stream()
                .filter(candidate -> candidate.routes().contains(route))
                .findFirst();
        return file.isPresent() ? file : ofRoute(context, RoutesOfFile.parentOf(route));
    }

    /** Those in which all these words stand. */
    List<RouteFile> thatMention(Collection<String> words) {
        return inUse.values().stream()
                .filter(file -> words.stream().allMatch(file.text().text()::contains))
                .toList();
    }

    @Override
    public synchronized void afterConfigure(RouteBuilder builder) {
        Object source = sourceOf(builder);
        if (source == null) {
            return;
        }
        known.values().removeIf(other -> isGone(other.builder()));
        Known before = known.put(source, Known.of(builder));
        try {
            check();
        } catch (SettingException e) {
            known.remove(source);
            if (before != null) {
                known.put(source, before);
            }
            throw e;
        }
    }

    /** @return null for one that is neither a file of routes nor the gateway's, such as a Kamelet */
    private static @Nullable Object sourceOf(RouteBuilder builder) {
        if (builder.getResource() == null) {
            return builder instanceof OpenRouterRoutes || builder instanceof SandboxDoor ? builder : null;
        }
        return RouteFileName.of(builder.getResource()).map(RouteFileName::path).orElse(null);
    }

    /** Renamed while {@code --dev} watches. */
    private static boolean isGone(RouteBuilder builder) {
        return Optional.ofNullable(builder.getResource())
                .flatMap(RouteFileText::fileOf)
                .filter(file -> !Files.exists(file))
                .isPresent();
    }

    /** Only what is new needs to be looked at, beside all others; one that stands there twice has all looked at. */
    private void check() {
        List<RouteClaim> claims = claims();
        Set<RouteClaim> all = new HashSet<>(claims);
        boolean[] isOld = new boolean[claims.size()];
        for (int i = 0; i < isOld.length; i++) {
            isOld[i] = all.size() == claims.size() && checked.contains(claims.get(i));
        }
        for (int i = 0; i < isOld.length; i++) {
            for (int j = i + 1; j < isOld.length; j++) {
                if (!isOld[i] || !isOld[j]) {
                    check(claims.get(i), claims.get(j));
                }
            }
        }
        checked = all;
    }

    private static void check(RouteClaim earlier, RouteClaim later) {
        if (earlier.owner() == null && later.owner() == null) {
            return; // a matter between gateways
        }
        if (earlier.covers(later)) {
            throw earlier.takenFrom(later);
        }
        if (later.covers(earlier)) {
            throw later.takenFrom(earlier);
        }
        if (earlier.isSameAs(later)) {
            throw isRightful(later) && !isRightful(earlier) ? earlier.takenFrom(later) : later.takenFrom(earlier);
        }
    }

    /** The gateway itself, and a file that it comes with, whatever an operator has made of it. */
    private static boolean isRightful(RouteClaim claim) {
        return claim.owner() == null || claim.owner().isShipped();
    }

    private List<RouteClaim> claims() {
        Map<String, RouteTemplateDefinition> templates = new HashMap<>();
        known.values().stream()
                .flatMap(read -> read.builder().getRouteTemplateCollection().getRouteTemplates().stream())
                .forEach(template -> templates.putIfAbsent(template.getId(), template));
        List<RouteClaim> claims = templates.keySet().stream()
                .filter(id -> isInTheJar("/kamelets/" + id + ".kamelet.yaml"))
                .map(id -> RouteClaim.of(null, RouteClaim.TEMPLATE_ID, id, true))
                .collect(Collectors.toCollection(ArrayList::new));
        known.values().forEach(read -> {
            claims.addAll(read.routes(templates));
            claims.addAll(read.names());
        });
        return claims;
    }

    private static boolean isInTheJar(String path) {
        return RouteFiles.class.getResource(path) != null;
    }
}
