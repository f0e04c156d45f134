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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that only one route can have.
 *
 * @param owner the file, {@code routes/mine.camel.yaml}; null for the gateway itself
 * @param what the kind of thing, as a sentence says it
 * @param name which one, as a sentence says it
 * @param door the requests it takes, null for what is no HTTP door
 * @param shipped whether it belongs to a route that the gateway comes with, changed or not
 */
record RouteClaim(
        @Nullable RouteFileName owner,
        String what,
        String name,
        @Nullable DoorPath door,
        boolean shipped) {

    static final String ROUTE_ID = "route id";
    static final String TEMPLATE_ID = "template id";
    static final String ENDPOINT = "endpoint";
    static final String PATH = "path";

    static RouteClaim of(@Nullable RouteFileName owner, String what, String name, boolean shipped) {
        return new RouteClaim(owner, what, name, null, shipped);
    }

    static RouteClaim of(@Nullable RouteFileName owner, DoorPath door, boolean shipped) {
        return new RouteClaim(owner, PATH, door.toString(), door, shipped);
    }

    /** Whether only one of the two can be. */
    boolean isSameAs(RouteClaim other) {
        return door != null
                ? other.door != null && door.isSameAs(other.door)
                : what.equals(other.what) && name.equals(other.name);
    }

    /** Whether this door of a file would take requests from a shipped one of another file, as a prefix does. */
    boolean covers(RouteClaim other) {
        return door != null
                && other.door != null
                && other.shipped
                && !shipped
                && !Objects.equals(owner, other.owner)
                && door.covers(other.door);
    }

    /** The sentence with which this one's file is refused. */
    SettingException takenFrom(RouteClaim other) {
        if (Objects.equals(owner, other.owner)) {
            return new SettingException(owner + " has the " + what + " " + name + " twice: give each one of its own.");
        }
        String by = name.equals(other.name) ? "" : " by its " + name;
        return new SettingException(owner + " takes the " + what + " " + other.name + by + " from "
                + (other.owner == null ? "the gateway itself" : other.owner) + ": give it one of its own"
                + otherwise(other.owner));
    }

    private static String otherwise(@Nullable RouteFileName other) {
        if (other == null) {
            return ".";
        }
        return other.inJar() ? ", or make your change in a file of that name." : ", or make your change in that file.";
    }
}
