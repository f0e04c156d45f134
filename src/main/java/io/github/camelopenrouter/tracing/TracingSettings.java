/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** The traces of a process; all its gateways send theirs by the same OpenTelemetry. */
public final class TracingSettings {

    public static final Section SECTION = new Section();

    /** Stands in the registry of the standalone start alone. */
    private static final String STANDALONE = "openrouter-route-files";

    /** Of ten thousand that begin here, so many: one in a hundred. */
    private static final double DEFAULT_RATIO = 0.01;

    static final Setting<Boolean> TRACING = SECTION.optional(
            "tracing",
            SettingTypes.flag(),
            "true in the standalone start with `OTEL_EXPORTER_OTLP_ENDPOINT`; else false",
            "Whether calls are traced: in a host by its `OpenTelemetry` bean, or else by the global one.");

    static final Setting<Double> RATIO = SECTION.optional(
            "tracing.ratio",
            SettingTypes.ratio(),
            "0.01; in the standalone start what `OTEL_TRACES_SAMPLER` says, if that is set",
            "Which part of the traces that begin here is kept; of one that begins elsewhere its beginner decides.");

    static final Setting<Boolean> CONTENT = SECTION.setting(
            "tracing.content",
            SettingTypes.flag(),
            "false",
            "Whether spans have prompts and answers in them; refused as long as nothing can redact them.");

    private TracingSettings() {}

    /** Whether anybody has asked for traces, this gateway or the process, or the environment says where to send them. */
    public static boolean areWanted(CamelContext context, Settings gateway) {
        return gateway.find(TRACING).orElse(false)
                || gateway.find(CONTENT).orElse(false)
                || ofProcess(context)
                        .find(TRACING)
                        .orElseGet(() -> isStandalone(context) && OtelProperties.nameCollector(context));
    }

    /** @throws SettingException if a gateway wants traces of its own, or one wants what nobody has yet */
    static void check(CamelContext context, Settings named) {
        for (Setting<?> setting : SECTION.settings()) {
            if (!named.areOfProcess() && named.find(setting).isPresent()) {
                throw new SettingException(named.fullKey(setting) + " is set, but all gateways of a process are traced"
                        + " together: set openrouter." + setting.key() + " instead.");
            }
        }
        if (ofProcess(context).get(CONTENT)) {
            throw new SettingException("openrouter.tracing.content=true would send prompts and answers as they are, for"
                    + " nothing redacts them yet: remove it, and spans have everything but text.");
        }
    }

    /** As it is given; empty where nobody has. */
    static Optional<Double> ratio(CamelContext context) {
        return ofProcess(context).find(RATIO);
    }

    static double ratioOrDefault(CamelContext context) {
        return ratio(context).orElse(DEFAULT_RATIO);
    }

    static boolean isStandalone(CamelContext context) {
        return context.getRegistry().lookupByName(STANDALONE) != null;
    }

    private static Settings ofProcess(CamelContext context) {
        return Settings.loadOnly(
                context, InstanceName.UNNAMED, SECTION.settings().toArray(Setting<?>[]::new));
    }
}
