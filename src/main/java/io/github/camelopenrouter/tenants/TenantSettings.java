/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import io.github.camelopenrouter.auth.AuthSettings;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import java.util.Optional;

/**
 * What tenants of one account see of each other.
 *
 * @param identifiers what becomes of the names of sessions and persons
 * @param keyFile that has the key of the hashes; empty for one of the gateway's own
 */
public record TenantSettings(IdentifierRule identifiers, Optional<String> keyFile) {

    public static final Section SECTION = new Section();

    static final Setting<IdentifierRule> IDENTIFIERS = SECTION.optional(
            "identifiers",
            SettingTypes.word(IdentifierRule.class),
            "hash with client keys, else pass",
            "What OpenRouter gets of `user`, `session_id`, `prompt_cache_key` and their like: a hash of team and name, them, or nothing.");

    static final Setting<String> KEY_FILE = SECTION.optional(
            "identifiers.key-file",
            SettingTypes.path(),
            "`identifiers-key` in the data directory",
            "A file with the secret of these hashes, 16 characters or more; machines that share it make the same ones.");

    /** Whether there are tenants, or anybody has asked for what this package does. */
    public static boolean areWanted(Settings settings) {
        return AuthSettings.of(settings).asksForKeys()
                || settings.find(IDENTIFIERS).isPresent();
    }

    static TenantSettings of(Settings settings) {
        IdentifierRule usual = AuthSettings.of(settings).asksForKeys() ? IdentifierRule.HASH : IdentifierRule.PASS;
        return new TenantSettings(settings.find(IDENTIFIERS).orElse(usual), settings.find(KEY_FILE));
    }

    /** For sentences. */
    static String keyFileSetting(Settings settings) {
        return settings.fullKey(KEY_FILE);
    }
}
