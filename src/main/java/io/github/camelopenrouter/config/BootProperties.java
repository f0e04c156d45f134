/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Spring Boot's properties, to be listed. Camel asks Boot for one key at a time and lists none, so Spring's environment is
 * asked itself, by reflection: Spring is a host's to have.
 */
final class BootProperties {

    private static final String ENVIRONMENT = "org.springframework.core.env.ConfigurableEnvironment";
    private static final String LISTED = "org.springframework.core.env.EnumerablePropertySource";

    private BootProperties() {}

    /** None where there is no Spring. */
    static List<String> names(CamelContext context) {
        Object environment = environment(context);
        Class<?> type = context.getClassResolver().resolveClass(ENVIRONMENT);
        Class<?> listed = context.getClassResolver().resolveClass(LISTED);
        if (environment == null || listed == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try {
            Iterable<?> sources =
                    (Iterable<?>) type.getMethod("getPropertySources").invoke(environment);
            for (Object source : sources) {
                if (listed.isInstance(source)) {
                    names.addAll(List.of(
                            (String[]) listed.getMethod("getPropertyNames").invoke(source)));
                }
            }
        } catch (ReflectiveOperationException e) {
            return List.of(); // a Spring that we do not know: nobody is warned, and all settings are read as ever
        }
        return names;
    }

    /**
     * These, with what they hold. One whose {@code ${…}} cannot be resolved refers to itself, which fails for whoever wants
     * its value: left out, it would be taken for one that nobody has set.
     */
    static Properties valuesOf(CamelContext context, Predicate<String> wanted) {
        Properties properties = new Properties();
        names(context).stream().filter(wanted).forEach(name -> {
            String value = SpringEnvironment.property(context, name);
            properties.setProperty(name, value != null ? value : "{{" + name + "}}");
        });
        return properties;
    }

    /** Null where there is no Spring. */
    static @Nullable Object environment(CamelContext context) {
        return SpringEnvironment.bean(context, ENVIRONMENT);
    }
}
