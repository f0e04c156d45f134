/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import org.apache.camel.CamelContext;

/** Tells what somebody has set from what the standalone start takes for granted. */
public final class ChosenSetting {

    private static final String DEFAULTS = "start";

    private ChosenSetting() {}

    /** Whether a value of the process's that is there comes from anywhere else than the properties that a program starts with. */
    public static boolean is(CamelContext context, Setting<?> setting) {
        String key = InstanceName.UNNAMED.settingsPrefix() + setting.key();
        return !DEFAULTS.equals(RawSecret.placeOf(context, key));
    }
}
