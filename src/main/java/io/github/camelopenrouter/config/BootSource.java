/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.Properties;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.jspecify.annotations.Nullable;

/**
 * Lists for Camel some of Spring Boot's properties. Camel 4.18.0 asks Boot for one key at a time, while Kamelets read a list of
 * theirs: without this {@code camel.kamelet.…} in Boot's files would do nothing.
 */
public final class BootSource implements LoadablePropertiesSource {

    private final CamelContext context;
    private final String prefix;

    private BootSource(CamelContext context, String prefix) {
        this.context = context;
        this.prefix = prefix;
    }

    /** Lists those that begin so, in a host on Spring Boot; does nothing elsewhere. */
    public static void addTo(CamelContext context, String prefix) {
        if (BootProperties.environment(context) != null) {
            context.getPropertiesComponent().addPropertiesSource(new BootSource(context, prefix));
        }
    }

    @Override
    public String getName() {
        return "openrouter-boot";
    }

    /** Camel asks Boot for single keys itself. */
    @Override
    public @Nullable String getProperty(String name) {
        return null;
    }

    @Override
    public Properties loadProperties() {
        return loadProperties(name -> true);
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
        return BootProperties.valuesOf(context, name -> name.startsWith(prefix) && filter.test(name));
    }

    @Override
    public void reloadProperties(String location) {
        // asked anew each time
    }
}
