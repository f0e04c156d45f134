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
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a file in {@code routes/} that takes what belongs to another route: its id, its path, a template's id, the name
 * of a bean or of a route configuration. Camel
 * itself would let the later one replace the earlier, or the earlier one keep all requests, and say nothing.
 *
 * <p>Camel finds this by its type and tells it of each file and builder, when they are read and at each reload, before any
 * of their routes is made. A file that is refused leaves things as they were.
 */
final class RouteFiles implements RouteBuilderLifecycleStrategy {

    private static final List<Path> DIRECTORIES = List.of(Path.of("routes"), Path.of("routes/admin"));
    private static final Pattern FILE = Pattern.compile("(?:.*[/:])?(routes/(?:admin/)?[^/]+)");

    /** By file, {@code routes/mine.camel.yaml}; the gateway's own stand for themselves. */
    private final Map<Object, RouteBuilder> known = new LinkedHashMap<>();

    /** The names of the files there that no one reads, because they end in something else than {@code .yaml}. */
    static List<String> unread() {
        List<String> names = new ArrayList<>();
        DIRECTORIES.forEach(directory -> {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, RouteFiles::isOfAnotherKind)) {
                files.forEach(
                        file -> names.add(DIRECTORIES.get(0).relativize(file).toString()));
            } catch (IOException e) {
                // most likely there is no such directory
            }
        });
        return names.stream().sorted().toList();
    }

    private static boolean isOfAnotherKind(Path file) throws IOException {
        return Files.isRegularFile(file)
                && !Files.isHidden(file)
                && !file.getFileName().toString().endsWith(".yaml");
    }

    @Override
    public synchronized void afterConfigure(RouteBuilder builder) {
        Object source = sourceOf(builder);
        if (source == null) {
            return;
        }
        known.keySet().removeIf(RouteFiles::isGone);
        RouteBuilder before = known.put(source, builder);
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
        Resource resource = builder.getResource();
        if (resource == null) {
            return builder instanceof OpenRouterRoutes || builder instanceof SandboxDoor ? builder : null;
        }
        Matcher file = FILE.matcher(resource.getLocation().replace('\\', '/'));
        return file.matches() ? file.group(1) : null;
    }

    /** Renamed while {@code --dev} watches; the copies in the jar are in no directory at all. */
    private static boolean isGone(Object source) {
        return source instanceof String file
                && Files.isDirectory(Path.of(file).resolveSibling(""))
                && !Files.exists(Path.of(file));
    }

    private void check() {
        List<RouteClaim> claims = claims();
        for (int i = 0; i < claims.size(); i++) {
            for (int j = i + 1; j < claims.size(); j++) {
                check(claims.get(i), claims.get(j));
            }
        }
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
        return claim.owner() == null
                || isInTheJar("/openrouter/" + claim.owner())
                || isInTheJar("/openrouter/management/" + claim.owner());
    }

    private List<RouteClaim> claims() {
        Map<String, RouteTemplateDefinition> templates = new HashMap<>();
        known.values().stream()
                .flatMap(builder -> builder.getRouteTemplateCollection().getRouteTemplates().stream())
                .forEach(template -> templates.putIfAbsent(template.getId(), template));
        List<RouteClaim> claims = templates.keySet().stream()
                .filter(id -> isInTheJar("/kamelets/" + id + ".kamelet.yaml"))
                .map(id -> RouteClaim.of(null, RouteClaim.TEMPLATE_ID, id, true))
                .collect(Collectors.toCollection(ArrayList::new));
        known.forEach((source, builder) -> {
            String file = source instanceof String name ? name : null;
            claims.addAll(RouteClaims.of(file, builder, templates));
            if (file != null) {
                claims.addAll(DefinedNames.of(file, builder.getResource()));
            }
        });
        return claims;
    }

    private static boolean isInTheJar(String path) {
        return RouteFiles.class.getResource(path) != null;
    }
}
