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
 * How long each silence of the upstream may last; zero is no limit. Connecting has its own limit in HttpClient.
 *
 * @param streamResponse from the attempt's start to the head of a streaming answer ({@code
 * openrouter.timeout.response})
 * @param plainResponse the same for a plain answer
 * @param firstEvent from the head to the first event, or the first byte of JSON ({@code openrouter.timeout.first-event})
 * @param idle without a byte ({@code openrouter.timeout.idle})
 * @param stalled without an event, comments or not ({@code openrouter.timeout.stalled})
 * @param total for a whole attempt ({@code openrouter.timeout.total})
 */
public record TimeoutSettings(
        Duration streamResponse,
        Duration plainResponse,
        Duration firstEvent,
        Duration idle,
        Duration stalled,
        Duration total) {

    private static final String STREAM_RESPONSE = "60s";
    private static final String PLAIN_RESPONSE = "300s";

    public static final Section SECTION = new Section();

    static final Setting<Duration> RESPONSE = SECTION.optional(
            "timeout.response",
            SettingTypes.durationOrOff("1ms", "24h"),
            STREAM_RESPONSE + " for streams, " + PLAIN_RESPONSE + " for plain answers",
            "How long OpenRouter may take to begin its answer; one value sets both.");

    static final Setting<Duration> FIRST_EVENT = SECTION.setting(
            "timeout.first-event",
            SettingTypes.durationOrOff("1ms", "24h"),
            "300s",
            "How long the first event, or the JSON, may take after the answer's head; comments do not count.");

    static final Setting<Duration> IDLE = SECTION.setting(
            "timeout.idle",
            SettingTypes.durationOrOff("1ms", "24h"),
            "60s",
            "How long OpenRouter may send nothing at all in the middle of an answer.");

    static final Setting<Duration> STALLED = SECTION.setting(
            "timeout.stalled",
            SettingTypes.durationOrOff("1ms", "24h"),
            "300s",
            "How long OpenRouter may send nothing but comments in the middle of an answer.");

    static final Setting<Duration> TOTAL = SECTION.setting(
            "timeout.total",
            SettingTypes.durationOrOff("1ms", "24h"),
            "off",
            "How long one attempt may take as a whole.");

    public static TimeoutSettings of(Settings settings) {
        return new TimeoutSettings(
                settings.get(RESPONSE, STREAM_RESPONSE),
                settings.get(RESPONSE, PLAIN_RESPONSE),
                settings.get(FIRST_EVENT),
                settings.get(IDLE),
                settings.get(STALLED),
                settings.get(TOTAL));
    }
}
