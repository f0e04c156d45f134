/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.accesslog;

import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;

/** Whether there is an access log. */
public final class AccessLogSettings {

    public static final Section SECTION = new Section();

    static final Setting<Boolean> ACCESS_LOG = SECTION.setting(
            "access-log",
            SettingTypes.flag(),
            "false",
            "Whether each finished request becomes a line of the logger `io.github.camelopenrouter.access`.");

    private AccessLogSettings() {}

    public static boolean isOn(Settings settings) {
        return settings.get(ACCESS_LOG);
    }
}
