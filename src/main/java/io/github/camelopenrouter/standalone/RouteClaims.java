/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.jspecify.annotations.Nullable;

/** What the routes of a file, or of the gateway's own builders, lay claim to. */
final class RouteClaims {

    private static final String OURS = "openrouter-";

    private final List<RouteClaim> claims = new ArrayList<>();
    private final Map<String, RouteTemplateDefinition> templates;
    private final RouteBuilder builder;
    private final @Nullable RouteFileName owner;

    private RouteClaims(
            @Nullable RouteFileName owner, RouteBuilder builder, Map<String, RouteTemplateDefinition> templates) {
        this.owner = owner;
        this.builder = builder;
        this.templates = templates;
    }

    /**
     * Reads a builder that has been configured.
     *
     * @param templates those of all builders, by their ids
     */
    static List<RouteClaim> of(
            @Nullable RouteFileName owner, RouteBuilder builder, Map<String, RouteTemplateDefinition> templates) {
        RouteClaims reader = new RouteClaims(owner, builder, templates);
        builder.getRouteCollection().getRoutes().forEach(reader::read);
        builder.getRouteTemplateCollection().getRouteTemplates().forEach(reader::read);
        builder.getTemplatedRouteCollection().getTemplatedRoutes().forEach(reader::read);
        return reader.claims;
    }

    private void read(RouteDefinition route) {
        claim(RouteClaim.ROUTE_ID, route.getId());
        uriOf(route).ifPresent(uri -> claimEndpoint(route.getId(), uri));
    }

    private void read(RouteTemplateDefinition template) {
        claim(RouteClaim.TEMPLATE_ID, template.getId());
    }

    private void read(TemplatedRouteDefinition route) {
        claim(RouteClaim.ROUTE_ID, route.getRouteId());
        Optional.ofNullable(templates.get(route.getRouteTemplateRef()))
                .flatMap(template -> uriOf(template.getRoute()).map(uri -> filledIn(uri, template, route)))
                .ifPresent(uri -> claimEndpoint(route.getRouteId(), uri));
    }

    private void claim(String what, @Nullable String id) {
        if (id != null) {
            claims.add(RouteClaim.of(owner, what, id, isShipped(id)));
        }
    }

    private void claimEndpoint(@Nullable String routeId, String written) {
        resolved(written).ifPresent(uri -> {
            doorsOf(uri).forEach(door -> claims.add(RouteClaim.of(owner, door, isShipped(routeId))));
            if (uri.startsWith("direct:")) {
                String name = "direct:" + uri.split("\\?", 2)[0].replaceFirst("^direct:/*", "");
                claims.add(RouteClaim.of(owner, RouteClaim.ENDPOINT, name, isShipped(routeId)));
            }
        });
    }

    /** What cannot be read yet, or at all, is Camel's to complain about. */
    private Optional<String> resolved(String uri) {
        try {
            return Optional.of(builder.getContext().resolvePropertyPlaceholders(uri));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // said when the route is made
        }
    }

    private List<DoorPath> doorsOf(String uri) {
        try {
            return DoorPath.of(uri);
        } catch (IllegalArgumentException e) {
            RepeatableText repeatable =
                    RepeatableText.about(List.of(RouteFileText.of(builder.getResource())), builder.getContext());
            throw UnusableRouteFile.because(String.valueOf(owner), repeatable, e);
        }
    }

    private static Optional<String> uriOf(RouteDefinition route) {
        return Optional.ofNullable(route.getInput())
                .map(FromDefinition::getEndpointUri)
                .filter(Objects::nonNull);
    }

    private static String filledIn(String uri, RouteTemplateDefinition template, TemplatedRouteDefinition route) {
        Map<String, @Nullable String> values = new HashMap<>();
        if (template.getTemplateParameters() != null) {
            template.getTemplateParameters().forEach(known -> values.put(known.getName(), known.getDefaultValue()));
        }
        if (route.getParameters() != null) {
            route.getParameters().forEach(given -> values.put(given.getName(), given.getValue()));
        }
        String filled = uri;
        for (Map.Entry<String, @Nullable String> value : values.entrySet()) {
            String given = value.getValue();
            filled = filled.replace("{{?" + value.getKey() + "}}", given == null ? "" : given);
            filled = given == null ? filled : filled.replace("{{" + value.getKey() + "}}", given);
        }
        return filled;
    }

    private static boolean isShipped(@Nullable String routeId) {
        return routeId != null && routeId.startsWith(OURS);
    }
}
