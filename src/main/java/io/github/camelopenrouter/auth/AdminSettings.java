/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;

/**
 * Who may administer the gateway by its management port.
 *
 * @param token the file of {@code openrouter.admin.token-file}, not read yet; empty where there is none
 * @param hosts by which names the port may be called, beside those of loopback addresses, in lower case ({@code
 *     openrouter.admin.hosts})
 */
public record AdminSettings(Optional<TokenFile> token, Set<String> hosts) {

    public static final Section SECTION = new Section();

    static final Setting<String> TOKEN_FILE = SECTION.optional(
            "admin.token-file",
            SettingTypes.path(),
            "the start's own",
            "A file with the token that opens `/admin` on the management port; else `admin-token` in `openrouter.data-dir` does so for"
                    + " requests of the same machine.");

    static final Setting<Set<String>> HOSTS = SECTION.optional(
            "admin.hosts",
            SettingTypes.names(),
            "any, on a loopback address none",
            "By which host names the management port's routes may be called, beside those of loopback addresses.");

    /** The operator's token, where nothing else is to be read. */
    public static Optional<TokenFile> tokenFile(CamelContext context) {
        return of(Settings.loadOnly(context, InstanceName.UNNAMED, TOKEN_FILE)).token();
    }

    /** @throws SettingException if a host has a port: it would match nothing */
    public static AdminSettings of(Settings settings) {
        return new AdminSettings(
                settings.find(TOKEN_FILE).map(path -> new TokenFile(settings.fullKey(TOKEN_FILE), path)),
                settings.find(HOSTS).orElse(Set.of()).stream()
                        .map(name -> withoutPort(settings.fullKey(HOSTS), name).toLowerCase(Locale.ROOT))
                        .collect(toUnmodifiableSet()));
    }

    private static String withoutPort(String key, String name) {
        int colon = name.lastIndexOf(':');
        if (colon >= 0 && name.indexOf(']') < colon) {
            throw new SettingException(key + " names \"" + name
                    + "\", but a host counts on every port: leave the colon and its port out.");
        }
        return name;
    }
}
