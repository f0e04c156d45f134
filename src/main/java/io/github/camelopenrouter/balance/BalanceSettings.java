/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.balance;

import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import java.time.Duration;

/**
 * How members share the calls.
 *
 * @param adaptive by speed, load and errors too; otherwise by weight alone ({@code openrouter.balance})
 * @param halfLife after this long what a call has shown counts half ({@code openrouter.balance.half-life})
 */
public record BalanceSettings(boolean adaptive, Duration halfLife) {

    public static final Section SECTION = new Section();

    static final Setting<Balance> BALANCE = SECTION.setting(
            "balance",
            SettingTypes.word(Balance.class),
            "adaptive",
            "How keys and the models of a group share the calls: by weight, speed, load and errors, or by weight alone.");

    static final Setting<Duration> HALF_LIFE = SECTION.setting(
            "balance.half-life",
            SettingTypes.duration("100ms", "1h"),
            "10s",
            "After this long what a call has shown counts half in `balance=adaptive`.");

    public static BalanceSettings of(Settings settings) {
        return new BalanceSettings(settings.get(BALANCE) == Balance.ADAPTIVE, settings.get(HALF_LIFE));
    }
}
