/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingType;
import io.github.camelopenrouter.config.Settings;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** From where on each of the gateway's own rules finds something wrong; all gateways of a process share these. */
public final class RuleSettings {

    public static final Section SECTION = new Section();

    static final Setting<Threshold> BREAKER_OPEN =
            rule("breaker-open", Threshold.onOrOff(), "on", "Alert: a circuit breaker keeps calls from a vendor.");

    static final Setting<Threshold> KEY_COOLDOWN =
            rule("key-cooldown", Threshold.onOrOff(), "on", "Alert: an OpenRouter key is left alone for a while.");

    static final Setting<Threshold> ERROR_RATE = rule(
            "error-rate",
            Threshold.percent(),
            "20%",
            "Alert: so many of the calls of five minutes have failed, of at least 20; not by their clients' fault.");

    static final Setting<Threshold> SLOW_FIRST_TOKEN = rule(
            "slow-first-token",
            Threshold.duration("1ms", "1h"),
            "10s",
            "Alert: one in 20 streams of five minutes, of at least 20, has waited longer for its first content.");

    static final Setting<Threshold> SPEND_PER_DAY = rule(
            "spend-per-day",
            Threshold.dollars(),
            "off",
            "Alert: calls have cost as many US dollars since midnight, UTC.");

    static final Setting<Threshold> SPEND_SPIKE = rule(
            "spend-spike",
            Threshold.times(),
            "3",
            "Alert: this hour has cost so many times what the same hour has cost in the week before; needs a store.");

    static final Setting<List<Integer>> BUDGET = SECTION.setting(
            "alerts.budget",
            SettingType.of("percentages like 50,80,95,100, or off", RuleSettings::percentages),
            "50,80,95,100",
            "Alert: so many percent of a budget are spent, pending or held; each is told once in each window.");

    static final Setting<Threshold> UPSTREAM_CREDITS = rule(
            "upstream-credits",
            Threshold.dollars(),
            "on",
            "Alert: an OpenRouter key has so many US dollars of its limit left, or less; `on`: 10% of the limit.");

    static final Setting<Threshold> KEY_EXPIRES = rule(
            "key-expires",
            Threshold.duration("1m", "365d"),
            "on",
            "Alert: an OpenRouter key expires within this time; `on`: 7 days.");

    static final Setting<Threshold> USAGE_DROPPED =
            rule("usage-dropped", Threshold.onOrOff(), "on", "Alert: records of calls were lost within five minutes.");

    static final Setting<Threshold> UNRECONCILED = rule(
            "unreconciled",
            Threshold.dollars(),
            "on",
            "Alert: OpenRouter has taken as many US dollars more or less than is booked; `on`: any difference.");

    static final Setting<Threshold> GUARDRAIL_BLOCKS = rule(
            "guardrail-blocks",
            Threshold.calls(),
            "10",
            "Alert: so many answers of five minutes were blocked by a filter.");

    static final Setting<Threshold> STORE_DOWN =
            rule("store-down", Threshold.onOrOff(), "on", "Alert: the store does not follow the journal.");

    static final Setting<Threshold> SECRET_SOURCE_DOWN = rule(
            "secret-source-down",
            Threshold.onOrOff(),
            "on",
            "Alert: a source of secrets cannot be read, or holds nonsense.");

    /** Settings of the same section that are no rules. */
    private static final String PREFIX = "alerts.";

    private RuleSettings() {}

    private static Setting<Threshold> rule(String name, SettingType<Threshold> type, String own, String documentation) {
        return SECTION.setting(PREFIX + name, type, own, documentation);
    }

    /** Whether this is the name of one of the gateway's own rules. */
    public static boolean isBuiltIn(String name) {
        return names().anyMatch(name::equals);
    }

    static Stream<String> names() {
        return SECTION.settings().stream().map(RuleSettings::nameOf);
    }

    static String nameOf(Setting<?> setting) {
        return setting.key().substring(PREFIX.length());
    }

    static Settings of(CamelContext context) {
        return Settings.loadOnly(
                context, InstanceName.UNNAMED, SECTION.settings().toArray(Setting<?>[]::new));
    }

    private static List<Integer> percentages(String text) {
        if (text.strip().equals("off")) {
            return List.of();
        }
        return Stream.of(text.split(",", -1)).map(RuleSettings::percentage).toList();
    }

    private static int percentage(String text) {
        int number = Integer.parseInt(text.strip());
        if (number < 1 || number > 100) {
            throw new IllegalArgumentException();
        }
        return number;
    }
}
