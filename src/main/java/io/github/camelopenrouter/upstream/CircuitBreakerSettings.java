/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import java.time.Duration;

/**
 * When a vendor is left alone.
 *
 * @param enabled whether calls are counted at all ({@code openrouter.circuit-breaker.enabled})
 * @param failureRate the percentage of failures that opens the breaker ({@code openrouter.circuit-breaker.failure-rate})
 * @param window how many calls are looked at ({@code openrouter.circuit-breaker.window})
 * @param minimumCalls how many there must be ({@code openrouter.circuit-breaker.minimum-calls})
 * @param openWait how long an open breaker stays open ({@code openrouter.circuit-breaker.wait})
 * @param halfOpenCalls how many calls then probe whether the vendor is back ({@code
 *     openrouter.circuit-breaker.half-open-calls})
 * @param settle how long content has to flow until a stream counts as a success ({@code
 *     openrouter.circuit-breaker.settle})
 * @param probePatience how long such a probe may show nothing before as many others may begin
 * @param maxVendors how many vendors are remembered ({@code openrouter.circuit-breaker.max-vendors})
 */
public record CircuitBreakerSettings(
        boolean enabled,
        float failureRate,
        int window,
        int minimumCalls,
        Duration openWait,
        int halfOpenCalls,
        Duration settle,
        Duration probePatience,
        int maxVendors) {

    public static final Section SECTION = new Section();

    static final Setting<Boolean> ENABLED = SECTION.setting(
            "circuit-breaker.enabled",
            SettingTypes.flag(),
            "true",
            "Whether a vendor that keeps failing is left alone for a while.");

    static final Setting<Integer> FAILURE_RATE = SECTION.setting(
            "circuit-breaker.failure-rate",
            SettingTypes.number(1, 100),
            "50",
            "The percentage of failed calls that opens a vendor's circuit breaker.");

    static final Setting<Integer> WINDOW = SECTION.setting(
            "circuit-breaker.window",
            SettingTypes.number(1, 10_000),
            "20",
            "How many calls to a vendor are looked at.");

    static final Setting<Integer> MINIMUM_CALLS = SECTION.setting(
            "circuit-breaker.minimum-calls",
            SettingTypes.number(1, 10_000),
            "10",
            "How many calls there must have been before the breaker opens.");

    static final Setting<Duration> WAIT = SECTION.setting(
            "circuit-breaker.wait",
            SettingTypes.duration("10ms", "1h"),
            "30s",
            "How long an open breaker refuses calls before it lets some try again.");

    static final Setting<Integer> HALF_OPEN_CALLS = SECTION.setting(
            "circuit-breaker.half-open-calls", SettingTypes.number(1, 1_000), "3", "How many calls then try again.");

    static final Setting<Duration> SETTLE = SECTION.setting(
            "circuit-breaker.settle",
            SettingTypes.duration("1ms", "1h"),
            "10s",
            "How long the content of an answer has to flow until the breaker takes it for a success; a shorter answer"
                    + " counts at its end.");

    static final Setting<Integer> MAX_VENDORS = SECTION.setting(
            "circuit-breaker.max-vendors",
            SettingTypes.number(1, 100_000),
            "200",
            "How many vendors are remembered; the least recently used is forgotten first.");

    public static CircuitBreakerSettings of(Settings settings) {
        Duration settle = settings.get(SETTLE);
        return new CircuitBreakerSettings(
                settings.get(ENABLED),
                settings.get(FAILURE_RATE),
                settings.get(WINDOW),
                settings.get(MINIMUM_CALLS),
                settings.get(WAIT),
                settings.get(HALF_OPEN_CALLS),
                settle,
                settle.plus(settings.get(TimeoutSettings.FIRST_EVENT)),
                settings.get(MAX_VENDORS));
    }
}
