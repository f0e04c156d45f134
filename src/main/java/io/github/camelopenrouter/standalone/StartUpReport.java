/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static java.util.stream.Collectors.joining;

import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.config.Version;
import io.github.camelopenrouter.request.RequestSettings;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What the log says once the gateway serves: where, for which upstream, through which doors of which files, with which conversions. */
final class StartUpReport {

    private StartUpReport() {}

    static void log(
            Logger log,
            CamelContext context,
            RouteFiles files,
            Settings settings,
            String address,
            @Nullable String health) {
        logDoors(log, OpenDoor.all(context, files));
        String closed = files.all().stream()
                .filter(RouteFile::isWithoutRoutes)
                .map(RouteFile::toString)
                .collect(joining(", "));
        if (!closed.isEmpty()) {
            log.info("No routes, and so no doors, in {}", closed);
        }
        log.info("Conversions: {}", conversions(RequestSettings.of(settings)));
        log.info(
                "camel-openrouter {} listens on {}, {}, upstream {}",
                Version.current(),
                address,
                health == null ? "no management port" : "management on " + health,
                settings.isSandbox() ? "is the SANDBOX: no answer comes from a model" : settings.baseUrl());
    }

    private static void logDoors(Logger log, List<OpenDoor> doors) {
        logDoors(log, "Doors", doors, door -> !door.management() && !door.isFromJar());
        logDoors(log, "Doors from the jar", doors, door -> !door.management() && door.isFromJar());
        logDoors(log, "Doors on the management port", doors, OpenDoor::management);
    }

    private static void logDoors(Logger log, String which, List<OpenDoor> all, Predicate<OpenDoor> wanted) {
        List<OpenDoor> doors = all.stream().filter(wanted).toList();
        if (!doors.isEmpty()) {
            log.info("{}: {}", which, OpenDoor.list(doors));
        }
    }

    private static String conversions(RequestSettings settings) {
        return "reasoning=" + lower(settings.reasoning()) + ", cache-control=" + lower(settings.cacheControl())
                + ", filtered-parameters=" + String.join(",", settings.filteredParameters()) + ", bare-names="
                + lower(settings.bareNames());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
