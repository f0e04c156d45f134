/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import io.github.camelopenrouter.config.OpenRouterSettings.Auth;
import java.util.Set;

/** What settings that are right by themselves must not say together; each check refuses with what to change. */
final class SettingsChecks {

    private final OpenRouterSettings settings;
    private final Set<Setting<?>> given;

    /** @param given the settings that somebody has set */
    SettingsChecks(OpenRouterSettings settings, Set<Setting<?>> given) {
        this.settings = settings;
        this.given = given;
    }

    /** @throws SettingException for the first that fails */
    void run() {
        checkSandbox();
        checkAuth();
        checkTls();
    }

    private void checkSandbox() {
        if (settings.isSandbox() && given.contains(SettingsCatalog.BASE_URL)) {
            String url = fullKey(SettingsCatalog.BASE_URL);
            throw new SettingException(fullKey(SettingsCatalog.SANDBOX) + " (--sandbox) and " + url + " ("
                    + Setting.environmentVariable(url) + ") exclude each other: remove one.");
        }
    }

    private void checkAuth() {
        if (settings.auth().orElse(Auth.NONE) == Auth.KEYS
                && settings.authKeys().isEmpty()) {
            throw new SettingException(fullKey(SettingsCatalog.AUTH) + "=keys needs at least one key in "
                    + fullKey(SettingsCatalog.AUTH_KEYS) + ".");
        }
    }

    private void checkTls() {
        if (given.contains(SettingsCatalog.TLS_CERTIFICATE) != given.contains(SettingsCatalog.TLS_KEY)) {
            throw new SettingException(fullKey(SettingsCatalog.TLS_CERTIFICATE) + " and "
                    + fullKey(SettingsCatalog.TLS_KEY) + " need each other: set both or neither.");
        }
    }

    private String fullKey(Setting<?> setting) {
        return settings.settingsPrefix() + setting.key();
    }
}
