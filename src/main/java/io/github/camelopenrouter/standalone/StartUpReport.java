/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.config.Version;
import io.github.camelopenrouter.door.ManagementEngine;
import io.github.camelopenrouter.request.RequestSettings;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.HttpEndpointModel;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What the log says once the gateway serves: where, for which upstream, through which doors, with which conversions. */
final class StartUpReport {

    private StartUpReport() {}

    static void log(Logger log, CamelContext context, Settings settings, String address, @Nullable String management) {
        log.info("Doors: {}", doors(context, Predicate.not(StartUpReport::isOnManagementPort)));
        String operators = doors(context, StartUpReport::isOnManagementPort);
        if (!operators.isEmpty()) {
            log.info("Doors on the management port: {}", operators);
        }
        log.info("Conversions: {}", conversions(RequestSettings.of(settings)));
        log.info(
                "camel-openrouter {} listens on {}, {}, upstream {}",
                Version.current(),
                address,
                management == null ? "no management port" : "management on " + management + "/observe/health",
                settings.isSandbox() ? "is the SANDBOX: no answer comes from a model" : settings.baseUrl());
    }

    private static String doors(CamelContext context, Predicate<HttpEndpointModel> wanted) {
        return context.getComponent("platform-http", PlatformHttpComponent.class).getHttpEndpoints().stream()
                .filter(wanted)
                .map(door -> (door.getVerbs() == null ? "" : door.getVerbs() + " ") + door.getUri())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static boolean isOnManagementPort(HttpEndpointModel door) {
        return door.getConsumer() != null
                && door.getConsumer().getEndpoint() instanceof PlatformHttpEndpoint endpoint
                && endpoint.getPlatformHttpEngine() instanceof ManagementEngine;
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
