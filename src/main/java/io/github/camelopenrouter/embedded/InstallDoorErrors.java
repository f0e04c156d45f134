/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.embedded;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.operation.DoorErrorConfiguration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/**
 * Adds {@link DoorErrorConfiguration} with the first route file or builder of a host's that names it: one with our doors, or with
 * copies of them. Camel finds this by its type; when a plugin is loaded there may be no model yet that could take it.
 *
 * <p>A host's wildcard, {@code routeConfigurationId: "*"}, means what it means everywhere in Camel, the configurations
 * that are known when its route is made: in a file that has both a copied door and such a route, only the door gets ours,
 * while wildcards read after that file, or made from a template, match it with all the others.
 */
final class InstallDoorErrors implements RouteBuilderLifecycleStrategy {

    private static final String PREFIX = InstanceName.UNNAMED.routePrefix();

    /** Templates become routes later than this, and Camel gives them what they name; finished routes need it put in. */
    @Override
    public void afterConfigure(RouteBuilder builder) {
        Stream<RouteDefinition> templates = builder.getRouteTemplateCollection().getRouteTemplates().stream()
                .map(RouteTemplateDefinition::getRoute);
        Stream<RouteDefinition> routes = builder.getRouteCollection().getRoutes().stream();
        if (Stream.concat(templates, routes).anyMatch(InstallDoorErrors::isDoor)) {
            addTo(builder);
        }
    }

    private static void addTo(RouteBuilder builder) {
        try {
            DoorErrorConfiguration.addTo(builder.getContext(), PREFIX);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
        builder.getRouteCollection().getRoutes().stream()
                .filter(InstallDoorErrors::isDoor)
                .forEach(door -> DoorErrorConfiguration.putInto(door, builder.getContext(), PREFIX));
    }

    private static boolean isDoor(RouteDefinition route) {
        String named = route.getRouteConfigurationId();
        return named != null && Arrays.asList(named.split(",")).contains(DoorErrorConfiguration.id(PREFIX));
    }
}
