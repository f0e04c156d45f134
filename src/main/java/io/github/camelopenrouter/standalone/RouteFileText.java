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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What stands in a file of routes at one time, so that all who look into it see the same.
 *
 * @param known null for a file at a place where the gateway looks for none by itself
 */
record RouteFileText(@Nullable RouteFileName known, String location, String text) {

    private static final String FILE = "file:";
    private static final LoadSettings LENIENT =
            LoadSettings.builder().setAllowDuplicateKeys(true).build();

    /** @throws SettingException if it cannot be read */
    static RouteFileText of(Resource file) {
        RouteFileName known = RouteFileName.of(file).orElse(null);
        try (InputStream in = file.getInputStream()) {
            return new RouteFileText(known, file.getLocation(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new SettingException(
                    (known == null ? file.getLocation() : known) + " cannot be used: it cannot be read.");
        }
    }

    /** As a sentence calls it. */
    String name() {
        return known == null ? location : known.toString();
    }

    /** Which file it is, whether in the working directory or in the jar. */
    String path() {
        return known == null ? location : known.path();
    }

    /** Whether it is one that the gateway comes with, unchanged. */
    boolean isOwn() {
        return known != null && known.isOwn(location);
    }

    boolean isInJar() {
        return known != null && known.inJar();
    }

    /** Empty for what is in the jar. */
    Optional<Path> file() {
        return fileAt(location);
    }

    /** The same of what Camel has. */
    static Optional<Path> fileOf(Resource resource) {
        return fileAt(resource.getLocation());
    }

    private static Optional<Path> fileAt(String location) {
        return location.startsWith(FILE) && !location.contains("!/")
                ? Optional.of(Path.of(location.substring(FILE.length())))
                : Optional.empty();
    }

    /** Where the jar has a copy of this name, if it has one. */
    Optional<String> locationInJar() {
        return Optional.ofNullable(known).filter(RouteFileName::isShipped).map(RouteFileName::locationInJar);
    }

    boolean isBlank() {
        return text.isBlank();
    }

    /**
     * Whether it is a list of nothing, or a comment alone.
     *
     * @throws SettingException if it cannot hold routes at all; Camel would take it for one without any
     */
    boolean isWithoutRoutes() {
        if (isBlank()) {
            throw new SettingException(name() + " is empty: put routes into it, or a comment if it shall have none.");
        }
        Object content = content();
        if (content == null) {
            return true;
        }
        if (content instanceof List<?> items) {
            return items.isEmpty();
        }
        if (content instanceof Map<?, ?> parts && parts.containsKey("apiVersion")) {
            return false; // a Pipe or a Kamelet
        }
        throw new SettingException(
                name() + " is no list of routes: each begins with a dash in the first column, as in \"- route:\".");
    }

    /** Before the gateway itself finds its own names taken. */
    void requireOwnNames() {
        if (known != null) {
            DefinedNames.of(known, resource());
        }
    }

    /**
     * Camel takes some of what stands beside a file's routes for all routes that there are, the gateway's own among them: its
     * retries and answers to errors would be gone, and nobody would be told.
     *
     * @throws SettingException for the first
     */
    void requireNothingForAllRoutes() {
        if (content() instanceof List<?> items) {
            items.stream()
                    .flatMap(item -> item instanceof Map<?, ?> part ? part.keySet().stream() : Stream.empty())
                    .map(String::valueOf)
                    .forEach(this::requireNotForAllRoutes);
        }
    }

    private void requireNotForAllRoutes(String part) {
        switch (part) {
            case "errorHandler", "error-handler" ->
                throw new SettingException(name()
                        + " has an errorHandler beside its routes, which Camel takes for those of the gateway, too: move it"
                        + " into each \"- route:\" that it is for.");
            case "interceptSendToEndpoint", "intercept-send-to-endpoint" ->
                throw new SettingException(
                        name() + " has an interceptSendToEndpoint beside its routes, which Camel takes for those of the"
                                + " gateway, too: remove it, and put its steps in front of the \"- to:\" that they are for.");
            default -> {}
        }
    }

    /** What it says of route configurations, which are read at the start only. */
    List<?> configurations() {
        return content() instanceof List<?> items
                ? items.stream()
                        .filter(item -> item instanceof Map<?, ?> part
                                && (part.containsKey("routeConfiguration") || part.containsKey("route-configuration")))
                        .toList()
                : List.of();
    }

    Resource resource() {
        return ResourceHelper.fromString(location, text);
    }

    /** What is no YAML counts as content: Camel says better where it is wrong. */
    private @Nullable Object content() {
        try {
            return new Load(LENIENT).loadFromString(text);
        } catch (YamlEngineException e) {
            return List.of(text);
        }
    }
}
