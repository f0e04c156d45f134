/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.config.InstanceName;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;

/**
 * Adds {@link DoorErrors} before a host's first routes are made, because its doors may be among them. Camel finds this by
 * its type; when a plugin is loaded there may be no model yet that could take it.
 */
final class DoorErrorsFirst implements RouteBuilderLifecycleStrategy {

    @Override
    public void beforeConfigure(RouteBuilder builder) {
        if (builder instanceof DoorErrors) {
            return;
        }
        try {
            DoorErrors.addTo(builder.getContext(), InstanceName.UNNAMED.routePrefix());
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }
}
