/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.PropertiesComponent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Leaves out the routes on the management port that could not or must not be reached, as Camel leaves out one whose {@code
 * precondition} does not hold: all of them where the port is off, the admin's where there is no token. Nothing else changes
 * for that, and the log says it once.
 *
 * <p>Camel tells of every route before it makes it, of those of templates with the values of their parameters.
 */
final class ManagementRoutes extends ModelLifecycleStrategySupport {

    private static final Logger LOG = StandaloneLog.LOG;

    private static final String PORT_IS_OFF = "the management port is off (camel.management.enabled=false)";
    private static final String NO_TOKEN =
            "there is no admin token (openrouter.admin.token-file, or openrouter.data-dir for the start's own)";

    /** The id of the gateway's own route that shows the metrics. */
    private static final String METRICS = "openrouter-observe-metrics";

    private final CamelContext context;
    private final boolean port;
    private final boolean token;
    private final boolean metrics;
    private final Collection<String> leftOut = new TreeSet<>();
    private boolean reported;

    /**
     * @param port whether there is a management port
     * @param token whether there is an admin token, or an issuer of tokens that may be an admin's
     * @param metrics whether there are some; who switches them off needs no line that says so
     */
    ManagementRoutes(CamelContext context, boolean port, boolean token, boolean metrics) {
        this.context = context;
        this.port = port;
        this.token = token;
        this.metrics = metrics;
    }

    @Override
    public synchronized void onAddRouteDefinition(RouteDefinition route) {
        Optional<DoorPath> door =
                doorsOf(route).stream().filter(DoorPath::management).findFirst();
        if (METRICS.equals(route.getId()) && port && !metrics) {
            route.setPrecondition("false");
        } else if (door.isPresent() && !(port && (token || !door.get().isAdmins()))) {
            route.setPrecondition("false");
            leftOut.add(door.get().toString());
            if (reported) {
                report(); // a reload
            }
        }
    }

    /** Says which routes are left out, if any. */
    synchronized void report() {
        if (!leftOut.isEmpty()) {
            LOG.info(
                    "Left out of the management port, because {}: {}",
                    port ? NO_TOKEN : PORT_IS_OFF,
                    String.join(", ", leftOut));
        }
        leftOut.clear();
        reported = true;
    }

    private List<DoorPath> doorsOf(RouteDefinition route) {
        try {
            return Optional.ofNullable(route.getInput())
                    .map(FromDefinition::getEndpointUri)
                    .map(uri -> DoorPath.of(resolved(uri, route.getTemplateParameters())))
                    .orElse(List.of());
        } catch (IllegalArgumentException e) {
            return List.of(); // said when the route is made
        }
    }

    /** As Camel itself does it when it makes the route. */
    private String resolved(String uri, @Nullable Map<String, Object> parameters) {
        PropertiesComponent properties = context.getPropertiesComponent();
        Properties before = properties.getLocalProperties();
        Properties local = new Properties();
        if (parameters != null) {
            local.putAll(parameters);
        }
        properties.setLocalProperties(local);
        try {
            return context.resolvePropertyPlaceholders(uri);
        } finally {
            properties.setLocalProperties(before);
        }
    }
}
