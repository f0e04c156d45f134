/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.Map;

/** What settings that are right by themselves must not say together; each check refuses with what to change. */
final class SettingsChecks {

    private final String prefix;
    private final Map<Setting<?>, Object> given;

    /**
     * @param prefix what the keys begin with
     * @param given what somebody has set
     */
    SettingsChecks(String prefix, Map<Setting<?>, Object> given) {
        this.prefix = prefix;
        this.given = given;
    }

    /** @throws SettingException for the first that fails */
    void run() {
        checkSandbox();
        checkAuth();
        checkTls();
    }

    private void checkSandbox() {
        if (Boolean.TRUE.equals(given.get(GatewaySettings.SANDBOX)) && given.containsKey(GatewaySettings.BASE_URL)) {
            String url = fullKey(GatewaySettings.BASE_URL);
            throw new SettingException(fullKey(GatewaySettings.SANDBOX) + " (--sandbox) and " + url + " ("
                    + Setting.environmentVariable(url) + ") exclude each other: remove one.");
        }
    }

    private void checkAuth() {
        if (given.get(GatewaySettings.AUTH) == Auth.KEYS && !given.containsKey(GatewaySettings.AUTH_KEYS)) {
            throw new SettingException(fullKey(GatewaySettings.AUTH) + "=keys needs at least one key in "
                    + fullKey(GatewaySettings.AUTH_KEYS) + ".");
        }
    }

    private void checkTls() {
        if (given.containsKey(GatewaySettings.TLS_CERTIFICATE) != given.containsKey(GatewaySettings.TLS_KEY)) {
            throw new SettingException(fullKey(GatewaySettings.TLS_CERTIFICATE) + " and "
                    + fullKey(GatewaySettings.TLS_KEY) + " need each other: set both or neither.");
        }
    }

    private String fullKey(Setting<?> setting) {
        return prefix + setting.key();
    }
}
