/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Leads a request below a prefix to the door that it means, as if the client had written that door's own path: {@code
 * /api/v1/models} to {@code /v1/models}, and so {@code /litellm/anthropic/v1/messages}; what names no API means OpenAI's,
 * {@code /litellm/models}. Exactly one prefix is taken away, and whatever comes out is a path of one of the {@link ApiPaths}.
 *
 * <p>It stands behind all routes of the server: a request that has a route never gets here, and a route of the user's own
 * below a prefix wins.
 */
final class DoorPrefixes {

    /** A client that leaves out all of it. */
    private static final String NONE = "/";

    /** In front of what answers the paths that no route takes, see {@link UnknownPaths}. */
    private static final int BEHIND_ALL_ROUTES = Integer.MAX_VALUE - 2;

    private final List<String> prefixes;
    private final boolean everywhere;
    private final List<Route> doors = new CopyOnWriteArrayList<>();
    private @Nullable Router installed;

    /**
     * @param everywhere whether the whole server is ours: what stands below a prefix and is no door is unknown by the name of
     *     the door that it would be
     */
    DoorPrefixes(List<String> prefixes, boolean everywhere) {
        this.prefixes = prefixes;
        this.everywhere = everywhere;
    }

    /** These can be reached. */
    synchronized void open(Router router, Collection<Route> opened) {
        doors.addAll(opened);
        if (installed != router && !prefixes.isEmpty()) {
            installed = router;
            router.route().order(BEHIND_ALL_ROUTES).handler(routing -> lead(router, routing));
        }
    }

    void close(Collection<Route> closed) {
        doors.removeAll(closed);
    }

    private void lead(Router router, RoutingContext routing) {
        String path = RoutePaths.of(routing);
        String meant = ApiPaths.isWhole(path) ? null : meant(path);
        if (meant == null || !RoutePaths.methodsAt(router, path).isEmpty()) {
            routing.next();
            return;
        }
        String query = routing.request().query();
        String target = RoutePaths.base(routing) + meant;
        routing.reroute(query == null ? target : target + "?" + query);
    }

    private @Nullable String meant(String path) {
        for (String prefix : prefixes) {
            boolean none = prefix.equals(NONE);
            if (none || ApiPaths.isBelow(path, prefix)) {
                String door = ApiPaths.whole(none ? path : path.substring(prefix.length()));
                if (isDoor(door) || everywhere && !none) {
                    return door;
                }
            }
        }
        return null;
    }

    private boolean isDoor(String path) {
        return doors.stream().anyMatch(door -> RoutePaths.takes(door, path));
    }
}
