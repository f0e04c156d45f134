/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import org.apache.camel.CamelContext;

/** A feature that is done with another value of a setting, before anything of the gateway is made. */
interface SettingsFeature extends Feature {

    Settings change(CamelContext context, Settings settings) throws Exception;

    /** Ends what stands behind the change: the gateway cannot be made. One that is made anew keeps its changed settings. */
    void undo(CamelContext context) throws Exception;

    @Override
    default void install(FeatureContext gateway) {
        // the settings are all that it needs
    }
}
