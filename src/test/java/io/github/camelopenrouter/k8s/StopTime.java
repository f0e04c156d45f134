/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.k8s;

import io.github.camelopenrouter.GracefulStop;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.door.DoorSettings;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** How long the gateway takes to stop at most, by the code's own defaults. */
final class StopTime {

    private StopTime() {}

    static long seconds() {
        return GracefulStop.longest(drain()).toSeconds();
    }

    static Duration drain() {
        CamelContext context = new DefaultCamelContext();
        ((PropertiesComponent) context.getPropertiesComponent())
                .setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        return Settings.load(context, null).get(DoorSettings.DRAIN_TIMEOUT);
    }
}
