/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import io.github.camelopenrouter.config.DidYouMean;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The names that a host gives by Camel's Kamelet component: {@code camel.component.kamelet.template-properties[…].name} for
 * all steps of a Kamelet, and {@code route-properties[…]} for one route.
 */
final class KameletComponentNames {

    private KameletComponentNames() {}

    /** Those for a route that was made of this Kamelet. */
    static Set<String> of(CamelContext context, RouteDefinition route, String kamelet) {
        Set<String> names = new TreeSet<>();
        if (context.hasComponent("kamelet") instanceof KameletComponent component) {
            names.addAll(given(component.getTemplateProperties(), kamelet));
            names.addAll(given(component.getRouteProperties(), route.getRouteId()));
        }
        return names;
    }

    /** One sentence for each that a Kamelet of ours in a host's routes does not know. */
    static List<String> unknown(CamelContext context) {
        return ((ModelCamelContext) context)
                .getRouteDefinitions().stream()
                        .filter(KameletNames::isOurs)
                        .flatMap(route -> unknown(context, route))
                        .distinct()
                        .toList();
    }

    private static Stream<String> unknown(CamelContext context, RouteDefinition route) {
        String kamelet = KameletNames.kameletOf(route);
        DeclaredProperties declared = DeclaredProperties.of(context, kamelet);
        return declared == null
                ? Stream.empty()
                : of(context, route, kamelet).stream()
                        .filter(name -> !declared.know(name))
                        .map(name -> "Unknown property " + name + " of the Kamelet " + kamelet
                                + " in camel.component.kamelet.*"
                                + DidYouMean.to(name, declared.spellings())
                                        .map(near -> ": did you mean " + near + "?")
                                        .orElse("."));
    }

    private static Set<String> given(@Nullable Map<String, Properties> properties, String key) {
        Properties own = properties == null ? null : properties.get(key);
        return own == null ? Set.of() : own.stringPropertyNames();
    }
}
