/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;

/**
 * Which of OpenRouter's other paths are passed to whom.
 *
 * @param accounts who may see the account behind the key ({@code openrouter.account-paths})
 */
public record PassThroughSettings(AccountPaths accounts) {

    public static final Section SECTION = new Section();

    static final Setting<AccountPaths> ACCOUNT_PATHS = SECTION.setting(
            "account-paths",
            SettingTypes.word(AccountPaths.class),
            "local",
            "Who may ask for `/v1/key`, `credits`, `generation`, `activity`: `local` who needs no key on a loopback address,"
                    + " `pass` every client.");

    public static PassThroughSettings of(Settings settings) {
        return new PassThroughSettings(settings.get(ACCOUNT_PATHS));
    }
}
