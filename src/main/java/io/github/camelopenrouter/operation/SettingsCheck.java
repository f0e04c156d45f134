/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.auth.AuthSettings;
import io.github.camelopenrouter.config.CheckedAtStart;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.request.RequestSettings;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.upstream.http.NetworkSettings;
import java.util.List;
import org.apache.camel.CamelContext;

/** Asks of a gateway's settings what making it would ask, for those who make it later and want to know it now. */
public final class SettingsCheck {

    private SettingsCheck() {}

    /** @throws SettingException for the first that cannot work */
    public static void of(CamelContext context, Settings settings) {
        List<Feature> features = Features.of(context, settings);
        AuthSettings.of(settings);
        NetworkSettings.of(settings);
        RequestSettings.of(settings);
        for (Feature feature : features) {
            if (feature instanceof CheckedAtStart checked) {
                checked.check(context, settings);
            }
        }
    }
}
