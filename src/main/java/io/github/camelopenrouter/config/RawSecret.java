/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.LocationPropertiesSource;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * Looks a secret up where Camel would, in Camel's order, without Camel's parser: that one writes every value it finds to
 * the log, at DEBUG already.
 *
 * <p>A value that refers to others ({@code {{env:KEY}}}) is left to the parser, and so is what only a framework's own
 * parser can find. Whoever logs Camel at DEBUG and wants such a value kept out names a file instead.
 */
final class RawSecret {

    private static final String PLACEHOLDER = "{{";

    private final PropertiesComponent component;
    private final String fullKey;

    private RawSecret(PropertiesComponent component, String fullKey) {
        this.component = component;
        this.fullKey = fullKey;
    }

    /** Null where the value is not found so, or has to be parsed. */
    static @Nullable String find(CamelContext context, String fullKey) {
        if (!(context.getPropertiesComponent() instanceof PropertiesComponent component)) {
            return null;
        }
        String text = new RawSecret(component, fullKey).find();
        return text == null || text.contains(PLACEHOLDER) ? null : text;
    }

    /** Which of those places it is; null where none of them has the key. */
    static @Nullable String placeOf(CamelContext context, String fullKey) {
        if (!(context.getPropertiesComponent() instanceof PropertiesComponent component)) {
            return null;
        }
        RawSecret raw = new RawSecret(component, fullKey);
        if (raw.inEnvironment() != null) {
            return "environment";
        }
        if (raw.inSystemProperties() != null) {
            return "system-property";
        }
        if (raw.in(component.getOverrideProperties()) != null) {
            return "command-line";
        }
        for (PropertiesSource source : component.getPropertiesSources()) {
            if (source.getProperty(fullKey) != null) {
                return source instanceof LocationPropertiesSource file
                        ? file.getLocation().getResolver() + ":"
                                + file.getLocation().getPath()
                        : source.getName();
            }
        }
        return raw.in(component.getInitialProperties()) != null ? "start" : null;
    }

    /** Whether anything but the environment has a value that is not empty. */
    static boolean standsBehindEnvironment(CamelContext context, String fullKey) {
        if (!(context.getPropertiesComponent() instanceof PropertiesComponent component)) {
            return false;
        }
        RawSecret raw = new RawSecret(component, fullKey);
        return Stream.of(
                        raw.inSystemProperties(),
                        raw.in(component.getOverrideProperties()),
                        raw.inSources(),
                        raw.in(component.getInitialProperties()))
                .anyMatch(text -> text != null && !text.isBlank());
    }

    private @Nullable String find() {
        if (in(component.getLocalProperties()) != null) {
            return null;
        }
        return Stream.<Supplier<@Nullable String>>of(
                        this::inEnvironment,
                        this::inSystemProperties,
                        () -> in(component.getOverrideProperties()),
                        this::inSources,
                        () -> in(component.getInitialProperties()))
                .map(Supplier::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable String inEnvironment() {
        boolean first =
                component.getEnvironmentVariableMode() == PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_OVERRIDE;
        return first ? IOHelper.lookupEnvironmentVariable(fullKey) : null;
    }

    private @Nullable String inSystemProperties() {
        boolean first = component.getSystemPropertiesMode() == PropertiesComponent.SYSTEM_PROPERTIES_MODE_OVERRIDE;
        return first ? System.getProperty(fullKey) : null;
    }

    private @Nullable String inSources() {
        for (PropertiesSource source : component.getPropertiesSources()) {
            String text = source.getProperty(fullKey);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private @Nullable String in(@Nullable Properties properties) {
        Object value = properties == null ? null : properties.get(fullKey);
        return value == null ? null : value.toString();
    }
}
