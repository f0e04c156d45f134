/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.github.camelopenrouter.config.SettingException;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;

/** Camel's own meters of each route that is made from here on, where the host has not set them up itself. */
final class CamelMeters {

    private static final String FACTORY =
            "org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory";

    private CamelMeters() {}

    /** @throws SettingException if Camel's component is missing */
    static void addTo(CamelContext context, MeterRegistry registry) {
        if (context.getClassResolver().resolveClass(FACTORY) == null) {
            throw new SettingException(
                    "openrouter.metrics.camel=true needs Camel's Micrometer component, which is not on"
                            + " the class path: add org.apache.camel:camel-micrometer.");
        }
        Component.addTo(context, registry);
    }

    /** Loaded only where the component is there. */
    private static final class Component {

        static void addTo(CamelContext context, MeterRegistry registry) {
            boolean there =
                    context.getRoutePolicyFactories().stream().anyMatch(MicrometerRoutePolicyFactory.class::isInstance);
            if (!there) {
                MicrometerRoutePolicyFactory factory = new MicrometerRoutePolicyFactory();
                factory.setCamelContext(context);
                factory.setMeterRegistry(registry);
                context.addRoutePolicyFactory(factory);
            }
        }
    }
}
