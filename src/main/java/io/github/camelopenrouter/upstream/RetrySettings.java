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
 * How failed attempts are repeated.
 *
 * @param attempts how many attempts may follow the first ({@code openrouter.retry.attempts})
 * @param delay the wait before the second attempt; it doubles from attempt to attempt ({@code openrouter.retry.delay})
 * @param maxDelay the longest wait; an upstream that asks for more is not tried again ({@code openrouter.retry.max-delay})
 * @param budgetPercent how many retries there may be for a hundred calls ({@code openrouter.retry.budget})
 */
public record RetrySettings(int attempts, Duration delay, Duration maxDelay, int budgetPercent) {

    public static final Section SECTION = new Section();

    static final Setting<Integer> ATTEMPTS = SECTION.setting(
            "retry.attempts",
            SettingTypes.number(0, 10),
            "2",
            "How many attempts may follow a failed one; 0 for none.");

    static final Setting<Duration> DELAY = SECTION.setting(
            "retry.delay",
            SettingTypes.duration("1ms", "1h"),
            "500ms",
            "The wait before the second attempt; it doubles from one to the next, half of it is chance.");

    static final Setting<Duration> MAX_DELAY = SECTION.setting(
            "retry.max-delay",
            SettingTypes.duration("1ms", "1h"),
            "10s",
            "The longest wait; an answer whose `Retry-After` asks for more goes to the client at once.");

    static final Setting<Integer> BUDGET = SECTION.setting(
            "retry.budget",
            SettingTypes.number(0, 100),
            "20",
            "How many retries there may be for a hundred calls of the last ten seconds; ten are always allowed.");

    public static RetrySettings of(Settings settings) {
        return new RetrySettings(
                settings.get(ATTEMPTS), settings.get(DELAY), settings.get(MAX_DELAY), settings.get(BUDGET));
    }
}
