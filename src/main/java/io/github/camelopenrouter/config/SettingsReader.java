/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of one instance through Camel, one key at a time, because only so Camel looks into the environment.
 *
 * <p>Camel's order (its PropertiesComponent with its default modes): the environment ({@code OPENROUTER_RETRY_DELAY} for
 * {@code openrouter.retry.delay}), JVM system properties, override properties, property files in the order of their
 * locations, the host's own configuration (Spring Boot), initial properties. Only the parameters of a route template, while
 * it is being instantiated, come before the environment. The first of these that has the key counts, also with an empty
 * value. A host that changes the modes changes this order too. Secrets are looked up in the same order by {@link RawSecret},
 * because Camel logs what it reads.
 */
final class SettingsReader {

    /** How Camel leaves a property behind that it cannot find, in a context that ignores missing ones. */
    private static final String UNRESOLVED = "@@[";

    /** What the settings that say who may call begin with. */
    private static final String AUTH = "auth";

    private final CamelContext context;
    private final PropertiesComponent properties;
    private final InstanceName instance;

    SettingsReader(CamelContext context, InstanceName instance) {
        this.context = context;
        this.properties = context.getPropertiesComponent();
        this.instance = instance;
    }

    /** What the user gave; a setting that is absent or empty is not in it. */
    Map<Setting<?>, Object> readAll(List<Setting<?>> known) {
        Map<Setting<?>, Object> given = new HashMap<>();
        for (Setting<?> setting : known) {
            read(setting).ifPresent(value -> given.put(setting, value));
        }
        return given;
    }

    <T> Optional<T> read(Setting<T> setting) {
        String fullKey = instance.settingsPrefix() + setting.key();
        String secret = setting.isSecret() ? RawSecret.find(context, fullKey) : null;
        String text = secret != null ? secret : resolve(fullKey);
        if (text != null && text.isBlank() && setting.key().startsWith(AUTH)) {
            requireNothingBehindVariable(fullKey);
        }
        return text == null || DummyValue.isIn(text) ? Optional.empty() : setting.parse(fullKey, text);
    }

    /** As it is written, also where it is empty; null where nobody has given it. Not for secrets: Camel logs what it finds. */
    @Nullable
    String text(Setting<?> setting) {
        String text = resolve(instance.settingsPrefix() + setting.key());
        return text == null || DummyValue.isIn(text) ? null : text;
    }

    /**
     * A variable that is set and empty takes the place of what files say, as compose leaves those that nobody has set: where
     * that is who may call, the door would stand open.
     */
    private void requireNothingBehindVariable(String fullKey) {
        String variable = IOHelper.lookupEnvironmentVariable(fullKey);
        if (variable != null && variable.isBlank() && RawSecret.standsBehindEnvironment(context, fullKey)) {
            throw new SettingException(Setting.environmentVariable(fullKey) + " is set and empty, so that " + fullKey
                    + " would not hold: unset the variable, or give it a value.");
        }
    }

    /**
     * Not {@code resolveProperty}: it takes a value that refers to a missing property for no value at all, so that the
     * default would be used where the user wanted something else.
     */
    private @Nullable String resolve(String fullKey) {
        try {
            String text = properties.parseUri("{{?" + fullKey + "}}");
            if (text == null || !text.contains(UNRESOLVED)) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // said below, without the value, which may be a secret
        }
        throw new SettingException(fullKey + " holds a {{placeholder}} that cannot be resolved.");
    }
}
