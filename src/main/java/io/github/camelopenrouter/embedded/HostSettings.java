/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.embedded;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import org.apache.camel.CamelContext;

/** What a host application wants without a line of Java. */
public final class HostSettings {

    public static final Section SECTION = new Section();

    static final Setting<Boolean> ROUTES_ENABLED = SECTION.setting(
            "routes.enabled",
            SettingTypes.flag(),
            "false",
            "Whether a host application gets the `direct:openrouter-…` operations without a line of Java.");

    private HostSettings() {}

    /**
     * Whether the host wants the instance's routes. Looks at nothing else, so that a host that does not want them hears of
     * none of our settings.
     *
     * @throws SettingException if it says neither yes nor no
     */
    static boolean areRoutesEnabled(CamelContext context, InstanceName instance) {
        return Settings.loadOnly(context, instance, ROUTES_ENABLED).get(ROUTES_ENABLED);
    }
}
