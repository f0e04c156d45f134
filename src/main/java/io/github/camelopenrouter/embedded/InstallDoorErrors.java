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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/**
 * Adds a gateway's {@link DoorErrorConfiguration} with the first route file or builder of a host's that names it: one with our
 * doors, or with copies of them, {@code openrouter-errors} or {@code openrouter-b-errors}. Camel finds this by its type; when
 * a plugin is loaded there may be no model yet that could take it.
 *
 * <p>A host's wildcard, {@code routeConfigurationId: "*"}, means what it means everywhere in Camel, the configurations
 * that are known when its route is made: in a file that has both a copied door and such a route, only the door gets ours,
 * while wildcards read after that file, or made from a template, match it with all the others.
 */
final class InstallDoorErrors implements RouteBuilderLifecycleStrategy {

    private static final Pattern OF_A_GATEWAY = Pattern.compile("openrouter-(?:([a-z0-9]+)-)?errors");

    /** Templates become routes later than this, and Camel gives them what they name; finished routes need it put in. */
    @Override
    public void afterConfigure(RouteBuilder builder) {
        Stream<RouteDefinition> templates = builder.getRouteTemplateCollection().getRouteTemplates().stream()
                .map(RouteTemplateDefinition::getRoute);
        Stream<RouteDefinition> routes = builder.getRouteCollection().getRoutes().stream();
        Stream.concat(templates, routes)
                .flatMap(InstallDoorErrors::gatewaysOf)
                .distinct()
                .toList()
                .forEach(prefix -> addTo(builder, prefix));
    }

    private static void addTo(RouteBuilder builder, String prefix) {
        try {
            DoorErrorConfiguration.addTo(builder.getContext(), prefix);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
        builder.getRouteCollection().getRoutes().stream()
                .filter(route -> gatewaysOf(route).anyMatch(prefix::equals))
                .forEach(door -> DoorErrorConfiguration.putInto(door, builder.getContext(), prefix));
    }

    /** The route prefixes of the gateways whose error handling the route names. */
    private static Stream<String> gatewaysOf(RouteDefinition route) {
        String named = route.getRouteConfigurationId();
        return named == null ? Stream.empty() : Arrays.stream(named.split(",")).flatMap(id -> gatewayOf(id).stream());
    }

    private static Optional<String> gatewayOf(String configurationId) {
        Matcher matcher = OF_A_GATEWAY.matcher(configurationId);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String name = matcher.group(1);
        return name == null
                ? Optional.of(InstanceName.UNNAMED.routePrefix())
                : Optional.of(name).filter(InstanceName::isValid).map(valid -> new InstanceName(valid).routePrefix());
    }
}
