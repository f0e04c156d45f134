/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.secrets;

import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import java.time.Duration;

/**
 * Secrets that stand outside of the settings.
 *
 * @param refresh how often they are read again ({@code openrouter.secrets.refresh})
 */
public record SecretsSettings(Duration refresh) {

    public static final Section SECTION = new Section();

    static final Setting<Duration> REFRESH = SECTION.setting(
            "secrets.refresh",
            SettingTypes.duration("1s", "24h"),
            "5m",
            "How often files that hold secrets are read again; running calls end with the secret that they began with.");

    static SecretsSettings of(Settings settings) {
        return new SecretsSettings(settings.get(REFRESH));
    }
}
