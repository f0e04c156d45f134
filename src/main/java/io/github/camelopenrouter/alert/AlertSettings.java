/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.config.SettingsCatalog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;

/**
 * When a process tells of what is wrong; all its gateways share these.
 *
 * @param interval between two looks
 * @param settle what nobody has found for so long is over
 * @param coolDown in which what begins again is not told at once
 */
public record AlertSettings(Duration interval, Duration settle, Duration coolDown) {

    public static final Section SECTION = new Section();

    static final Setting<Boolean> ALERTS = SECTION.optional(
            "alerts",
            SettingTypes.flag(),
            "true where a receiver is set",
            "Whether what is wrong is looked for; `true` for routes from `openrouter-alert:…` of your own, see alerts.md.");

    static final Setting<Duration> INTERVAL = SECTION.setting(
            "alerts.interval", SettingTypes.duration("100ms", "1h"), "10s", "How often all rules of alerts are asked.");

    static final Setting<Duration> SETTLE = SECTION.setting(
            "alerts.settle",
            SettingTypes.duration("100ms", "1d"),
            "1m",
            "An alert that no machine has found for so long is resolved; at least twice the interval.");

    static final Setting<Duration> COOL_DOWN = SECTION.setting(
            "alerts.cool-down",
            SettingTypes.duration("0s", "7d"),
            "10m",
            "What begins again so soon after its end is told only once it has lasted as long.");

    /** Each asks for alerts by itself. They are declared beside what sends. */
    private static final Set<String> RECEIVERS = Set.of(
            "alerts.webhook", "alerts.slack", "alerts.msteams", "alerts.pagerduty", "alerts.mail.to", "alerts.to");

    /** Whether anybody has asked for alerts, this gateway or the process; a gateway that does is told that it cannot. */
    public static boolean areWanted(CamelContext context, Settings gateway) {
        return areWanted(context)
                || !gateway.areOfProcess()
                        && ownSettings().stream()
                                .anyMatch(setting -> gateway.find(setting).isPresent());
    }

    /** Whether the process has asked for them. */
    public static boolean areWanted(CamelContext context) {
        Optional<Boolean> said = ofProcess(context, List.of(ALERTS)).find(ALERTS);
        Optional<String> receiver = receiver(context);
        if (receiver.isPresent() && !said.orElse(true)) {
            throw new SettingException("openrouter.alerts=false, but " + receiver.get()
                    + " is set, which nobody would tell: remove one of them.");
        }
        return said.orElse(receiver.isPresent());
    }

    /** The setting of one that is given. */
    private static Optional<String> receiver(CamelContext context) {
        List<Setting<?>> receivers = SettingsCatalog.all().settings().stream()
                .filter(setting -> RECEIVERS.contains(setting.key()))
                .toList();
        Settings given = ofProcess(context, receivers);
        return receivers.stream()
                .filter(setting -> given.find(setting).isPresent())
                .map(given::fullKey)
                .findFirst();
    }

    /** All of alerts, wherever they are declared. */
    static List<Setting<?>> ownSettings() {
        return SettingsCatalog.all().settings().stream()
                .filter(setting ->
                        setting.key().equals("alerts") || setting.key().startsWith("alerts."))
                .toList();
    }

    static AlertSettings of(CamelContext context) {
        Settings settings = ofProcess(context, SECTION.settings());
        Duration interval = settings.get(INTERVAL);
        Duration settle = settings.get(SETTLE);
        if (settle.compareTo(interval.multipliedBy(2)) < 0) {
            throw new SettingException(
                    "openrouter.alerts.settle is " + settle.toMillis() + " ms, but must be at least twice"
                            + " openrouter.alerts.interval, which is " + interval.toMillis() + " ms.");
        }
        return new AlertSettings(interval, settle, settings.get(COOL_DOWN));
    }

    private static Settings ofProcess(CamelContext context, List<Setting<?>> settings) {
        return Settings.loadOnly(context, InstanceName.UNNAMED, settings.toArray(Setting<?>[]::new));
    }
}
