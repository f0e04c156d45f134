/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * What an application's properties and its environment give to Kamelets. Such a value was never in a URI, and nobody but the
 * integrator has written it. Looked up when somebody asks, which only values of an unusual look need.
 */
final class ConfiguredValues {

    private static final Pattern PROPERTIES = Pattern.compile("camel\\.(?:component\\.)?kamelet\\..*");
    private static final String VARIABLES = "CAMEL_KAMELET_";

    private final CamelContext context;
    private @Nullable Set<String> values;

    ConfiguredValues(CamelContext context) {
        this.context = context;
    }

    boolean contain(String value) {
        Set<String> known = values;
        if (known == null) {
            known = read();
            values = known;
        }
        return known.contains(value);
    }

    private Set<String> read() {
        Properties properties = context.getPropertiesComponent().loadProperties(PROPERTIES.asMatchPredicate());
        Stream<String> variables = System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(VARIABLES))
                .map(Map.Entry::getValue);
        return Stream.concat(properties.values().stream().map(Object::toString), variables)
                .collect(Collectors.toSet());
    }
}
