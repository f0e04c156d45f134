/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import io.github.camelopenrouter.config.SettingType;
import io.github.camelopenrouter.config.SettingTypes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * From where on something is wrong.
 *
 * @param isOff whether nobody looks for it
 * @param number percent, US dollars, seconds, times or calls, as the rule counts; null for the rule's own
 */
public record Threshold(boolean isOff, @Nullable BigDecimal number) {

    private static final Threshold OFF = new Threshold(true, null);
    private static final Threshold ON = new Threshold(false, null);
    private static final String ON_OR_OFF = "on or off";

    static SettingType<Threshold> onOrOff() {
        return type(ON_OR_OFF, text -> {
            throw new IllegalArgumentException();
        });
    }

    static SettingType<Threshold> percent() {
        return type("a percentage like 20%, or " + ON_OR_OFF, text -> {
            if (!text.endsWith("%")) {
                throw new IllegalArgumentException();
            }
            BigDecimal number = positive(text.substring(0, text.length() - 1).strip());
            if (number.compareTo(BigDecimal.valueOf(100)) > 0) {
                throw new IllegalArgumentException();
            }
            return number;
        });
    }

    static SettingType<Threshold> dollars() {
        return type("an amount of US dollars like 25 or 0.50, or " + ON_OR_OFF, Threshold::positive);
    }

    static SettingType<Threshold> times() {
        return type("a number like 3 or 2.5, or " + ON_OR_OFF, Threshold::positive);
    }

    static SettingType<Threshold> calls() {
        return type(
                "a number of calls like 10, or " + ON_OR_OFF,
                text -> positive(Integer.toString(Integer.parseUnsignedInt(text))));
    }

    static SettingType<Threshold> duration(String least, String most) {
        SettingType<Duration> type = SettingTypes.duration(least, most);
        return type(
                type.allowed() + ", or " + ON_OR_OFF,
                text -> BigDecimal.valueOf(type.parser().apply(text).toMillis(), 3));
    }

    private static SettingType<Threshold> type(String allowed, Function<String, BigDecimal> parser) {
        return SettingType.of(allowed, text -> switch (text.strip()) {
            case "off" -> OFF;
            case "on" -> ON;
            default -> new Threshold(false, parser.apply(text.strip()));
        });
    }

    private static BigDecimal positive(String text) {
        if (!text.matches("\\d{1,12}(\\.\\d{1,9})?") || new BigDecimal(text).signum() == 0) {
            throw new IllegalArgumentException();
        }
        return new BigDecimal(text);
    }

    BigDecimal or(String own) {
        return number == null ? new BigDecimal(own) : number;
    }
}
