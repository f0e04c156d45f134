/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import io.github.camelopenrouter.config.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** Contexts and settings made of full keys and values, deaf to the environment of whoever runs the tests. */
public final class Given {

    private Given() {}

    public static Settings settings(String... keysAndValues) {
        return Settings.load(context(keysAndValues), "");
    }

    public static CamelContext context(String... keysAndValues) {
        CamelContext context = new DefaultCamelContext();
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.addOverrideProperty(keysAndValues[i], keysAndValues[i + 1]);
        }
        return context;
    }
}
