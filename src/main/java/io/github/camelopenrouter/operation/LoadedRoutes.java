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
import org.apache.camel.RoutesBuilder;

/** Routes for those of our packages that have read a gateway's settings themselves. Everybody else gives its name. */
public final class LoadedRoutes {

    private LoadedRoutes() {}

    /** The {@link OpenRouterRoutes} of the gateway with these settings. */
    public static RoutesBuilder of(Settings settings) {
        return new OpenRouterRoutes(settings);
    }
}
