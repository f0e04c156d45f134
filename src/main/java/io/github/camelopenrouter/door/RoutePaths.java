/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which paths a server's routes take, asked without a request. */
final class RoutePaths {

    private static final char PARAMETER = ':';

    private RoutePaths() {}

    /** Where the server's paths begin ({@code camel.server.path}), nothing for its root. */
    static String base(RoutingContext routing) {
        String mount = routing.mountPoint();
        if (mount == null) {
            return "";
        }
        return mount.endsWith("/") ? mount.substring(0, mount.length() - 1) : mount;
    }

    /** The path as the server's routes compare it, without dots, double slashes and letters in another spelling. */
    static String of(RoutingContext routing) {
        String path = routing.normalizedPath().substring(base(routing).length());
        return path.isEmpty() ? "/" : path;
    }

    /** The methods that some route of the server takes at this path; one that takes all of them is not asked. */
    static SortedSet<String> methodsAt(Router router, String path) {
        SortedSet<String> names = new TreeSet<>();
        for (Route route : router.getRoutes()) {
            if (route.methods() != null && takes(route, path)) {
                route.methods().stream().map(HttpMethod::name).forEach(names::add);
            }
        }
        return names;
    }

    static boolean takes(Route route, String path) {
        String own = route.getPath();
        if (own == null) {
            return false; // a regular expression's
        }
        if (own.indexOf(PARAMETER) >= 0) {
            return fits(own.split("/"), path.split("/"), route.isExactPath());
        }
        if (!route.isExactPath()) {
            return path.startsWith(own) && path.length() > own.length();
        }
        return path.equals(own) || path.equals(own + "/");
    }

    /** A segment that is a parameter, {@code :id}, takes any but an empty one. */
    private static boolean fits(String[] pattern, String[] path, boolean exact) {
        if (path.length < pattern.length || exact && path.length > pattern.length) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            boolean any = !pattern[i].isEmpty() && pattern[i].charAt(0) == PARAMETER;
            if (any ? path[i].isEmpty() : !pattern[i].equals(path[i])) {
                return false;
            }
        }
        return true;
    }
}
