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
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads the properties of a Kamelet; what is wrong stops the start with a sentence that names the property. */
final class KameletProperty {

    private KameletProperty() {}

    /** Null where nothing was given. */
    static String text(String value) {
        return value == null || value.isBlank() ? null : value;
    }

    static BigDecimal decimal(String property, String value) {
        try {
            return text(value) == null ? null : new BigDecimal(value.strip());
        } catch (NumberFormatException e) {
            throw refusal(property, value, "a number");
        }
    }

    static Integer positive(String property, String value) {
        BigDecimal number = decimal(property, value);
        if (number == null) {
            return null;
        }
        try {
            int whole = number.intValueExact();
            if (whole > 0) {
                return whole;
            }
        } catch (ArithmeticException e) {
            // said below
        }
        throw refusal(property, value, "a whole number from 1 on");
    }

    static List<String> names(String value) {
        return text(value) == null
                ? List.of()
                : Arrays.stream(value.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    static <E extends Enum<E>> E word(String property, String value, Class<E> type, E otherwise) {
        if (text(value) == null) {
            return otherwise;
        }
        try {
            return Enum.valueOf(type, value.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            String words = Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
            throw refusal(property, value, "one of " + words);
        }
    }

    /** Whether the request says this itself: a null means the same as leaving it out. */
    static boolean in(ObjectNode request, String... names) {
        return Arrays.stream(names).map(request::get).anyMatch(KameletProperty::isGiven);
    }

    private static boolean isGiven(JsonNode value) {
        return value != null && !value.isNull();
    }

    private static IllegalArgumentException refusal(String property, String value, String wanted) {
        return new IllegalArgumentException(
                "The Kamelet property " + property + " is \"" + value + "\", but must be " + wanted + ".");
    }
}
