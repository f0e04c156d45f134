/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.auth.AdminPaths;
import io.github.camelopenrouter.door.ManagementEngine;
import io.github.camelopenrouter.kamelet.DoorFunction;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.util.URISupport;

/**
 * Which requests an endpoint of a route takes away from others.
 *
 * @param path without a slash at its end, which Vert.x does not tell from one without; each parameter is {@code {}}
 * @param prefix whether it takes all that begins like this, too
 * @param methods empty for all
 * @param management whether it stands on the management port, where it takes nothing from doors on the gateway's own
 */
record DoorPath(String path, boolean prefix, Set<String> methods, boolean management) {

    private static final String PLATFORM_HTTP = "platform-http";
    private static final String GATEWAY_SOURCE = "kamelet:openrouter-gateway-source";
    private static final Pattern MANAGEMENT_ENGINE = Pattern.compile("(#|%23)(bean:)?" + ManagementEngine.NAME);
    private static final Pattern PARAMETER = Pattern.compile("\\{[^/}]*}");

    /**
     * Reads the URI of an endpoint.
     *
     * @return none for one that is no HTTP door, or is not said here to be which; a gateway source may have several
     * @throws IllegalArgumentException if it cannot be one as it is
     */
    static List<DoorPath> of(String uri) {
        String[] parts = uri.split("\\?", 2);
        Map<String, Object> options = options(parts.length < 2 ? "" : parts[1]);
        if (parts[0].startsWith(PLATFORM_HTTP + ":")) {
            return List.of(ofPlatformHttp(parts[0].substring(PLATFORM_HTTP.length() + 1), options));
        }
        if (parts[0].equals(GATEWAY_SOURCE) || parts[0].startsWith(GATEWAY_SOURCE + "/")) {
            return ofGatewaySource(options);
        }
        return List.of();
    }

    private static DoorPath ofPlatformHttp(String path, Map<String, Object> options) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "the path \"" + path + "\" must begin with a slash, as in \"/" + path + "\"");
        }
        return of(path, options);
    }

    private static DoorPath of(String written, Map<String, Object> options) {
        boolean prefix = written.endsWith("*") || Boolean.parseBoolean(text(options, "matchOnUriPrefix"));
        String path = PARAMETER.matcher(written).replaceAll("{}").replaceFirst("^/*", "/");
        return new DoorPath(
                path.replaceFirst("/*\\*?$", ""),
                prefix,
                methods(text(options, "httpMethodRestrict")),
                MANAGEMENT_ENGINE.matcher(text(options, "platformHttpEngine")).matches());
    }

    /** What the Kamelet makes of its properties, unless they stand elsewhere, as {@code camel.kamelet.…} allows. */
    private static List<DoorPath> ofGatewaySource(Map<String, Object> options) {
        String operation = text(options, "operation");
        if (operation.isEmpty()) {
            return List.of();
        }
        DoorFunction door = new DoorFunction();
        Map<String, Object> taken = Map.of(
                "httpMethodRestrict", door.apply("methods," + operation),
                "matchOnUriPrefix", door.apply("prefix," + operation));
        String paths = door.apply("path," + operation + "," + text(options, "path"));
        return Arrays.stream(paths.split(",")).map(path -> of(path, taken)).toList();
    }

    /** Whether it may be called by a path of the admin's. */
    boolean isAdmins() {
        return management && AdminPaths.mayBeTakenBy(path, prefix);
    }

    /** Whether both take exactly the same paths, with a method in common. */
    boolean isSameAs(DoorPath other) {
        return meets(other) && prefix == other.prefix && path.equals(other.path);
    }

    /** Whether this one takes all paths of the other, with a method in common. */
    boolean covers(DoorPath other) {
        if (!meets(other) || (other.prefix && !prefix)) {
            return false;
        }
        if (!path.contains("{}")) {
            return prefix ? other.path.startsWith(path) : other.path.equals(path);
        }
        String pattern =
                Arrays.stream(path.split("\\{}", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]+"));
        return other.path.matches(pattern + (prefix ? ".*" : ""));
    }

    /** Whether they stand on one port, with a method in common. */
    private boolean meets(DoorPath other) {
        return management == other.management
                && (methods.isEmpty()
                        || other.methods.isEmpty()
                        || methods.stream().anyMatch(other.methods::contains));
    }

    private static Set<String> methods(String restriction) {
        return Arrays.stream(restriction.split(","))
                .map(String::strip)
                .filter(method -> !method.isEmpty())
                .map(String::toUpperCase)
                .collect(Collectors.toSet());
    }

    private static String text(Map<String, Object> options, String name) {
        return String.valueOf(options.getOrDefault(name, ""));
    }

    private static Map<String, Object> options(String query) {
        try {
            return URISupport.parseQuery(query);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** As one writes it. */
    @Override
    public String toString() {
        return path + (prefix ? "/*" : "");
    }
}
