/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import org.apache.camel.CamelContext;

/**
 * The metrics of a process; all its gateways count into the same.
 *
 * @param keys whether each client key and user has series of its own
 * @param camel whether Camel's own meters are there as well
 */
public record MetricsSettings(boolean keys, boolean camel) {

    public static final Section SECTION = new Section();

    /** Stands in the registry where there is a management port. */
    private static final String MANAGEMENT_ENGINE = "openrouter-management-engine";

    static final Setting<Boolean> METRICS = SECTION.optional(
            "metrics",
            SettingTypes.flag(),
            "true where there is a management port; in a host false",
            "Whether the gateway counts and measures: at `/observe/metrics`, in a host in its `MeterRegistry`.");

    static final Setting<Boolean> KEYS = SECTION.setting(
            "metrics.keys",
            SettingTypes.flag(),
            "false",
            "Whether each client key and user has time series of its own, 500 of either at most.");

    static final Setting<Boolean> CAMEL = SECTION.setting(
            "metrics.camel",
            SettingTypes.flag(),
            "false",
            "Whether Camel's own meters of each route are there, too; they cost more CPU than all of the gateway's.");

    /** Whether anybody has asked for metrics, this gateway or the process, or the process has somewhere to show them. */
    public static boolean areWanted(CamelContext context, Settings gateway) {
        return gateway.find(METRICS).orElse(false)
                || ofProcess(context).find(METRICS).orElseGet(() -> isManaged(context));
    }

    /** @throws SettingException if a gateway wants metrics of its own */
    static void requireNone(Settings named) {
        named.requireOfProcess(SECTION.settings(), "count together");
    }

    /** Of the process, whichever gateway asks. */
    static MetricsSettings of(CamelContext context) {
        Settings settings = ofProcess(context);
        return new MetricsSettings(settings.get(KEYS), settings.get(CAMEL));
    }

    /** Whether this process has a port of its own to show them. */
    static boolean isManaged(CamelContext context) {
        return context.getRegistry().lookupByName(MANAGEMENT_ENGINE) != null;
    }

    private static Settings ofProcess(CamelContext context) {
        return Settings.loadOnly(
                context, InstanceName.UNNAMED, SECTION.settings().toArray(Setting<?>[]::new));
    }
}
