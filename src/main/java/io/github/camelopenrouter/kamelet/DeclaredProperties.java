/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.IOHelper;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The properties that a Kamelet has: those of the template that the host's routes use, else of the file that Camel would
 * load. Not a list of ours, for a host may have copied the file and added to it.
 *
 * @param names as the Kamelet writes them
 */
record DeclaredProperties(Set<String> names) {

    private static final String LOCATION = "camel.component.kamelet.location";
    private static final String IN_JARS = "classpath:kamelets";

    /** What Camel itself puts beside them. */
    private static final Set<String> OF_CAMEL = Set.of(
            "templateId",
            "routeId",
            "uuid",
            "location",
            "noErrorHandler",
            "bridgeErrorHandler",
            "parentRouteId",
            "parentProcessorId");

    /** Null where there is no such Kamelet. */
    static @Nullable DeclaredProperties of(CamelContext context, String kamelet) {
        RouteTemplateDefinition template = ((ModelCamelContext) context).getRouteTemplateDefinition(kamelet);
        if (template != null) {
            return new DeclaredProperties(template.getTemplateParameters().stream()
                    .map(RouteTemplateParameterDefinition::getName)
                    .collect(Collectors.toSet()));
        }
        return locations(context).stream()
                .map(location -> file(context, location + "/" + kamelet + ".kamelet.yaml"))
                .filter(Resource::exists)
                .findFirst()
                .map(DeclaredProperties::read)
                .orElse(null);
    }

    /** With and without dashes, as Camel reads them. */
    List<String> spellings() {
        return names.stream()
                .sorted()
                .flatMap(name -> Stream.of(name, StringHelper.camelCaseToDash(name)))
                .distinct()
                .toList();
    }

    /** Written as the Kamelet does, with dashes, or as a variable of the environment. */
    boolean know(String name) {
        return names.contains(name)
                || names.contains(StringHelper.dashToCamelCase(name))
                || names.stream().anyMatch(declared -> isVariable(name, declared))
                || OF_CAMEL.contains(name);
    }

    /** Camel reads {@code API_KEY} and {@code APIKEY}. */
    private static boolean isVariable(String name, String declared) {
        return name.equals(IOHelper.normalizeEnvironmentVariable(declared))
                || name.equals(IOHelper.normalizeEnvironmentVariable(StringHelper.camelCaseToDash(declared)));
    }

    /** Whether the name of a variable is that of a property, perhaps behind the id of a step. */
    boolean endVariable(String name) {
        return know(name)
                || spellings().stream()
                        .anyMatch(property -> name.endsWith("_" + IOHelper.normalizeEnvironmentVariable(property)));
    }

    private static List<String> locations(CamelContext context) {
        String given =
                context.getPropertiesComponent().resolveProperty(LOCATION).orElse(IN_JARS);
        return Arrays.stream(given.split(",")).map(String::strip).toList();
    }

    private static Resource file(CamelContext context, String location) {
        return PluginHelper.getResourceLoader(context).resolveResource(location);
    }

    private static DeclaredProperties read(Resource file) {
        try (InputStream in = file.getInputStream()) {
            Object yaml = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            Map<?, ?> properties = below(below(below(yaml, "spec"), "definition"), "properties");
            return new DeclaredProperties(
                    properties.keySet().stream().map(Objects::toString).collect(Collectors.toSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<?, ?> below(Object node, String key) {
        return node instanceof Map<?, ?> map && map.get(key) instanceof Map<?, ?> child ? child : Map.of();
    }
}
