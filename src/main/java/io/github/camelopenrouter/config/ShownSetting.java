/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import io.github.camelopenrouter.api.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * A setting as operators may see it.
 *
 * @param name its full key
 * @param value what is given, as it is written, with stars in place of what is secret or might be; null where nothing is
 * @param defaultText what holds without
 * @param source where it is given; null where it is not, or nobody can say
 */
public record ShownSetting(
        String name,
        @Nullable String value,
        String defaultText,
        @Nullable String source) {

    private static final String MASK = "***";

    /** Of each URL in a list; greedy up to the last {@code @}, for a password may contain anything. */
    private static final Pattern USER_INFO = Pattern.compile("//[^\\s,]*@");

    private static final Pattern QUERY = Pattern.compile("(//[^\\s,?]*)\\?[^\\s,]*");

    /** All of the unnamed gateway, and of each other one that properties name what it has been given. */
    public static List<ShownSetting> all(CamelContext context) {
        List<ShownSetting> shown = new ArrayList<>();
        SettingsCatalog.all().settings().forEach(setting -> shown.add(of(context, InstanceName.UNNAMED, setting)));
        for (String name : new UnknownSettings().instancesInProperties(context)) {
            SettingsCatalog.all().settings().stream()
                    .map(setting -> of(context, InstanceName.of(name), setting))
                    .filter(setting -> setting.value() != null)
                    .forEach(shown::add);
        }
        return shown;
    }

    private static ShownSetting of(CamelContext context, InstanceName instance, Setting<?> setting) {
        String name = instance.settingsPrefix() + setting.key();
        String source = RawSecret.placeOf(context, name);
        return new ShownSetting(
                name,
                value(context, instance, setting, source),
                setting.defaultText().replace("`", ""),
                source);
    }

    /** Of a secret nobody but {@link RawSecret} looks at the text. */
    private static @Nullable String value(
            CamelContext context, InstanceName instance, Setting<?> setting, @Nullable String source) {
        if (setting.isSecret()) {
            return source == null ? null : MASK;
        }
        String text = new SettingsReader(context, instance).text(setting);
        return text == null ? null : masked(text);
    }

    static String masked(String text) {
        String urls = QUERY.matcher(USER_INFO.matcher(text).replaceAll("//" + MASK + "@"))
                .replaceAll("$1?" + MASK);
        return Redaction.maskKeysAnywhere(Redaction.maskCredentials(urls)).replaceAll("\\p{Cntrl}", "?");
    }
}
