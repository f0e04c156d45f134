/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.SettingException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the properties of a Kamelet; what is wrong stops the start with a sentence that names the property. */
final class KameletProperty {

    private KameletProperty() {}

    /** Null where nothing was given. */
    static @Nullable String text(@Nullable String value) {
        return value == null || value.isBlank() || DummyValue.isIn(value) ? null : value;
    }

    static @Nullable BigDecimal decimal(String property, @Nullable String value) {
        String given = text(value);
        return given == null ? null : number(property, given);
    }

    static @Nullable Integer positive(String property, @Nullable String value) {
        String given = text(value);
        return given == null ? null : whole(property, given);
    }

    private static BigDecimal number(String property, String value) {
        try {
            return new BigDecimal(value.strip());
        } catch (NumberFormatException e) {
            throw refusal(property, value, "a number");
        }
    }

    private static int whole(String property, String value) {
        try {
            int whole = number(property, value).intValueExact();
            if (whole > 0) {
                return whole;
            }
        } catch (ArithmeticException e) {
            // said below
        }
        throw refusal(property, value, "a whole number from 1 on");
    }

    static List<String> names(@Nullable String value) {
        String given = text(value);
        return given == null
                ? List.of()
                : Arrays.stream(given.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    static <E extends Enum<E>> E word(String property, @Nullable String value, Class<E> type, E otherwise) {
        String given = text(value);
        if (given == null) {
            return otherwise;
        }
        try {
            return Enum.valueOf(type, given.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            String words = Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
            throw refusal(property, given, "one of " + words);
        }
    }

    /** Whether the request says this itself: a null means the same as leaving it out. */
    static boolean in(ObjectNode request, String... names) {
        return Arrays.stream(names).map(request::get).anyMatch(KameletProperty::isGiven);
    }

    private static boolean isGiven(@Nullable JsonNode value) {
        return value != null && !value.isNull();
    }

    private static SettingException refusal(String property, String value, String wanted) {
        return new SettingException(
                "The Kamelet property " + property + " is \"" + value + "\", but must be " + wanted + ".");
    }
}
